/**
 * Two nodes with Redis against one node, on the same machine and with the same people: messages a second, each sender's next
 * one after the acknowledgement, and whether an inbox on one node is sent every message of both. Rounds are interleaved.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { freePort } from '../../apps/server/src/core/free-port.ts';
import { runPhase } from './load/load.ts';
import type { Outcome } from './load/phase.ts';
import { endWithUs } from './program.ts';
import { type RunningServer, startNode, startParley, startPostgres } from './servers.ts';
import { printTable, spread, told } from './table.ts';

const VISITORS = 200;
const GOAL = 0.8;
const TIME = { warmUpMs: 1_000, measureMs: 2_500, patienceMs: 8_000 };

/** `--rounds=3` */
export async function nodes(flags: readonly string[]): Promise<void> {
  const rounds = Number(flags.find((flag) => flag.startsWith('--rounds='))?.split('=')[1] ?? 5);
  const postgres = await startPostgres();
  const redis = await startRedis();
  const stops: (() => Promise<void> | void)[] = [() => postgres.stop(), () => redis.stop()];
  try {
    const people = { visitors: VISITORS, agents: 2, owner: 'agent' } as const;
    const alone = await startParley(await postgres.createDatabase('bench_alone'), people);
    stops.push(() => alone.stop());
    const shared = { REDIS_URL: redis.url };
    const first = await startParley(await postgres.createDatabase('bench_nodes'), { ...people, env: shared });
    stops.push(() => first.stop());
    const second = await startNode(first.databaseUrl, shared);
    stops.push(() => second.stop());

    const [one, two]: [number[], number[]] = [[], []];
    let missing = 0;
    for (let round = 0; round < rounds; round++) {
      const single = await run(alone, alone.port, [0, VISITORS], 0, `${round}`);
      const half = VISITORS / 2;
      const both = await Promise.all([
        run(first, first.port, [0, half], 0, `${round}a`),
        run(first, second.port, [half, VISITORS], 1, `${round}b`),
      ]);
      const total = both.reduce((sum, { total }) => sum + total, 0);
      // Each inbox is on one node and hears of both; what the other half said after it had left is not missing.
      for (const { delivered, total: own } of both) missing += Math.max(0, own - (delivered[0] ?? 0));
      for (const { refused, unanswered } of [single, ...both]) missing += refused + unanswered;
      one.push(single.acknowledged / (TIME.measureMs / 1_000));
      two.push(both.reduce((sum, { acknowledged }) => sum + acknowledged, 0) / (TIME.measureMs / 1_000));
      const heard = both.map(({ delivered }) => delivered[0]).join(' and ');
      console.log(
        `${round + 1}  one ${one.at(-1)?.toFixed(0)}/s  two ${two.at(-1)?.toFixed(0)}/s  of ${total} the inboxes heard ${heard}`,
      );
    }
    const ratios = two.map((rate, i) => rate / (one[i] as number));
    printTable('Two nodes and Redis', [
      ['messages/s, one node', told(spread(one), ''), ''],
      ['messages/s, two nodes, Redis and all on the same machine', told(spread(two), ''), ''],
      ['ratio', told(spread(ratios), 'x', 2), `at least ${GOAL} x`],
      ['refused, unanswered, or not sent to the own node’s inbox', `${missing}`, '0'],
    ]);
  } finally {
    for (const stop of stops.reverse()) await stop();
  }
}

const run = (
  { visitors, agents }: RunningServer,
  port: number,
  [from, to]: readonly [number, number],
  agent: number,
  name: string,
): Promise<Outcome> =>
  runPhase({
    server: 'parley',
    port,
    visitors: visitors.slice(from, to),
    agents: agents.slice(agent, agent + 1),
    perSecond: null,
    ...TIME,
    name: `${name}${randomBytes(2).toString('hex')}`,
  });

export async function startRedis(): Promise<{ url: string; stop(): void }> {
  const port = await freePort();
  const child = spawn(
    'redis-server',
    ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'],
    {
      stdio: 'ignore',
    },
  );
  endWithUs(child);
  for (let tries = 0; !(await answers(port)); tries++) {
    if (tries > 100) throw new Error('redis-server does not start: is Redis 7 installed?');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return { url: `redis://127.0.0.1:${port}`, stop: () => void child.kill() };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
