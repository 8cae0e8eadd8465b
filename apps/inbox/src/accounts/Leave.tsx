/** Leaving: deactivating one's account, or deleting it. Both go on in the mail that follows. */
import { useState } from 'react';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { PasswordField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AccountSettings.module.css';
import { failureWords } from './http.ts';
import { useAgent } from './use-session.ts';

const WAYS = {
  request_deactivation: {
    verb: 'Deactivate the account',
    lead: 'You are signed out everywhere, and nobody can sign in with it. For 30 days you can come back, with everything as it was; then the account is deleted.',
  },
  request_deletion: {
    verb: 'Delete the account',
    lead: 'Your profile, your photo and your access to every site go, for good. What you said in conversations stays there.',
  },
} as const;
type Way = keyof typeof WAYS;

export function Leave() {
  const [way, setWay] = useState<Way | null>(null);
  return (
    <Section
      title="Leave"
      hint="Either way you get a mail first, and nothing happens before you press the button behind its link."
    >
      {way ? (
        <Ask way={way} onDone={() => setWay(null)} />
      ) : (
        <div className={styles.line}>
          {(Object.keys(WAYS) as Way[]).map((each) => (
            <Button key={each} onClick={() => setWay(each)}>
              {WAYS[each].verb}…
            </Button>
          ))}
        </div>
      )}
    </Section>
  );
}

function Ask({ way, onDone }: { way: Way; onDone: () => void }) {
  const agent = useAgent();
  const { verb, lead } = WAYS[way];
  const [password, setPassword] = useState('');
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    await agent.call(way, { password });
    toasts.show('A mail with a link is on its way. It is good for an hour.');
    onDone();
  });
  const { password: wrong, ...others } = fields;
  const reason = Object.values(others)[0];
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <p>{lead}</p>
      <PasswordField
        label="Your password"
        autoComplete="current-password"
        required
        startHere
        maxLength={256}
        error={wrong}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {failure && !wrong ? (
        <Notice tone="red">
          {failureWords(failure)} {reason ? `(${reason})` : null}
        </Notice>
      ) : null}
      <div className={styles.line}>
        <Button type="submit" variant="danger" busy={busy}>
          {verb}
        </Button>
        <Button variant="quiet" onClick={onDone}>
          Cancel
        </Button>
      </div>
    </form>
  );
}
