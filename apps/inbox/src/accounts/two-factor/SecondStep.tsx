/** The second step of a sign-in, after the password. */
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Switch } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useSubmit } from '../../ui/use-submit.ts';
import styles from '../AccountPage.module.css';
import { AccountPage } from '../AccountPage.tsx';
import { failureWords } from '../http.ts';
import { CodeField, codeWords } from './CodeField.tsx';

interface SecondStepProps {
  /** Rejects where the code did not pass. */
  pass: (code: string, remember: boolean) => Promise<void>;
  onBack: () => void;
  /** False where a remembered browser would not spare the code. */
  canRemember?: boolean;
}

export function SecondStep({ pass, onBack, canRemember = true }: SecondStepProps) {
  const [code, setCode] = useState('');
  const [remember, setRemember] = useState(false);
  const submission = useSubmit(() => pass(code, remember));
  const { busy, failure, onSubmit } = submission;
  return (
    <AccountPage
      title="Second step"
      foot={
        <Button variant="quiet" onClick={onBack}>
          Back to the password
        </Button>
      }
    >
      <form className={styles.form} onSubmit={onSubmit}>
        <CodeField value={code} onChange={setCode} submission={submission} startHere />
        {canRemember ? (
          <Switch
            label="Remember this browser"
            hint="No code here for 30 days. Not where others sit too."
            checked={remember}
            onChange={setRemember}
          />
        ) : null}
        {failure && !codeWords(failure) ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <Button type="submit" variant="primary" busy={busy}>
          Sign in
        </Button>
      </form>
    </AccountPage>
  );
}
