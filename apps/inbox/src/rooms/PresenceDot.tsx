/** Whether the visitor is there: a dot in colour, hollow while it looks elsewhere, none once it has left; in words for who cannot see it. */
import type { AgentRoom } from '@parley/protocol';
import { classNames } from '../ui/class-names.ts';
import styles from './PresenceDot.module.css';

const WORDS = { here: 'Online', away: 'Away' };

export function PresenceDot({ presence }: Pick<AgentRoom, 'presence'>) {
  if (!presence || presence.visitor === 'gone') return null;
  const words = WORDS[presence.visitor];
  return (
    <span className={classNames(styles.dot, styles[presence.visitor])} title={words}>
      <span className="visually-hidden">, {words}</span>
    </span>
  );
}
