/** Whether visitors may sign up and in within the chat, for sites whose visitors have no account of their own. */
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { Section } from '../sites/SettingsPage.tsx';
import { useSite, useUpdateSite } from '../sites/use-site.ts';
import { Switch } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';

export function VisitorAccounts() {
  const query = useSite();
  const update = useUpdateSite();
  const [failure, setFailure] = useState<unknown>(null);
  const change = async (wanted: boolean) => {
    setFailure(null);
    try {
      await update({ visitor_accounts: wanted });
    } catch (error) {
      setFailure(error);
    }
  };
  return (
    <Section title="Accounts in the chat">
      <Loaded query={query} what="The setting">
        {({ site }) => (
          <Switch
            label="Visitors may sign up and in within the chat"
            hint="For people who have no account on your site: they find their conversation on every device. It is offered below the composer, never asked for. Pages that pass an identity do not offer it. Switched off, whoever is signed in stays so until they sign out."
            checked={site.visitor_accounts}
            onChange={(wanted) => void change(wanted)}
          />
        )}
      </Loaded>
      {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
    </Section>
  );
}
