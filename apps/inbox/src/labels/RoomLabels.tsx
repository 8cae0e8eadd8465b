/** The labels of a conversation in one line: the first few, and how many more there are. Nothing where it bears none. */
import type { AgentRoom } from '@parley/protocol';
import { LabelName } from './LabelName.tsx';
import styles from './RoomLabels.module.css';
import { useBorne } from './use-labels.ts';

export function RoomLabels({ room, most }: { room: AgentRoom; most: number }) {
  const borne = useBorne(room);
  if (borne.length === 0) return null;
  const more = borne.slice(most);
  return (
    <span className={styles.labels}>
      <span className="visually-hidden">Labels: {borne.map(({ name }) => name).join(', ')}</span>
      {borne.slice(0, most).map(({ id, name, color }) => (
        <span key={id} className={styles.label} aria-hidden="true">
          <LabelName color={color} name={name} />
        </span>
      ))}
      {more.length > 0 ? (
        <span className={styles.more} aria-hidden="true" title={more.map(({ name }) => name).join(', ')}>
          +{more.length}
        </span>
      ) : null}
    </span>
  );
}
