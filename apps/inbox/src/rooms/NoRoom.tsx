/** Beside the list while no conversation is open: how to open one. */
import { MessagesSquare } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './InboxScreen.module.css';

export function NoRoom() {
  return (
    <div className={styles.nothing}>
      <EmptyState icon={<MessagesSquare />} title="No conversation is open">
        Choose one from the list, or move with{' '}
        <span className={styles.together}>
          <Kbd>j</Kbd> <Kbd>k</Kbd>
        </span>{' '}
        and open with <Kbd>Enter</Kbd>. All keys: <Kbd>?</Kbd>
      </EmptyState>
    </div>
  );
}
