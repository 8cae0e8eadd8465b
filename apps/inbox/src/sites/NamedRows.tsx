/** Things of a site that have a name, row by row: whoever may changes and deletes them here. */
import { type ReactNode, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { toasts } from '../ui/toasts.ts';
import styles from './NamedRows.module.css';

export const NamedRows = ({ label, children }: { label: string; children: ReactNode }) => (
  <ul className={styles.rows} aria-label={label}>
    {children}
  </ul>
);

interface NamedRowProps {
  /** What it is, within a sentence: "team". */
  kind: string;
  name: string;
  /** The name as it is shown, where that is more than words. */
  title?: ReactNode;
  about?: ReactNode;
  may: boolean;
  onEdit: () => void;
  /** What deleting it does to the rest. */
  warning: string;
  /** Before it is asked whether to delete it. */
  onAsk?: () => void;
  onDelete: () => Promise<void>;
  /** Between the words and the buttons. */
  children?: ReactNode;
}

export function NamedRow({
  kind,
  name,
  title = name,
  about,
  may,
  onEdit,
  warning,
  onAsk,
  onDelete,
  children,
}: NamedRowProps) {
  const [asking, setAsking] = useState(false);
  const remove = async () => {
    try {
      await onDelete();
    } catch (error) {
      throw new Error(failureWords(error));
    }
    toasts.show(`The ${kind} ${name} was deleted.`);
  };
  return (
    <li className={styles.row}>
      <div className={styles.what}>
        <p className={styles.name}>{title}</p>
        {about ? <p className={styles.about}>{about}</p> : null}
      </div>
      {children}
      {may ? (
        <div className={styles.deeds}>
          <Button size="small" aria-label={`Change ${name}`} onClick={onEdit}>
            Change
          </Button>
          <Button
            size="small"
            aria-label={`Delete ${name}`}
            onClick={() => {
              onAsk?.();
              setAsking(true);
            }}
          >
            Delete
          </Button>
        </div>
      ) : null}
      <ConfirmDialog
        open={asking}
        title={`Delete the ${kind} ${name}?`}
        verb={`Delete the ${kind}`}
        onConfirm={remove}
        onClose={() => setAsking(false)}
      >
        {warning}
      </ConfirmDialog>
    </li>
  );
}
