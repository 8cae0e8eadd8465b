/** A form in a window: its fields, why the server would not have it, and the two ways out. */
import type { ReactNode } from 'react';
import { failureWords } from '../accounts/http.ts';
import { Button } from '../ui/Button.tsx';
import dialog from '../ui/Dialog.module.css';
import { Notice } from '../ui/Notice.tsx';
import type { Submission } from '../ui/use-submit.ts';
import styles from './DialogForm.module.css';

interface DialogFormProps {
  submission: Submission;
  /** What submitting does: "Make the team". */
  verb: string;
  onClose: () => void;
  /** Each shows what `submission.fields` says of it. */
  children: ReactNode;
}

export function DialogForm({
  submission: { busy, failure, fields, onSubmit },
  verb,
  onClose,
  children,
}: DialogFormProps) {
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      {children}
      {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <div className={dialog.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="primary" busy={busy}>
          {verb}
        </Button>
      </div>
    </form>
  );
}
