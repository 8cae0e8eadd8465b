/**
 * The bus between nodes: Redis 7's sharded publish and subscribe, one Redis channel a site, so that a Redis Cluster spreads
 * them. This process is served from memory first. Redis may be away for any time: what cannot leave is dropped at once,
 * nobody waits, memory stays bounded, and readers on other nodes find out by their heartbeats.
 *
 *   connecting -> up -> (an error, or silence) -> down: waits, longer each time -> connecting ...      close() ends it
 */
import { createHash } from 'node:crypto';
import { createClient, createCluster } from '@redis/client';
import type { Logger } from 'pino';
import { type Announcement, type Bus, memoryBus } from './bus.ts';
import { announcementsIn, lineOf, packet, senderOf } from './bus-lines.ts';
import { uuidv7 } from './ids.ts';

/** Milliseconds until an attempt to connect has failed, between two signs of life, and without any until it counts as dead. */
const CONNECT_MS = 3_000;
const PING_MS = 4_000;
const SILENCE_MS = 10_000;
const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 5_000;
/** Characters that may wait for Redis. It takes them within milliseconds, or is in trouble. */
const MAX_WAITING = 8_388_608;
/** Characters of one publication: Redis drops a subscriber for which 8 MiB wait for long. */
const MAX_PACKET = 262_144;
/** Milliseconds that a site is still listened to after its last socket here: visitors go from page to page. */
const LINGER_MS = 30_000;
/** Milliseconds that a stopping node gives its last words. */
const LAST_WORDS_MS = 1_000;

export interface RedisBusOptions {
  readonly url: string;
  /** Installations that share a Redis hear only those of the same secret. */
  readonly secret: string;
  readonly log: Pick<Logger, 'warn' | 'info'>;
  /** Told the seconds from publishing to delivery, of what comes back to the node that said it: one clock measures both. */
  readonly onLag?: (seconds: number) => void;
}

/** Connects in the background, for ever; never throws and never blocks. */
export function redisBus({ url, secret, log, onLag }: RedisBusOptions): Bus {
  const local = memoryBus();
  const elsewhere = memoryBus();
  const node = uuidv7();
  const scope = createHash('sha256').update(`bus ${secret}`).digest('hex').slice(0, 8);
  const channelOf = (site: string | null) => `parley:${scope}:{${site ?? 'all'}}`;
  /** Site -> how many follow it; 0 lingers. */
  const follows = new Map<string, number>();
  const outgoing = new Map<string | null, string[]>();
  let link: Link | null = null;
  let waiting = 0;
  let dropped = 0;
  let attempt = 0;
  let warned = false;
  let closed = false;
  let flushing = false;
  let retry: NodeJS.Timeout | undefined;

  const hear = (site: string | null) => (text: string) => {
    const sender = senderOf(text);
    if (sender.node === node) return onLag?.((performance.now() - sender.at) / 1_000);
    try {
      for (const announcement of announcementsIn(text, site)) elsewhere.publish(announcement);
    } catch (error) {
      log.warn({ reason: (error as Error).message }, 'an announcement of another node was not understood');
    }
  };
  const listen = (to: Link, site: string | null) => to.subscribe(channelOf(site), hear(site));

  const lose = (lost: Link | null, error: unknown) => {
    if (closed || lost !== link) return;
    link = null;
    lost?.destroy();
    outgoing.clear();
    waiting = 0;
    if (!warned) log.warn({ reason: (error as Error).message }, 'Redis is away: other nodes hear of this one late');
    warned = true;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** attempt++);
    retry = setTimeout(connect, wait * (0.5 + Math.random() / 2));
  };

  const connect = async () => {
    let opened: Link | null = null;
    try {
      opened = await openLink(url, (error) => lose(opened, error));
      if (closed) return opened.destroy();
      link = opened;
      const to = opened;
      await Promise.all([null, ...follows.keys()].map((site) => listen(to, site)));
      // One that may listen and not speak counts as away.
      await to.publish(channelOf(null), packet(node, performance.now(), []));
      if (link !== to) return;
      if (warned) log.info({ dropped }, 'Redis is back');
      attempt = 0;
      dropped = 0;
      warned = false;
    } catch (error) {
      lose(opened, error);
    }
  };
  void connect();

  /** All that gathered during one turn of the event loop, or while Redis was busy, leaves together. */
  const flush = () => {
    flushing = false;
    for (const [site, lines] of outgoing) {
      for (const part of parts(lines)) {
        const text = packet(node, performance.now(), part);
        const to = link;
        to?.publish(channelOf(site), text).then(
          () => {
            if (to === link) waiting -= size(part);
          },
          (error) => lose(to, error),
        );
      }
    }
    outgoing.clear();
  };

  const send = (announcement: Announcement) => {
    const line = lineOf(announcement);
    if (!link || waiting + line.length > MAX_WAITING) {
      dropped++;
      return;
    }
    waiting += line.length;
    const lines = outgoing.get(announcement.site);
    if (lines) lines.push(line);
    else outgoing.set(announcement.site, [line]);
    if (!flushing) setImmediate(flush);
    flushing = true;
  };

  const sweep = setInterval(() => {
    for (const [site, count] of follows) {
      if (count > 0) continue;
      follows.delete(site);
      const to = link;
      to?.unsubscribe(channelOf(site)).catch((error: unknown) => lose(to, error));
    }
  }, LINGER_MS);

  return {
    get state() {
      return link && !warned ? 'up' : 'down';
    },
    publish: (announcement) => {
      local.publish(announcement);
      send(announcement);
    },
    subscribe: (listener) => {
      const ends = [local.subscribe(listener), elsewhere.subscribe(listener)];
      return () => ends.forEach((end) => end());
    },
    follow: (site) => {
      const count = follows.get(site);
      follows.set(site, (count ?? 0) + 1);
      const to = link;
      if (count === undefined && to) listen(to, site).catch((error: unknown) => lose(to, error));
      let ended = false;
      return () => {
        if (!ended) follows.set(site, (follows.get(site) ?? 1) - 1);
        ended = true;
      };
    },
    close: async () => {
      flush();
      const until = Date.now() + LAST_WORDS_MS;
      while (link && waiting > 0 && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 10));
      closed = true;
      clearTimeout(retry);
      clearInterval(sweep);
      link?.destroy();
      link = null;
    },
  };
}

const size = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + line.length, 0);

function* parts(lines: readonly string[]): Generator<string[]> {
  let part: string[] = [];
  let length = 0;
  for (const line of lines) {
    if (length + line.length > MAX_PACKET && part.length > 0) {
      yield part;
      part = [];
      length = 0;
    }
    part.push(line);
    length += line.length;
  }
  if (part.length > 0) yield part;
}

/** What a Redis and a Redis Cluster have in common. */
interface Link {
  publish(channel: string, text: string): Promise<unknown>;
  subscribe(channel: string, listener: (text: string) => void): Promise<unknown>;
  unsubscribe(channel: string): Promise<unknown>;
  destroy(): void;
}

/** Rejects when there is no connection to be had. `lost` is told once of whatever goes wrong later; then the link is of no further use. */
async function openLink(url: string, lost: (error: unknown) => void): Promise<Link> {
  let open = false;
  const onError = (error: unknown) => {
    if (open) lost(error);
    open = false;
  };
  const options = {
    // We begin anew by ourselves: half a link, with some subscriptions lost, would be worse than none.
    socket: { connectTimeout: CONNECT_MS, socketTimeout: SILENCE_MS, reconnectStrategy: false },
    disableOfflineQueue: true,
    pingInterval: PING_MS,
    maintNotifications: 'disabled',
  } as const;
  const publisher = createClient({ ...options, url });
  publisher.on('error', onError);
  await publisher.connect();
  try {
    if (/cluster_enabled:1/.test(String(await publisher.sendCommand(['INFO', 'cluster'])))) {
      const { username, password, protocol } = new URL(url);
      const tls = protocol === 'rediss:';
      const defaults = {
        ...options,
        socket: tls ? { ...options.socket, tls } : options.socket,
        ...(username && { username: decodeURIComponent(username) }),
        ...(password && { password: decodeURIComponent(password) }),
      };
      const cluster = createCluster({ rootNodes: [{ ...options, url }], defaults });
      cluster.on('error', onError);
      cluster.on('node-error', onError);
      await cluster.connect();
      publisher.destroy();
      open = true;
      return linkOf(cluster, cluster, [cluster]);
    }
    const subscriber = publisher.duplicate();
    subscriber.on('error', onError);
    await subscriber.connect();
    open = true;
    return linkOf(publisher, subscriber, [publisher, subscriber]);
  } catch (error) {
    publisher.destroy();
    throw error;
  }
}

interface Publishes {
  sPublish(channel: string, text: string): Promise<unknown>;
}
interface Subscribes {
  sSubscribe(channel: string, listener: (text: string) => void): Promise<unknown>;
  sUnsubscribe(channel: string): Promise<unknown>;
}

const linkOf = (out: Publishes, into: Subscribes, all: readonly { isOpen: boolean; destroy(): void }[]): Link => ({
  publish: (channel, text) => out.sPublish(channel, text),
  subscribe: (channel, listener) => into.sSubscribe(channel, listener),
  unsubscribe: (channel) => into.sUnsubscribe(channel),
  destroy: () => {
    for (const client of all) if (client.isOpen) client.destroy();
  },
});
