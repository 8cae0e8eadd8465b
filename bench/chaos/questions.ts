/**
 * Watches how long visitors wait for the bot while a room is the bot's; by the conductor's own clock, since nodes' may be
 * wrong. It stands still while no node is there that runs: nobody can answer then.
 */
import type { Installation } from './installation.ts';
import type { Journal } from './journal.ts';

interface Looked {
  readonly room: string;
  readonly last: number | null;
  readonly answered: number | null;
}

/** For each room of the bot: the last question, and the place up to which was answered (turn.ts: a bot's answer is named after its question). */
const LOOK = `
  select s.slug || ' ' || r.key as room, v.seq as last, a.upto as answered
  from rooms r join sites s on s.id = r.site_id
  left join lateral (
    select seq, id from messages m where m.site_id = r.site_id and m.room_id = r.id and m.role = 'visitor'
    order by seq desc limit 1) v on true
  left join lateral (
    select case when m.role = 'bot' then coalesce(
        (select q.seq from messages q where q.site_id = m.site_id and q.room_id = m.room_id and m.client_id = 'bot:' || q.id), m.seq)
      else m.seq end as upto
    from messages m where m.site_id = r.site_id and m.room_id = r.id and m.role in ('bot', 'agent')
    order by m.seq desc limit 1) a on true
  where r.owner_kind = 'bot' and r.status = 'open'`;

export class Questions {
  readonly #open = new Map<string, { seq: number; since: number }[]>();
  readonly #on: Installation;
  readonly #write: Journal;
  #passed = 0;
  #lookedAt = performance.now();
  longestMs = 0;

  constructor(on: Installation, write: Journal) {
    this.#on = on;
    this.#write = write;
  }

  get open(): number {
    return [...this.#open.values()].reduce((sum, { length }) => sum + length, 0);
  }

  async look(): Promise<void> {
    const rows = await this.#on.query<Looked>(LOOK);
    const now = this.#now();
    const held = new Set(rows.map(({ room }) => room));
    // Handed over, or closed: nobody waits for the bot.
    for (const [room, open] of this.#open) if (!held.has(room)) this.#done(room, open, now);
    for (const { room, last, answered } of rows) {
      const open = this.#open.get(room) ?? [];
      const upTo = answered ?? 0;
      this.#done(
        room,
        open.filter(({ seq }) => seq <= upTo),
        now,
      );
      const left = open.filter(({ seq }) => seq > upTo);
      if (last !== null && last > upTo && last !== left.at(-1)?.seq) left.push({ seq: last, since: now });
      if (left.length > 0) this.#open.set(room, left);
      else this.#open.delete(room);
    }
  }

  /** What nobody has answered at the end. */
  end(): void {
    for (const [room, open] of this.#open) this.#done(room, open, this.#now(), true);
  }

  /** The time since the last look counts if a node runs now. */
  #now(): number {
    const now = performance.now();
    if (this.#on.nodes.some(({ answers }) => answers)) this.#passed += now - this.#lookedAt;
    this.#lookedAt = now;
    return this.#passed;
  }

  #done(room: string, questions: readonly { seq: number; since: number }[], now: number, open = false): void {
    this.#open.delete(room);
    for (const { seq, since } of questions) {
      const ms = now - since;
      this.longestMs = Math.max(this.longestMs, ms);
      this.#write({ e: 'waited', room, seq, ms, open });
    }
  }
}
