/** Several nodes on one database, as a test wants them: alone, hearing of each other by heartbeats, or by a real Redis. */

import { eventually } from './eventually.ts';
import { startRedis, type TestRedis } from './redis.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './server.ts';

export const BETWEEN = ['one node', 'two nodes and heartbeats', 'two nodes and Redis'] as const;
export type Between = (typeof BETWEEN)[number];

export interface TestNodes {
  /** The same server twice where there is one node. `one` runs the jobs, if any node does. */
  readonly one: TestServer;
  readonly two: TestServer;
  /** With Redis alone. */
  readonly redis: TestRedis | null;
  /** Every server once. */
  readonly all: readonly TestServer[];
  close(): Promise<void>;
}

export async function startNodes(between: Between, options: TestServerOptions = {}): Promise<TestNodes> {
  const redis = between === 'two nodes and Redis' ? await startRedis() : null;
  const env = { ...options.env, ...(redis && { REDIS_URL: redis.url }) };
  const one = await startTestServer({ ...options, env });
  const two =
    between === 'one node'
      ? one
      : await startTestServer({ ...options, env, worker: false, databaseUrl: one.databaseUrl });
  const all = one === two ? [one] : [one, two];
  if (redis) await eventually(() => all.every(({ core }) => core.bus.state === 'up'));
  return {
    one,
    two,
    redis,
    all,
    close: async () => {
      for (const server of [...all].reverse()) await server.close();
      await redis?.close();
    },
  };
}
