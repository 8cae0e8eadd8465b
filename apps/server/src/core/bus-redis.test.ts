/** Holds what the Redis bus promises: this process at once, the others soon or never, and no trouble with Redis is anybody else's. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../test/eventually.ts';
import { startRedis, startRedisCluster, type TestRedis } from '../../test/redis.ts';
import type { Announcement, Bus } from './bus.ts';
import { redisBus } from './bus-redis.ts';

interface Node {
  readonly bus: Bus;
  readonly heard: Announcement[];
  readonly said: string[];
}

let redis: TestRedis;
const nodes: Node[] = [];

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.close());
afterEach(async () => {
  for (const { bus } of nodes.splice(0)) await bus.close();
});

/** Not awaited: that it comes up by itself is part of the promise. */
function node(url = redis.url, secret = 'one installation'): Node {
  const said: string[] = [];
  const log = (_detail: object, text: string) => void said.push(text);
  const bus = redisBus({ url, secret, log: { warn: log, info: log } as never });
  const heard: Announcement[] = [];
  bus.subscribe((announcement) => heard.push(announcement));
  nodes.push({ bus, heard, said });
  return { bus, heard, said };
}

const frames = ({ heard }: Node) => heard.map(({ frame }) => frame);
const say = ({ bus }: Node, frame: string, site: string | null = null) => bus.publish({ site, channels: ['c'], frame });
const up = (...some: Node[]) => eventually(() => some.every(({ bus }) => bus.state === 'up'));

/** Says it until it arrives: the first ones may fall into the moment before the other listens. */
async function reaches(from: Node, to: Node, site: string | null = null): Promise<void> {
  const frame = `hello ${Math.random()}`;
  await eventually(() => {
    say(from, frame, site);
    return frames(to).includes(frame);
  });
}

test('everything of an announcement arrives once at the others, and once and at once where it was made', async () => {
  const [one, two] = [node(), node()];
  await up(one, two);
  const announcements: Announcement[] = [
    { site: null, channels: ['a', 'b'], frame: '{"text":"line\\nbreak é 🙂"}', except: 'socket 1' },
    { site: null, channels: ['session:1'], close: 'revoked' },
    { site: null, channels: [], note: { name: 'n', data: { of: [1, null, 'x\ny'] } } },
    { site: null, channels: ['a'], frame: 'x'.repeat(300_000) },
    { site: null, channels: ['last'], frame: '{}' },
  ];
  for (const announcement of announcements) one.bus.publish(announcement);
  expect(one.heard).toEqual(announcements);
  await eventually(() => two.heard.length === announcements.length);
  expect(two.heard).toEqual(announcements);
  say(two, 'answer');
  await eventually(() => frames(one).includes('answer'));
  expect(one.heard).toHaveLength(announcements.length + 1);
});

test('a site is heard of where it is followed, and in order', async () => {
  const [one, two] = [node(), node()];
  await up(one, two);
  const [end] = [two.bus.follow('acme'), two.bus.follow('acme')];
  await reaches(one, two, 'acme');
  end();
  await reaches(one, two, 'acme');
  two.heard.length = 0;
  for (let n = 0; n < 1_000; n++) {
    say(one, `acme ${n}`, 'acme');
    say(one, `other ${n}`, 'other');
  }
  await eventually(() => frames(two).includes('acme 999'));
  const heard = frames(two).filter((frame) => !frame?.startsWith('hello'));
  expect(heard).toEqual(Array.from({ length: 1_000 }, (_, n) => `acme ${n}`));
});

test('installations of other secrets on the same Redis hear nothing', async () => {
  const [one, two, stranger] = [node(), node(), node(redis.url, 'another installation')];
  await up(one, two, stranger);
  await reaches(one, two);
  expect(stranger.heard).toEqual([]);
});

test('Redis killed: said once, nothing waits; Redis back: heard again by itself, with what was followed meanwhile', async () => {
  const [one, two] = [node(), node()];
  await up(one, two);
  two.bus.follow('acme');
  await reaches(one, two, 'acme');
  await redis.kill();
  await eventually(() => one.bus.state === 'down' && two.bus.state === 'down');
  two.bus.follow('later');
  for (let n = 0; n < 100_000; n++) say(one, `lost ${n}`, 'acme');
  expect(one.heard.length).toBeGreaterThan(100_000);
  await redis.start();
  await up(one, two);
  await reaches(one, two, 'acme');
  await reaches(one, two, 'later');
  expect(frames(two).filter((frame) => frame?.startsWith('lost'))).toEqual([]);
  expect(one.said).toEqual([expect.stringMatching('away'), 'Redis is back']);
});

test('no Redis at the start: it is looked for until it is there', async () => {
  await redis.kill();
  const [one, two] = [node(), node()];
  await eventually(() => one.said.length === 1);
  expect(one.bus.state).toBe('down');
  await redis.start();
  await up(one, two);
  await reaches(one, two);
});

test('a Redis that keeps its connections and answers nothing is given up, and memory stays bounded', async () => {
  const [one, two] = [node(), node()];
  await up(one, two);
  redis.freeze();
  try {
    const before = process.memoryUsage().rss;
    const frame = 'x'.repeat(10_000);
    for (let n = 0; n < 20_000; n++) say({ ...one, heard: [] }, frame);
    one.heard.length = 0;
    expect(process.memoryUsage().rss - before).toBeLessThan(150 * 1_048_576);
    await eventually(() => one.bus.state === 'down' && two.bus.state === 'down');
  } finally {
    redis.thaw();
  }
  await up(one, two);
  await reaches(one, two);
}, 60_000);

test('a Redis Cluster carries the sites on all its masters, and may lose one and get it back', async () => {
  const cluster = await startRedisCluster();
  try {
    const [one, two] = [node(cluster[0]?.url), node(cluster[1]?.url)];
    await up(one, two);
    const sites = Array.from({ length: 12 }, (_, n) => `site ${n}`);
    for (const site of sites) two.bus.follow(site);
    for (const site of sites) await reaches(one, two, site);
    const channels = cluster.map((master) => master.ask('pubsub', 'shardchannels').split('\n').filter(Boolean).length);
    expect(channels.every((count) => count > 0)).toBe(true);

    await cluster[2]?.kill();
    await eventually(() => one.bus.state === 'down' && two.bus.state === 'down');
    await cluster[2]?.start();
    await eventually(() => cluster[0]?.ask('cluster', 'info').includes('cluster_state:ok'));
    await up(one, two);
    for (const site of sites) await reaches(one, two, site);
  } finally {
    for (const master of cluster) await master.close();
  }
}, 60_000);
