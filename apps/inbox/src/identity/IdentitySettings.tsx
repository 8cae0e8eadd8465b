/**
 * Vouching for signed-in users: the site's secret, how its server signs with it, and a place to try an identity out; and accounts for
 * visitors for whom nobody can vouch.
 */
import { useMay } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { HowTo } from './HowTo.tsx';
import { Secrets } from './Secrets.tsx';
import { TryOut } from './TryOut.tsx';
import { VisitorAccounts } from './VisitorAccounts.tsx';

export function IdentitySettings() {
  const may = useMay('manage_site');
  return (
    <SettingsPage
      title="Identity"
      lead="Tell the chat who is signed in on your site: your users find their conversations on every device, and agents see a verified name."
    >
      {may ? <ForAdmins /> : null}
    </SettingsPage>
  );
}

function ForAdmins() {
  const query = useCommand('list_identity_secrets', {});
  return (
    <Loaded query={query} what="The secrets">
      {({ secrets }) => (
        <>
          <Secrets secrets={secrets} />
          <HowTo />
          {secrets.length > 0 ? <TryOut /> : null}
          <VisitorAccounts />
        </>
      )}
    </Loaded>
  );
}
