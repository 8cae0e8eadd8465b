/** The small sign under a bubble: one tick for sent, two for delivered, two in colour for seen, each with its word. */
import { Check, CheckCheck } from 'lucide-react';
import { classNames } from '../ui/class-names.ts';
import { clockTime, fullTime } from '../ui/times.ts';
import styles from './MessageBubble.module.css';
import type { Receipt } from './receipts.ts';

export function Tick({ receipt: { state, at } }: { receipt: Receipt }) {
  return (
    <span className={classNames(styles.tick, state === 'seen' && styles.seen)}>
      {state === 'sent' ? <Check aria-hidden="true" /> : <CheckCheck aria-hidden="true" />}
      {state === 'sent' ? 'Sent' : state === 'delivered' ? 'Delivered' : 'Seen'}
      {at ? (
        <time dateTime={at} title={fullTime(at)}>
          {clockTime(at)}
        </time>
      ) : null}
    </span>
  );
}
