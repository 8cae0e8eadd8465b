/** What clients and the conductor write down while it happens: JSON lines, appended at once, one file a process. */
import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** `c` names a client: v12 a visitor, a3 an agent. `id` is a client_id. */
export type Entry =
  /** Whose this client is: a visitor's key; empty for agents. */
  | { e: 'is'; c: string; site: string; key: string }
  /** Handed to the outbox; `room` is empty for the visitor's own. */
  | { e: 'wrote'; c: string; room: string; id: string }
  | { e: 'sent'; c: string; id: string }
  | { e: 'acknowledged'; c: string; id: string; room: string; seq: number }
  | { e: 'refused'; c: string; id: string; code: string; retry: boolean }
  /** The first frame that told this client anything of a room. */
  | { e: 'heard'; c: string; room: string; command: string }
  /** The list as it was shown. `digest` is of seq, id and content. */
  | { e: 'list'; c: string; room: string; from: number; to: number; count: number; digest: string; last: boolean }
  /** What was shown of an answer in the making; `answer` is the client_id of what it becomes. */
  | { e: 'grown'; c: string; room: string; answer: string; text: string }
  | { e: 'ended'; c: string; room: string; answer: string; reason: string }
  /** A label put on (`on`) or taken off, and when, by the clock of all agents; without `done` nobody knows whether. */
  | { e: 'labelled'; c: string; room: string; label: string; on: boolean; from: number; to: number; done: boolean }
  /** At the very end, of a room that an agent shows: whose it is, and what it bears (`stateOf`). */
  | { e: 'room'; c: string; room: string; version: number; state: string }
  /** Not where it should be when all should have settled. */
  | { e: 'late'; c: string; ms: number; lacks: string }
  /** At the very end. */
  | { e: 'end'; c: string; status: string; unsent: string[] }
  /** The rooms' heads that every reader must have reached at the end, and the versions that every agent must. */
  | { e: 'heads'; heads: Record<string, number>; versions: Record<string, number> }
  | { e: 'fault'; kind: string; node: number; ms: number }
  | { e: 'waited'; room: string; seq: number; ms: number; open: boolean }
  | { e: 'sample'; node: number; rssMib: number; lagMs: number }
  | { e: 'left'; node: number; how: string };

export type Journal = (entry: Entry) => void;

export function openJournal(folder: string, name: string): { write: Journal; close: () => Promise<void> } {
  const file = createWriteStream(join(folder, `${name}.jsonl`), { flags: 'a' });
  return {
    write: (entry) => void file.write(`${JSON.stringify({ t: Date.now(), ...entry })}\n`),
    close: () => new Promise((resolve) => file.end(() => resolve())),
  };
}

/** All entries of a folder, each file's in their order. */
export async function readJournals(folder: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of readdirSync(folder).filter((file) => file.endsWith('.jsonl'))) {
    const lines = createInterface({ input: createReadStream(join(folder, name)) });
    for await (const line of lines) entries.push(JSON.parse(line) as Entry);
  }
  return entries;
}

/** Of a room, all that its agents must agree about. */
export const stateOf = (owner: string, ownerId: string | null, status: string, labels: readonly string[]): string =>
  [owner, ownerId ?? '', status, ...labels.toSorted()].join(' ');

export function digestOf(messages: readonly { seq: number; id: string; content: string }[]): string {
  const hash = createHash('sha1');
  for (const { seq, id, content } of messages) hash.update(`${seq}\0${id}\0${content}\0`);
  return hash.digest('base64url');
}
