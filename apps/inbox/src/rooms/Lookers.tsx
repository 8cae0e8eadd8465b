/** The colleagues who look at the same conversation: their initials, with names on demand and for screen readers. */
import type { AgentRoom } from '@parley/protocol';
import { useMe } from '../accounts/use-session.ts';
import { Avatar } from '../ui/Avatar.tsx';
import styles from './Lookers.module.css';

/** More are counted. */
const MOST = 3;

export function Lookers({ presence }: Pick<AgentRoom, 'presence'>) {
  const me = useMe();
  const others = presence?.agents.filter(({ id }) => id !== me.id) ?? [];
  if (others.length === 0) return null;
  const rest = others.slice(MOST);
  return (
    <ul className={styles.lookers} aria-label="Also looking at this conversation">
      {others.slice(0, MOST).map(({ id, name }) => (
        <li key={id} data-tip={name}>
          <Avatar name={name} />
          <span className="visually-hidden">{name}</span>
        </li>
      ))}
      {rest.length > 0 ? <li data-tip={rest.map(({ name }) => name).join('\n')}>+{rest.length}</li> : null}
    </ul>
  );
}
