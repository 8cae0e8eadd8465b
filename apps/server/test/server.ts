/** A whole server for a test: its own database, port 0, real sockets; and the shortest ways to talk to it. */
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DestinationStream } from 'pino';
import { type App, createApp } from '../src/app.ts';
import { type Config, readConfig } from '../src/config.ts';
import type { Core } from '../src/core/core.ts';
import { createDatabase } from '../src/core/db.ts';
import { siteLockRole } from '../src/core/site-lock.ts';
import { startWorker } from '../src/core/worker.ts';
import { FEATURES } from '../src/features.ts';
import { createLogger } from '../src/logger.ts';
import { createTestDatabase } from './database.ts';

export interface TestServer {
  readonly app: App;
  readonly core: Core;
  readonly config: Config;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly databaseUrl: string;
  close(): Promise<void>;
}

export interface TestServerOptions {
  /** Environment variables beyond the defaults. */
  env?: Record<string, string>;
  /** Runs the jobs too. */
  worker?: boolean;
  now?: () => number;
  /** Another server's database: a second node of the same installation. */
  databaseUrl?: string;
  /** Where log lines go instead of to standard output. */
  logTo?: DestinationStream;
  /** Demo mode (no DATABASE_URL in the config); true unless said otherwise. */
  demo?: boolean;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const own = options.databaseUrl === undefined ? await createTestDatabase() : null;
  const databaseUrl = options.databaseUrl ?? (own?.url as string);
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-server-'));
  const demo = options.demo ?? true;
  const config = readConfig(
    {
      PORT: '0',
      DEMO_PORT: '4001',
      DATA_DIR: dataDir,
      PUBLIC_URL: 'http://parley.test',
      LOG_LEVEL: 'fatal',
      SECRET: 'a secret of tests that is long enough to be one',
      EMAIL_DELAY_SECONDS: '0',
      ...(!demo && { DATABASE_URL: databaseUrl }),
      ...options.env,
    },
    { rootDir: dataDir },
  );
  const database = createDatabase(databaseUrl, { max: 10, log: { warn() {} } });
  database.lockSites(await siteLockRole(database.pool));
  const log = createLogger(config, options.logTo ?? { write: (line) => process.stdout.write(line) });
  const tracing = config.tracing && (await import('../src/core/tracing-otel.ts')).startTracing(config.tracing, 'test');
  const app = await createApp({ config, database, log, tracing, ...(options.now && { now: options.now }) });
  await app.fastify.listen({ port: 0, host: '127.0.0.1' });
  app.start();
  const worker = options.worker ? await startWorker(app.core, FEATURES) : null;
  const { port } = app.fastify.server.address() as AddressInfo;
  return {
    app,
    core: app.core,
    config,
    url: `http://127.0.0.1:${port}`,
    databaseUrl,
    close: async () => {
      await worker?.stop();
      await app.close();
      await database.close();
      await tracing?.stop();
      await own?.drop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
