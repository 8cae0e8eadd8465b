/**
 * Whether this tab is alone. The one that gets the lock connects; as soon as a second one is heard of, both load what lets one
 * connection serve all of them. A browser without locks or channels, or a page that may not use them, connects by itself: nothing
 * else depends on tabs knowing of each other.
 */
import type { Connection } from './connection.ts';
import type { Outbox } from './outbox.ts';
import { pageSignals } from './signals.ts';
import type { Group, GroupOptions, TabMessage } from './tab-group.ts';

export interface TabsOptions {
  /** The same for tabs of one person at one site, and for nobody else. */
  name: string;
  connection: Connection;
  outbox: Outbox;
  /** What a tab has to know beside the frames, and the way to take it over. */
  share?: () => unknown;
  adopt?: (about: never) => void;
  /** True: this tab connects itself, whoever held the connection before. */
  steal?: boolean;
  /** By default the page's; null where tabs are not to know of each other. */
  browser?: TabsBrowser | null | undefined;
}

export interface TabsBrowser {
  locks: Pick<LockManager, 'request'>;
  channel: (name: string) => Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'>;
  /** Resolves with the part that is needed when a second tab is there. */
  load: () => Promise<{ joinGroup: (options: GroupOptions) => Group }>;
}

/** Only in a page: a program's sessions are each their own. */
const page = (): TabsBrowser | null =>
  pageSignals && navigator.locks && globalThis.BroadcastChannel
    ? { locks: navigator.locks, channel: (name) => new BroadcastChannel(name), load: () => import('./tab-group.ts') }
    : null;

export class Tabs {
  #options: TabsOptions;
  #here: GroupOptions | undefined;
  #group: Promise<Group | undefined> | undefined;

  constructor(options: TabsOptions) {
    this.#options = options;
  }

  /** Connects, here or through another tab. Twice is once. */
  start(): void {
    const { name, connection, steal, browser = page() } = this.#options;
    if (!browser) return connection.start();
    if (this.#here) return;
    const { locks } = browser;
    const channel = browser.channel(name);
    const here: GroupOptions = { ...this.#options, locks, channel, leads: false, early: [], release() {} };
    this.#here = here;
    const alone = () => {
      if (this.#here === here) connection.start();
    };
    const join = () => {
      this.#group ??= browser
        .load()
        .then(({ joinGroup }) => (this.#here === here ? joinGroup(here) : undefined))
        .catch(alone as () => undefined);
    };
    channel.onmessage = ({ data }) => {
      here.early.push(data as TabMessage);
      if (here.leads) join();
    };
    locks
      .request(name, steal ? { steal } : { ifAvailable: true }, (lock) => {
        if (this.#here !== here) return;
        if (!lock) return join();
        here.leads = true;
        alone();
        return new Promise<void>((resolve) => {
          here.release = resolve;
        });
      })
      .catch(() => {
        // Locks are not allowed here; or a tab that thought this one dead has taken the lock.
        if (!here.leads) return alone();
        here.leads = false;
        join();
        void this.#group?.then((group) => group?.follow());
      });
  }

  stop(): void {
    void this.#group?.then((group) => group?.leave());
    this.#here?.release();
    this.#here?.channel.close();
    this.#here = this.#group = undefined;
  }

  /** Reaches the other tabs, if there are any. */
  tell(message: TabMessage): void {
    if (this.#group) this.#here?.channel.postMessage(message);
  }
}
