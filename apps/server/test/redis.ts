/** A real Redis for a test, alone or as a cluster of three, on free ports and without persistence; it can be killed, frozen and started again. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from './eventually.ts';

export interface TestRedis {
  readonly url: string;
  /** kill -9; what it held is gone. */
  kill(): Promise<void>;
  /** On the same port again. */
  start(): Promise<void>;
  /** It keeps its connections and answers nothing. */
  freeze(): void;
  thaw(): void;
  /** One command, its answer as text. */
  ask(...command: string[]): string;
  close(): Promise<void>;
}

export async function startRedis({ cluster = false } = {}): Promise<TestRedis> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), 'parley-redis-'));
  const plain = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder];
  const args = cluster
    ? [...plain, '--cluster-enabled', 'yes', '--cluster-port', `${await freePort()}`, '--cluster-node-timeout', '2000']
    : plain;
  let child: ChildProcess;
  const redis: TestRedis = {
    url: `redis://127.0.0.1:${port}`,
    start: async () => {
      child = spawn('redis-server', args, { stdio: 'ignore' });
      // Another one's would answer, too.
      await eventually(async () => (await answers(port)) && child.exitCode === null);
    },
    kill: async () => {
      const gone = once(child, 'exit');
      child.kill('SIGKILL');
      await gone;
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    ask: (...command) => cli(port, ...command),
    close: async () => {
      if (child.exitCode === null && child.signalCode === null) await redis.kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  await redis.start();
  return redis;
}

/** Three masters that share the slots. */
export async function startRedisCluster(): Promise<readonly TestRedis[]> {
  const nodes = await Promise.all([0, 1, 2].map(() => startRedis({ cluster: true })));
  const addresses = nodes.map(({ url }) => url.replace('redis://', ''));
  const made = spawnSync('redis-cli', ['--cluster', 'create', ...addresses, '--cluster-yes'], { encoding: 'utf8' });
  if (made.status !== 0) throw new Error(made.stdout + made.stderr);
  await eventually(() => nodes.every((node) => node.ask('cluster', 'info').includes('cluster_state:ok')));
  return nodes;
}

const cli = (port: number, ...command: string[]) =>
  spawnSync('redis-cli', ['-p', `${port}`, ...command], { encoding: 'utf8' }).stdout.trim();

/** A cluster asks for several before it listens on the first. */
const given = new Set<number>();

/** Below those that systems give to outgoing connections: one of them would be taken again before Redis has it, or while it is killed. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(10_000, 32_000);
    if (given.has(port)) continue;
    given.add(port);
    const server = createServer();
    const free = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false)).listen(port, '127.0.0.1', () => resolve(true));
    });
    if (!free) continue;
    await new Promise((resolve) => server.close(resolve));
    return port;
  }
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write('PING\r\n'));
    const done = (ok: boolean) => {
      socket.destroy();
      resolve(ok);
    };
    socket.once('data', (data) => done(data.toString().startsWith('+PONG')));
    socket.once('error', () => done(false));
  });
