/** What the list of messages consists of: messages, unsent ones, days, the greeting and what is going on right now. */
import type { VisitorSession } from '@parley/client';
import type { Message } from '@parley/protocol';
import { strings } from '../strings.ts';
import { dayOf } from '../times.ts';
import type { Late } from './markdown.ts';

export type Tick = 'pending' | 'sent' | 'delivered' | 'read';

export interface Row {
  /** Stays the same while the row is the same thing; an unsent message keeps it when it is committed. */
  key: string;
  kind: 'day' | 'system' | 'typing' | 'visitor' | 'bot' | 'agent';
  text: string;
  author?: string;
  created?: string;
  /** The first of several by the same author carries the name, the last the time. */
  first?: boolean;
  last?: boolean;
  tick?: Tick;
  /** Why it was refused for good. */
  failure?: string;
  message?: Message;
  /** Draws what is more than words, once it is loaded. */
  late?: Late | undefined;
}

/** A greeting without these looks the same without Markdown; what is said may have more under it, and a refusal has. */
const MARKS = /[\n#&*+\-/<=>@[-\x60|~]/;
export const isMore = ({ kind, text, message, failure }: Row): boolean =>
  !!(failure || message?.change || (kind !== 'visitor' && (message || MARKS.test(text))));

/** Messages of one author further apart than this are told apart. */
const TOGETHER_MS = 300_000;

const together = (a: Row, b: Row) =>
  a.kind === b.kind &&
  (a.kind === 'visitor' || a.author === b.author) &&
  // An answer that is being written has no time yet.
  !(a.created && b.created && Date.parse(b.created) - Date.parse(a.created) > TOGETHER_MS);

/** In order, each with its place in its group. */
export function rowsOf({ timeline, unsent, live, config, positions, connection }: VisitorSession): Row[] {
  const rows: Row[] = [];
  let day: string | undefined;
  const add = (row: Row) => {
    const its = row.created && dayOf(row.created);
    if (its && its !== day) rows.push({ key: `day ${row.key}`, kind: 'day', text: its });
    day = its || day;
    rows.push(row);
  };
  if (config?.greeting && !timeline.hasOlder) {
    rows.push({ key: 'greeting', kind: 'bot', text: config.greeting, author: config.bot_name });
  }
  for (const message of timeline.messages) {
    const { role: kind, content: text, author, created, seq, client_id, target } = message;
    // Told by the message that it changed.
    if (target) continue;
    const row: Row = { key: client_id || `${seq}`, kind, text, author, created, message };
    if (message.event === 'person_requested') row.text = strings.asked;
    if (kind === 'visitor')
      row.tick = seq > positions.agentDelivered ? 'sent' : seq > positions.agentRead ? 'delivered' : 'read';
    add(row);
  }
  for (const { client_id: key, content: text, created, failure } of unsent) {
    const row: Row = { key, kind: 'visitor', text, created, tick: 'pending' };
    if (failure) row.failure = strings.failed(failure.message);
    add(row);
  }
  const { answer, typing } = live;
  if (answer) add({ key: answer.id, kind: 'bot', text: answer.text, author: answer.author });
  else for (const { author } of typing) add({ key: `typing ${author}`, kind: 'typing', text: '', author });
  // The greeting's place, until it is known.
  if (!config && !rows.length && !connection.state.reason) rows.push({ key: 'greeting', kind: 'bot', text: '' });
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    const after = rows[i + 1];
    row.first = !before || !together(before, row);
    row.last = !after || !together(row, after) || row.tick !== after.tick;
  }
  return rows;
}
