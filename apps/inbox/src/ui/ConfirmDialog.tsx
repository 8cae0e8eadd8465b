/** Asks before something that cannot be undone. Stays open with the reason when the deed failed. */
import { useState } from 'react';
import { Button } from './Button.tsx';
import styles from './Dialog.module.css';
import { Dialog } from './Dialog.tsx';
import { Notice } from './Notice.tsx';

export interface ConfirmDialogProps {
  open: boolean;
  title: string;
  children: string;
  /** The deed in a verb: "Delete the answer". */
  verb: string;
  /** Rejects with a sentence for the person when it failed. */
  onConfirm: () => Promise<void> | void;
  onClose: () => void;
}

export function ConfirmDialog({ open, title, children, verb, onConfirm, onClose }: ConfirmDialogProps) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
      onClose();
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onClose={onClose} title={title}>
      <div className={styles.body}>
        <p>{children}</p>
        {failure ? <Notice tone="red">{failure}</Notice> : null}
        <div className={styles.foot}>
          <Button onClick={onClose}>Cancel</Button>
          <Button variant="danger" busy={busy} onClick={confirm}>
            {verb}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
