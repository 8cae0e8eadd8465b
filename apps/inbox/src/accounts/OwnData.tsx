/** All that is kept about one's account, as a file. */
import { Download } from 'lucide-react';
import { useState } from 'react';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { saveFile } from '../ui/save-file.ts';
import { toasts } from '../ui/toasts.ts';
import styles from './AccountSettings.module.css';
import { failureWords } from './http.ts';
import { useAgent } from './use-session.ts';

export function OwnData() {
  const agent = useAgent();
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    try {
      const { sections } = await agent.call('export_account', {});
      const all = Object.fromEntries(sections.map(({ name, rows }) => [name, rows]));
      const name = `account-${new Date().toISOString().slice(0, 10)}.json`;
      saveFile(name, 'application/json', JSON.stringify(all, null, 2));
      toasts.show('Your data was saved.');
    } catch (error) {
      toasts.show(`The file could not be made. ${failureWords(error)}`);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Section
      title="Your data"
      hint="Profile, photo, teams, browsers, and what the audit logs tell of you, in a file. What you said in conversations belongs to them."
    >
      <div className={styles.line}>
        <Button busy={busy} onClick={() => void save()}>
          <Download aria-hidden="true" /> Save as JSON
        </Button>
      </div>
    </Section>
  );
}
