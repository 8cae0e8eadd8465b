/** What belongs to the person who is signed in, whatever the site: one page of sections, each with its own way to the server. */

import { SettingsPage } from '../sites/SettingsPage.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { Sessions } from './Sessions.tsx';
import { TwoStepSummary } from './two-factor/TwoStepSummary.tsx';
import { useMe } from './use-session.ts';

export function AccountSettings() {
  const me = useMe();
  return (
    <SettingsPage title="Your account" lead={`You are signed in as ${me.email}.`} needs={null}>
      <ChangePassword />
      <TwoStepSummary />
      <Sessions />
    </SettingsPage>
  );
}
