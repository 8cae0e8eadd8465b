/** Tabs of one browser in memory: their locks, their channels and what they keep. A tab can die, freeze and be refused storage. */

import type { Unsent } from '../outbox.ts';
import type { TabMessage } from '../tab-group.ts';
import { joinGroup } from '../tab-group.ts';
import type { TabsBrowser } from '../tabs.ts';
import type { UnsentStore } from '../unsent-store.ts';

interface Waiting {
  tab: FakeTab;
  run: (lock: Lock | null) => unknown;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
}
type Listener = ((event: { data: unknown }) => void) | null;

export class FakeBrowser {
  readonly kept = new Map<string, Unsent>();
  readonly channels = new Set<{ tab: FakeTab; onmessage: Listener; inbox: unknown[] }>();
  held: Waiting | null = null;
  queue: Waiting[] = [];

  open(): FakeTab {
    return new FakeTab(this);
  }

  take(waiting: Waiting): void {
    this.held = waiting;
    void Promise.resolve(waiting.run({} as Lock)).then((value) => {
      waiting.resolve(value);
      this.free(waiting);
    });
  }

  free(waiting: Waiting): void {
    if (this.held !== waiting) return;
    this.held = null;
    const next = this.queue.shift();
    if (next) this.take(next);
  }
}

export class FakeTab {
  /** Storage is refused. */
  refused = false;
  #frozen = false;
  #held: (() => void)[] = [];
  #dead = false;
  #browser: FakeBrowser;

  constructor(browser: FakeBrowser) {
    this.#browser = browser;
  }

  get dead(): boolean {
    return this.#dead;
  }

  /** What is posted to it waits until it thaws, and what it would have posted itself. */
  set frozen(frozen: boolean) {
    this.#frozen = frozen;
    if (frozen) return;
    for (const post of this.#held.splice(0)) post();
    for (const channel of this.#browser.channels) this.#deliver(channel);
  }

  get frozen(): boolean {
    return this.#frozen;
  }

  /** The process is gone: its lock is free, its channel silent, nothing of it is ever heard again. */
  die(): void {
    const browser = this.#browser;
    this.#dead = true;
    for (const channel of browser.channels) if (channel.tab === this) browser.channels.delete(channel);
    browser.queue = browser.queue.filter(({ tab }) => tab !== this);
    if (browser.held?.tab === this) browser.free(browser.held);
  }

  readonly store: UnsentStore = {
    all: async () => (this.refused ? Promise.reject(new Error('refused')) : [...this.#browser.kept.values()]),
    put: async (message) => {
      await Promise.resolve();
      if (this.refused) throw new Error('refused');
      if (!this.#dead) this.#browser.kept.set(message.client_id, structuredClone(message));
    },
    delete: async (clientId) => {
      if (!this.#dead && !this.refused) this.#browser.kept.delete(clientId);
    },
  };

  readonly tabs: TabsBrowser = {
    load: async () => ({ joinGroup }),
    locks: { request: ((...args: unknown[]) => this.#request(args)) as LockManager['request'] },
    channel: () => {
      const browser = this.#browser;
      const channel = {
        tab: this as FakeTab,
        onmessage: null as Listener,
        inbox: [] as unknown[],
        postMessage: (message: TabMessage) => {
          if (this.#dead) return;
          if (this.#frozen) return void this.#held.push(() => channel.postMessage(message));
          for (const other of browser.channels) {
            if (other === channel) continue;
            other.inbox.push(structuredClone(message));
            other.tab.#deliver(other);
          }
        },
        close: () => void browser.channels.delete(channel),
      };
      browser.channels.add(channel);
      return channel as unknown as ReturnType<TabsBrowser['channel']>;
    },
  };

  #deliver(channel: { tab: FakeTab; onmessage: Listener; inbox: unknown[] }): void {
    void Promise.resolve().then(() => {
      if (channel.tab.#dead || channel.tab.#frozen) return;
      for (const data of channel.inbox.splice(0)) channel.onmessage?.({ data });
    });
  }

  #request([, options, run]: unknown[]): Promise<unknown> {
    const { ifAvailable, steal, signal } = options as LockOptions;
    const browser = this.#browser;
    return new Promise((resolve, reject) => {
      const waiting: Waiting = { tab: this, run: run as Waiting['run'], resolve, reject };
      if (steal) {
        const before = browser.held;
        browser.take(waiting);
        before?.reject(new DOMException('stolen', 'AbortError'));
      } else {
        void Promise.resolve().then(() => {
          if (!browser.held) browser.take(waiting);
          else if (ifAvailable) resolve(waiting.run(null));
          else browser.queue.push(waiting);
        });
      }
      signal?.addEventListener('abort', () => {
        browser.queue = browser.queue.filter((other) => other !== waiting);
        reject(new DOMException('aborted', 'AbortError'));
      });
    });
  }
}
