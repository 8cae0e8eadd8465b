/** One tab of a visitor, with the real client: it writes, reloads, dies and comes back; what its browser keeps outlives it. */
import { type postJson, systemClock, VisitorSession } from '@parley/client';
import type { FakeBrowser, FakeTab } from '@parley/client/testing';
import type { Standing } from './crowd-order.ts';
import { digestOf, type Journal } from './journal.ts';
import type { Random } from './random.ts';
import { tapFor } from './tapped-socket.ts';
import { unsentIn } from './unsent-in.ts';

export interface TabOptions {
  readonly c: string;
  readonly address: string;
  readonly base: string;
  readonly site: string;
  readonly random: Random;
  readonly write: Journal;
  /** The visitor's own: what it keeps, and how its tabs know of each other. */
  readonly kept: Map<string, string>;
  readonly browser: FakeBrowser;
  /** Where each of its tabs hears that it is turned to. */
  readonly hearing: Set<EventTarget>;
  readonly alone: boolean;
  readonly post: typeof postJson;
}

const LONGEST_AWAY_MS = 2_000;

export class ChaosTab {
  readonly c: string;
  session: VisitorSession;
  readonly #options: TabOptions;
  readonly #tap: ReturnType<typeof tapFor>;
  #tab: FakeTab;
  #signals = new EventTarget();
  #shown: unknown;

  constructor(options: TabOptions) {
    this.#options = options;
    this.c = options.c;
    this.#tap = tapFor(options.c, options.address, options.write);
    this.#tab = options.browser.open();
    this.session = this.#open();
  }

  standing(own: string): Standing {
    const { connection, unsent, timeline } = this.session;
    return {
      c: this.c,
      online: connection.state.status === 'online',
      unsent: unsent.length,
      own,
      rooms: own && timeline.last ? { [own]: timeline.last } : {},
      versions: {},
    };
  }

  say(content: string): void {
    const known = new Set(this.session.unsent.map(({ client_id }) => client_id));
    this.session.send(content);
    for (const { client_id: id } of this.session.unsent)
      if (!known.has(id)) this.#options.write({ e: 'wrote', c: this.c, room: '', id });
  }

  /** Writes down what is shown now. */
  show(last = false): void {
    const { messages } = this.session.timeline;
    const [first] = messages;
    if (!first || (messages === this.#shown && !last)) return;
    this.#shown = messages;
    this.#options.write({
      e: 'list',
      c: this.c,
      room: first.room,
      from: first.seq,
      to: this.session.timeline.last,
      count: messages.length,
      digest: digestOf(messages),
      last,
    });
  }

  /** A reload ends in order; a killed tab says nothing to anybody. */
  comeBack(killed: boolean): void {
    if (killed) {
      this.#tab.die();
      this.#tap.die();
    }
    this.session.stop();
    this.#tab.die();
    this.#tab = this.#options.browser.open();
    this.session = this.#open();
  }

  end(): void {
    this.show(true);
    const { connection, unsent } = this.session;
    const ids = unsent.map(({ client_id }) => client_id);
    this.#options.write({ e: 'end', c: this.c, status: connection.state.status, unsent: ids });
    this.session.stop();
  }

  #open(): VisitorSession {
    const { base, site, random, kept, post, alone, hearing } = this.#options;
    const signals = new EventTarget();
    hearing.delete(this.#signals);
    hearing.add(signals);
    this.#signals = signals;
    const session = new VisitorSession({
      base,
      slug: site,
      signals,
      clock: { ...systemClock, random },
      WebSocket: this.#tap.Socket,
      post,
      storage: {
        get: (key) => kept.get(key) ?? null,
        set: (key, value) => {
          kept.set(key, value);
          // Turned to at some later moment.
          for (const other of hearing)
            if (other !== signals)
              setTimeout(() => other.dispatchEvent(new Event('focus')), random() * LONGEST_AWAY_MS);
        },
        delete: (key) => void kept.delete(key),
      },
      store: unsentIn(kept),
      browser: alone ? null : this.#tab.tabs,
    });
    session.start();
    return session;
  }
}
