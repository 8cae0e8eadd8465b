/** The labels of a conversation beside it: each with who put it on, a way to take it off, and a way to put on more. */
import type { AgentRoom } from '@parley/protocol';
import { Bot, Plus, X } from 'lucide-react';
import { Button } from '../ui/Button.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import styles from './LabelFact.module.css';
import { LabelName } from './LabelName.tsx';
import { useLabelRoom } from './use-label-room.ts';
import { type Borne, useBorne } from './use-labels.ts';

export function LabelFact({ room, onLabel }: { room: AgentRoom; onLabel: () => void }) {
  const borne = useBorne(room);
  const { change, tell } = useLabelRoom(room.room);
  const takeOff = (label: Borne) =>
    change({ remove: [label] }).then(
      () => tell({ remove: [label] }),
      (error: Error) => toasts.show(error.message, { tone: 'failure' }),
    );
  return (
    <div className={styles.labels}>
      {borne.length > 0 ? (
        <ul className={styles.list} aria-label="Labels">
          {borne.map((label) => (
            <Row key={label.id} label={label} onTakeOff={() => void takeOff(label)} />
          ))}
        </ul>
      ) : null}
      <Button size="small" variant="quiet" shortcut="l" className={styles.add} onClick={onLabel}>
        <Plus aria-hidden="true" /> {borne.length > 0 ? 'Change' : 'Add a label'}
      </Button>
    </div>
  );
}

function Row({ label: { name, color, on }, onTakeOff }: { label: Borne; onTakeOff: () => void }) {
  useNow();
  return (
    <li className={styles.label} title={[on.by_bot ? 'The bot' : on.by, fullTime(on.at)].filter(Boolean).join(', ')}>
      <LabelName color={color} name={name} />
      {on.by_bot ? (
        <span className={styles.bot}>
          <Bot aria-hidden="true" />
          <span className="visually-hidden"> put on by the bot</span>
        </span>
      ) : null}
      <button type="button" className={styles.off} aria-label={`Take off ${name}`} onClick={onTakeOff}>
        <X aria-hidden="true" />
      </button>
    </li>
  );
}
