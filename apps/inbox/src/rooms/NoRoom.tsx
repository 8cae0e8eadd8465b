/** Beside the list while no conversation is open: how to open one. */
import { MessagesSquare } from 'lucide-react';
import { EmptyState } from '../ui/EmptyState.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './InboxScreen.module.css';

export function NoRoom() {
  return (
    <main className={styles.nothing}>
      <EmptyState icon={<MessagesSquare />} title="No conversation is open">
        Choose one from the list, or move with <Kbd>j</Kbd> <Kbd>k</Kbd> and open with <Kbd>Enter</Kbd>. All keys:{' '}
        <Kbd>?</Kbd>
      </EmptyState>
    </main>
  );
}
