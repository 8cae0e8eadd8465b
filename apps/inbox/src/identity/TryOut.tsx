/** An identity from somebody's page: what it says, or why it does not count. Trying it out does not use it up. */
import type { CommandResult } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { TextArea } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { fullTime } from '../ui/times.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './IdentitySettings.module.css';

export function TryOut() {
  const agent = useAgent();
  const [text, setText] = useState('');
  const [found, setFound] = useState<CommandResult<'check_identity'>>();
  const { busy, failure, onSubmit, forget } = useSubmit(async () => {
    setFound(undefined);
    setFound(await agent.call('check_identity', { identity: text }));
  });
  return (
    <Section title="Try one out" hint="Paste what your server has signed. It is not used up by that.">
      <form className={styles.form} onSubmit={onSubmit}>
        <TextArea
          label="A signed identity"
          rows={4}
          maxLength={4_096}
          required
          spellCheck={false}
          autoComplete="off"
          value={text}
          onChange={(event) => {
            setText(event.target.value);
            setFound(undefined);
            forget();
          }}
        />
        <Button type="submit" busy={busy} blocked={text.trim() ? undefined : 'Paste one first'}>
          Check
        </Button>
        {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        {found ? <Verdict found={found} /> : null}
      </form>
    </Section>
  );
}

function Verdict({ found }: { found: CommandResult<'check_identity'> }) {
  const { problem, user_id, name, email, expires } = found;
  const says = { User: user_id, Name: name, Email: email, 'Good until': expires && fullTime(expires) };
  return (
    <Notice tone={problem ? 'red' : 'green'}>
      <p>{problem ? `It does not count: ${problem}.` : 'It counts.'}</p>
      {user_id ? (
        <dl className={styles.says}>
          {Object.entries(says).map(([label, value]) => (
            <Fact key={label} label={label} value={value} />
          ))}
        </dl>
      ) : null}
    </Notice>
  );
}

const Fact = ({ label, value }: { label: string; value: string | null }) => (
  <>
    <dt>{label}</dt>
    <dd>{value ?? 'none'}</dd>
  </>
);
