/** What the list of messages consists of: messages, unsent ones, days, the greeting and what is going on right now. */
import type { VisitorSession } from '@parley/client';
import type { Message } from '@parley/protocol';
import { dayOf } from '../times.ts';

export type Tick = 'pending' | 'sent' | 'read';

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
  failure?: string;
  clientId?: string;
  message?: Message;
}

/** Messages of one author further apart than this are told apart. */
const TOGETHER_MS = 300_000;

const together = (a: Row, b: Row) =>
  a.kind === b.kind &&
  (a.kind === 'visitor' || a.author === b.author) &&
  // An answer that is being written has no time yet.
  !(a.created && b.created && Date.parse(b.created) - Date.parse(a.created) > TOGETHER_MS);

/** In order, each with its place in its group. */
export function rowsOf({ timeline, unsent, live, config, agentRead, failureOf }: Source): Row[] {
  const rows: Row[] = [];
  let day = '';
  const add = (row: Row) => {
    const today = row.created ? dayOf(row.created) : day;
    if (today !== day) rows.push({ key: `day ${row.key}`, kind: 'day', text: (day = today) });
    rows.push(row);
  };
  if (config?.greeting && !timeline.hasOlder) {
    rows.push({ key: 'greeting', kind: 'bot', text: config.greeting, author: config.bot_name });
  }
  for (const message of timeline.messages) {
    const { role: kind, content: text, author, created, seq, client_id } = message;
    const tick = kind === 'visitor' ? { tick: (seq > agentRead ? 'sent' : 'read') as Tick } : {};
    add({ key: client_id || `${seq}`, kind, text, author, created, message, ...tick });
  }
  for (const { client_id, content: text, created, failure } of unsent) {
    const failed = failure ? { failure: failureOf(failure.code) } : {};
    add({ key: client_id, kind: 'visitor', text, created, tick: 'pending', clientId: client_id, ...failed });
  }
  if (live.answer) rows.push({ key: live.answer.id, kind: 'bot', text: live.answer.text, author: live.answer.author });
  else {
    for (const { author, role } of live.typing) rows.push({ key: `${role} ${author}`, kind: 'typing', text: '', author });
  }
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    const after = rows[i + 1];
    row.first = !before || !together(before, row);
    row.last = !after || !together(row, after) || row.tick !== after.tick;
  }
  return rows;
}

interface Source extends Pick<VisitorSession, 'timeline' | 'unsent' | 'live' | 'config' | 'agentRead'> {
  failureOf: (code: string) => string;
}
