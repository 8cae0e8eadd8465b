/** One's own two-step sign-in, as a page of the inbox. */
import { useMemo } from 'react';
import { useCommand } from '../../shell/commands.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { SettingsPage } from '../../sites/SettingsPage.tsx';
import { useAgent, useMe } from '../use-session.ts';
import { type Own, OwnProvider } from './own.ts';
import { TwoStepParts } from './TwoStepParts.tsx';

export function TwoStep() {
  const agent = useAgent();
  const { email } = useMe();
  const query = useCommand('get_two_factor', {});
  const own = useMemo(
    (): Own => ({
      account: email,
      calls: {
        begin: (password) => agent.call('begin_two_factor', { password }),
        confirm: (code) => agent.call('confirm_two_factor', { code }),
        renew: (proof) => agent.call('renew_recovery_codes', proof),
        turnOff: (proof) => agent.call('turn_off_two_factor', proof),
        forget: (device) => agent.call('forget_device', { device }),
      },
    }),
    [agent, email],
  );
  return (
    <SettingsPage
      title="Two-step sign-in"
      lead="After the password a code from your phone: whoever learns your password alone does not come in."
      needs={null}
    >
      <OwnProvider value={own}>
        <Loaded query={query} what="Two-step sign-in">
          {({ two_factor }) => <TwoStepParts factor={two_factor} />}
        </Loaded>
      </OwnProvider>
    </SettingsPage>
  );
}
