/** The colleagues who look at the same conversation: their photos or initials, with names on demand and for screen readers. */
import type { AgentRoom } from '@parley/protocol';
import { useMe } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Queries } from '../shell/Queries.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import styles from './Lookers.module.css';

/** More are counted. */
const MOST = 3;

export function Lookers({ presence }: Pick<AgentRoom, 'presence'>) {
  const me = useMe();
  const others = presence?.agents.filter(({ id }) => id !== me.id) ?? [];
  if (others.length === 0) return null;
  return (
    <Queries>
      <Faces of={others} />
    </Queries>
  );
}

function Faces({ of }: { of: NonNullable<AgentRoom['presence']>['agents'] }) {
  const { data } = useCommand('list_agents', {});
  const photoOf = (id: string) => data?.agents.find((agent) => agent.id === id)?.photo;
  const rest = of.slice(MOST);
  return (
    <ul className={styles.lookers} aria-label="Also looking at this conversation">
      {of.slice(0, MOST).map(({ id, name }) => (
        <li key={id} data-tip={name}>
          <Avatar name={name} photo={photoOf(id)} />
          <span className="visually-hidden">{name}</span>
        </li>
      ))}
      {rest.length > 0 ? <li data-tip={rest.map(({ name }) => name).join('\n')}>+{rest.length}</li> : null}
    </ul>
  );
}
