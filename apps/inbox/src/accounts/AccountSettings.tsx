/** What belongs to the person who is signed in, whatever the site: one page of sections, each with its own way to the server. */
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { ChangePassword } from './ChangePassword.tsx';
import { EmailSettings } from './EmailSettings.tsx';
import { Leave } from './Leave.tsx';
import { OwnData } from './OwnData.tsx';
import { ProfileSettings } from './ProfileSettings.tsx';
import { Sessions } from './Sessions.tsx';
import { TwoStepSummary } from './two-factor/TwoStepSummary.tsx';
import { useMe } from './use-session.ts';

export function AccountSettings() {
  const me = useMe();
  const query = useCommand('get_profile', {});
  return (
    <SettingsPage title="Your account" lead={`You are signed in as ${me.email}.`} needs={null}>
      <Loaded query={query} what="Your profile">
        {({ profile }) => (
          <>
            <ProfileSettings profile={profile} />
            <EmailSettings profile={profile} />
          </>
        )}
      </Loaded>
      <ChangePassword />
      <TwoStepSummary />
      <Sessions />
      <OwnData />
      <Leave />
    </SettingsPage>
  );
}
