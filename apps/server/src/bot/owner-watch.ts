/**
 * Whether rooms are still the bot's while it answers in them: one ear and one look for all answers of this program, however many
 * there are.
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import { apart } from '../core/log-context.ts';
import { OWNER_CHANGED, type OwnerChangedNote } from '../rooms/events.ts';
import type { RoomTurn } from './turn.ts';

/** The bus is a hint: the owner is looked up as well. */
const LOOK_MS = 2_000;

interface Watched {
  readonly turn: RoomTurn;
  readonly lost: () => void;
}

const KEY = Symbol('rooms in which the bot answers');
const watchesOf = (core: Core): OwnerWatch => core.state.get(KEY, () => new OwnerWatch(core));

/** Calls `lost` once the room has another owner, or is closed; the returned function ends it. */
export const watchOwner = (core: Core, turn: RoomTurn, lost: () => void): (() => void) =>
  watchesOf(core).add({ turn, lost });

class OwnerWatch {
  readonly #core: Core;
  readonly #all = new Set<Watched>();
  #timer: NodeJS.Timeout | undefined;

  constructor(core: Core) {
    this.#core = core;
    core.bus.subscribe(({ note }) => {
      if (note?.name !== OWNER_CHANGED || this.#all.size === 0) return;
      const { roomId, generation } = note.data as OwnerChangedNote;
      for (const { turn, lost } of this.#all) if (turn.roomId === roomId && turn.generation !== generation) lost();
    });
  }

  add(watched: Watched): () => void {
    this.#all.add(watched);
    const unfollow = this.#core.bus.follow(watched.turn.place.siteId);
    this.#timer ??= apart(() =>
      setInterval(() => {
        // The append will find out; a lost connection is no reason to stop.
        this.#look().catch(() => undefined);
      }, LOOK_MS),
    );
    return () => {
      unfollow();
      this.#all.delete(watched);
      if (this.#all.size > 0) return;
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }

  async #look(): Promise<void> {
    const all = [...this.#all];
    const turns = all.map(({ turn: { place, roomId, generation } }) => ({ site: place.siteId, roomId, generation }));
    const { rows } = await sql<{ n: number }>`
      select t.n::int from unnest(${turns.map(({ site }) => site)}::uuid[], ${turns.map(({ roomId }) => roomId)}::uuid[],
        ${turns.map(({ generation }) => generation)}::int[]) with ordinality as t(site_id, id, generation, n)
      join rooms r on r.site_id = t.site_id and r.id = t.id and r.owner_generation = t.generation
      where r.status = 'open'`.execute(this.#core.db);
    const ours = new Set(rows.map(({ n }) => n - 1));
    for (const [n, { lost }] of all.entries()) if (!ours.has(n)) lost();
  }
}
