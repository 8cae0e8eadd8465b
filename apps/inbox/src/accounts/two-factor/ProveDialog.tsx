/** Asks for password and code before something about the second step changes. */
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useSubmit } from '../../ui/use-submit.ts';
import { failureWords } from '../http.ts';
import { CodeField, codeWords } from './CodeField.tsx';
import { OwnPassword } from './OwnPassword.tsx';
import { useOwn } from './own.ts';
import styles from './TwoFactor.module.css';

interface ProveDialogProps {
  title: string;
  children: ReactNode;
  /** The deed in a verb. */
  verb: string;
  danger?: boolean;
  deed: (proof: { password: string; code: string }) => Promise<void>;
  onClose: () => void;
}

export function ProveDialog({ title, children, verb, danger = false, deed, onClose }: ProveDialogProps) {
  const { account } = useOwn();
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submission = useSubmit(() => deed({ password, code }));
  const { busy, failure, fields, onSubmit } = submission;
  return (
    <Dialog open onClose={onClose} title={title}>
      <form className={styles.dialog} onSubmit={onSubmit}>
        <p>{children}</p>
        <OwnPassword account={account} error={fields.password} value={password} onChange={setPassword} />
        <CodeField value={code} onChange={setCode} submission={submission} />
        {failure && !fields.password && !codeWords(failure) ? (
          <Notice tone="red">{failureWords(failure)}</Notice>
        ) : null}
        <div className={styles.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant={danger ? 'danger' : 'primary'} busy={busy}>
            {verb}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
