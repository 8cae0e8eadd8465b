/**
 * Turning two-step sign-in on, step by step. In a window of the settings, and as a page for whoever must before anything else.
 *
 *   password -> scan -> codes
 */
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { QrCode } from '../../ui/QrCode.tsx';
import { useSubmit } from '../../ui/use-submit.ts';
import { failureWords } from '../http.ts';
import { CodeField, codeWords } from './CodeField.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import styles from './TwoFactor.module.css';

export interface SetUpCalls {
  begin: (password: string) => Promise<{ secret: string; uri: string }>;
  confirm: (code: string) => Promise<{ recovery_codes: string[] }>;
}

interface SetUpStepsProps {
  calls: SetUpCalls;
  account: string;
  onDone: () => void;
}

export function SetUpSteps({ calls, account, onDone }: SetUpStepsProps) {
  const [begun, setBegun] = useState<{ secret: string; uri: string } | null>(null);
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) return <RecoveryCodes codes={codes} account={account} onDone={onDone} />;
  if (begun) {
    return <Scan {...begun} confirm={async (code) => setCodes((await calls.confirm(code)).recovery_codes)} />;
  }
  return <Password account={account} begin={async (password) => setBegun(await calls.begin(password))} />;
}

function Password({ account, begin }: { account: string; begin: (password: string) => Promise<void> }) {
  const [password, setPassword] = useState('');
  const { busy, failure, fields, onSubmit } = useSubmit(() => begin(password));
  return (
    <form className={styles.steps} onSubmit={onSubmit}>
      <p>
        You need an authenticator on your phone: Aegis, Google Authenticator, 1Password or any other. First, your
        password again, so that nobody else sets this up at your desk.
      </p>
      <OwnPassword account={account} error={fields.password} value={password} onChange={setPassword} />
      {failure && !fields.password ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <Button type="submit" variant="primary" busy={busy}>
        Go on
      </Button>
    </form>
  );
}

function Scan({ secret, uri, confirm }: { secret: string; uri: string; confirm: (code: string) => Promise<void> }) {
  const [code, setCode] = useState('');
  const submission = useSubmit(() => confirm(code));
  const { busy, failure, onSubmit } = submission;
  return (
    <form className={styles.steps} onSubmit={onSubmit}>
      <p>
        Scan this with the authenticator. On the phone itself{' '}
        <a href={uri} className={styles.link}>
          open it there
        </a>
        , and without a camera type the key.
      </p>
      <div className={styles.scan}>
        <QrCode text={uri} label="QR code for the authenticator. The same stands in words beside it." />
        <div className={styles.key}>
          <span className={styles.keyName}>Key</span>
          <code className={styles.secret}>{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
          <CopyButton text={secret} size="small">
            Copy the key
          </CopyButton>
        </div>
      </div>
      <CodeField value={code} onChange={setCode} submission={submission} startHere canRecover={false} />
      {failure && !codeWords(failure) ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <Button type="submit" variant="primary" busy={busy}>
        Turn it on
      </Button>
    </form>
  );
}
