/** Where messages will be: grey bubbles while they load, a sentence when there are none. */
import { EmptyState } from '../ui/EmptyState.tsx';
import { Bone, Skeleton } from '../ui/Skeleton.tsx';
import styles from './ConversationSkeleton.module.css';

export function ConversationSkeleton({ empty }: { empty: boolean }) {
  if (empty)
    return <EmptyState title="Nothing was said yet">The visitor opened the chat and has not written.</EmptyState>;
  return (
    <div className={styles.place}>
      <Skeleton label="Loading the messages">
        <div className={styles.bubbles}>
          <Bone width="46%" height={40} />
          <Bone width="58%" height={72} />
          <Bone width="30%" height={40} />
          <Bone width="52%" height={56} />
        </div>
      </Skeleton>
    </div>
  );
}
