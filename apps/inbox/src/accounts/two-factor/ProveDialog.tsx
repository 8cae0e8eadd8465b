/** Asks for password and code before something about the second step changes. */
import { type ReactNode, useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { PasswordField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useSubmit } from '../../ui/use-submit.ts';
import { failureWords } from '../http.ts';
import { CodeField, codeWords } from './CodeField.tsx';
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
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const submission = useSubmit(() => deed({ password, code }));
  const { busy, failure, fields, onSubmit } = submission;
  return (
    <Dialog open onClose={onClose} title={title}>
      <form className={styles.dialog} onSubmit={onSubmit}>
        <p>{children}</p>
        <PasswordField
          label="Password"
          name="password"
          autoComplete="current-password"
          required
          startHere
          maxLength={256}
          error={fields.password && `The password ${fields.password}.`}
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
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
