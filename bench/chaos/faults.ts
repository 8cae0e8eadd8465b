/** Which faults come when, by the seed, and what each of them does. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Installation } from './installation.ts';
import { between, pick, type Random, shuffled } from './random.ts';
import type { Relay } from './relay.ts';

export interface Fault {
  /** Milliseconds after the beginning. */
  readonly at: number;
  readonly kind: Kind;
  readonly node: number;
  readonly ms: number;
}

/** The longest a fault lasts, but for one kind. */
const LONGEST_MS = 6_000;
/** Of a node: others take it for dead (`worker-liveness.ts`), and then it goes on where it stood. */
const PRESUMED_DEAD_MS = 25_000;
/** How far a node's clock may be wrong. Access tokens live ten minutes. */
const SKEW_MS = 90_000;

type Act = (on: Installation, fault: Fault) => Promise<void>;

const during =
  (
    relayOf: (on: Installation, fault: Fault) => Relay | undefined,
    change: Partial<Pick<Relay, 'delayMs' | 'bytesPerSecond' | 'silent'>>,
  ): Act =>
  async (on, fault) => {
    const relay = relayOf(on, fault);
    if (!relay) return;
    Object.assign(relay, change);
    await delay(fault.ms);
    Object.assign(relay, { delayMs: 0, bytesPerSecond: 0, silent: false });
  };
const once =
  (relayOf: (on: Installation, fault: Fault) => Relay | undefined, act: (relay: Relay) => void): Act =>
  async (on, fault) => {
    const relay = relayOf(on, fault);
    if (relay) act(relay);
  };
const front = (on: Installation) => on.front;
const model = (on: Installation) => on.toModel;
const database = (on: Installation, { node }: Fault) => on.toPostgres[node];
const bus = (on: Installation, { node }: Fault) => on.toRedis[node];

const killNode: Act = async (on, { node, ms }) => {
  on.nodes[node]?.kill();
  await delay(ms / 3);
  await on.nodes[node]?.start();
};

const freeze = async (on: Installation, node: number, ms: number) => {
  on.nodes[node]?.freeze();
  await delay(ms);
  on.nodes[node]?.thaw();
};

const FAULTS = {
  'clients: delay': during(front, { delayMs: 250 }),
  'clients: throttle': during(front, { bytesPerSecond: 4_000 }),
  'clients: silence': during(front, { silent: true }),
  'clients: reset': once(front, (relay) => relay.reset(0.5)),
  'clients: cut mid-frame': once(front, (relay) => relay.cut(0.5)),
  'clients: answers dropped': once(front, (relay) => relay.dropAnswers(0.6)),
  'database: delay': during(database, { delayMs: 150 }),
  'database: silence': during(database, { silent: true }),
  'database: reset': once(database, (relay) => relay.reset(1)),
  'database: cut mid-frame': once(database, (relay) => relay.cut(0.7)),
  'database: answers dropped': once(database, (relay) => relay.dropAnswers(1)),
  'database: kill one backend': async (on) => {
    await on.query(
      `select pg_terminate_backend(pid) from (select pid from pg_stat_activity where application_name like 'parley%' order by random() limit 1) one`,
    );
  },
  // kill -9 of a backend makes Postgres end all sessions and recover, as a crash of one does.
  'database: kill -9 one backend': async (on) => {
    const [one] = await on.query<{ pid: number }>(
      `select pid from pg_stat_activity where application_name like 'parley%' order by backend_start limit 1`,
    );
    if (one) process.kill(one.pid, 'SIGKILL');
  },
  'database: kill -9': async (on) => {
    const { pid } = on.postgres;
    if (pid) process.kill(pid, 'SIGKILL');
  },
  'node: kill -9': killNode,
  'node: kill -9 with commits on the way': async (on, fault) => {
    const relay = on.toPostgres[fault.node];
    if (relay) relay.delayMs = 300;
    await delay(1_500);
    const back = killNode(on, fault);
    if (relay) relay.delayMs = 0;
    await back;
  },
  'node: frozen': (on, { node, ms }) => freeze(on, node, ms),
  'node: frozen until presumed dead': (on, { node, ms }) => freeze(on, node, PRESUMED_DEAD_MS + ms),
  'node: deploy': async (on, { node }) => on.nodes[node]?.replace(),
  'node: deploy with a wrong clock': async (on, { node, ms }) =>
    on.nodes[node]?.replace((ms % 2 < 1 ? 1 : -1) * SKEW_MS),
  'model: reset': once(model, (relay) => relay.reset(0.7)),
  'model: silence': during(model, { silent: true }),
  'model: delay': during(model, { delayMs: 400 }),
  'model: cut mid-frame': once(model, (relay) => relay.cut(0.7)),
  'redis: reset': once(bus, (relay) => relay.reset(1)),
  'redis: silence': during(bus, { silent: true }),
  'redis: delay': during(bus, { delayMs: 400 }),
  'redis: cut mid-frame': once(bus, (relay) => relay.cut(1)),
  'redis: flushall': async (on) => on.redis?.flush(),
  'redis: kill -9': async (on, { ms }) => {
    await on.redis?.kill();
    await delay(ms);
    await on.redis?.start();
  },
} satisfies Record<string, Act>;
export type Kind = keyof typeof FAULTS;
export const KINDS = Object.keys(FAULTS) as Kind[];

export interface PlanOptions {
  readonly durationMs: number;
  readonly nodes: number;
  readonly redis: boolean;
  /** These alone. */
  readonly kinds?: readonly Kind[];
}

/** One fault after the other, every kind before any comes again, the last one right at the end. The same for the same seed. */
export function planFaults(random: Random, { durationMs, nodes, redis, kinds: among = KINDS }: PlanOptions): Fault[] {
  const kinds = among.filter((kind) => redis || !kind.startsWith('redis'));
  if (kinds.length === 0) return [];
  const faults: Fault[] = [];
  let bag: Kind[] = [];
  const add = (at: number) => {
    if (bag.length === 0) bag = shuffled(random, kinds);
    const ms = between(random, 800, LONGEST_MS);
    faults.push({ at: Math.round(at), kind: bag.pop() as Kind, node: pick(random, [...Array(nodes).keys()]), ms });
  };
  const last = durationMs - 500;
  for (let at = 3_000; at < last; at += between(random, 1_500, 5_000)) add(at);
  // All have the same time to recover from the last one, so there is one.
  add(last);
  return faults;
}

/** Resolves when all is whole again. */
export const inflict = (on: Installation, fault: Fault): Promise<void> => (FAULTS[fault.kind] as Act)(on, fault);
