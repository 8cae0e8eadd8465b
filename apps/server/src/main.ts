/** The program: config, database, app, roles; and back again in the opposite order, Postgres last. */
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { collectDefaultMetrics } from 'prom-client';
import { ensureSetupLink } from './accounts/setup.ts';
import { createApp } from './app.ts';
import { type Config, loadSettledConfig } from './config.ts';
import { isNear } from './core/address.ts';
import { createDatabase } from './core/db.ts';
import { startEmbeddedPostgres } from './core/embedded-postgres.ts';
import { Metrics } from './core/metrics.ts';
import { listenForMetrics } from './core/metrics-door.ts';
import { migrate } from './core/migrate.ts';
import { freeOwner, keepSiteLock } from './core/site-lock.ts';
import { StartError } from './core/start-error.ts';
import { VERSION } from './core/version.ts';
import { installJobs, type RunningWorker, startWorker } from './core/worker.ts';
import { seedDemo } from './demo/seed.ts';
import { startShop } from './demo/shop.ts';
import { FEATURES } from './features.ts';
import { createLogger } from './logger.ts';
import { readyText } from './print-ready.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
/** Milliseconds after which an orderly stop has failed and the process leaves as it is. */
const STOP_PATIENCE = 20_000;

const undo: (() => unknown)[] = [];
let stopping: Promise<void> | undefined;

function stop(exitCode: number): Promise<void> {
  stopping ??= (async () => {
    setTimeout(() => process.exit(1), STOP_PATIENCE).unref();
    for (const step of undo.reverse()) {
      try {
        await step();
      } catch (error) {
        console.error(`Stopping: ${(error as Error).message}`);
      }
    }
    process.exit(exitCode);
  })();
  return stopping;
}

/** Says what to do about a port or an address that cannot be had. */
async function onPort<T>(name: 'PORT' | 'METRICS_PORT', port: number, listening: Promise<T>): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    if (['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN'].includes((error as NodeJS.ErrnoException).code ?? '')) {
      throw new StartError(
        'HOST is no address of this machine. Give 127.0.0.1 for this machine alone, 0.0.0.0 or :: for all networks.',
      );
    }
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
      throw new StartError(
        `Port ${port} is taken. Stop the other program, or choose another port: ${name}=4010 npm start`,
      );
    }
    if ((error as NodeJS.ErrnoException).code === 'EACCES') {
      throw new StartError(`Port ${port} needs rights that this user lacks. Choose one above 1023 with ${name}.`);
    }
    throw error;
  }
}

async function start(): Promise<void> {
  const config = await loadSettledConfig(ROOT);
  const log = createLogger(config);
  // Whoever read it has gone: nobody is left to tell, and nothing to stop for.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // A bug in one request must not end everybody's conversations: it is logged, and the program goes on.
  process.on('unhandledRejection', (reason) => log.error({ err: reason }, 'an unhandled rejection'));
  const say = {
    info: (text: string) => console.log(`  ${text}`),
    warn: (text: string) => log.warn(text),
    error: (text: string) => log.error(text),
  };

  let url = config.databaseUrl;
  let postgresDir: string | null = null;
  if (url === null) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log: say });
    undo.push(() => postgres.stop());
    url = postgres.url;
    postgresDir = postgres.folder;
  }
  const database = createDatabase(url, {
    max: 20,
    applicationName: `parley-${randomBytes(3).toString('hex')}`,
    log: say,
  });
  undo.push(() => database.close());
  await reach(database.pool, config);
  await freeOwner(database.pool);
  await migrate(database.pool, { log: say });
  await installJobs(database.pool);
  database.lockSites(await keepSiteLock(database.pool, say));

  const tracing = config.tracing && (await import('./core/tracing-otel.ts')).startTracing(config.tracing, VERSION);
  if (tracing) undo.push(() => tracing.stop());
  const metrics = new Metrics();
  // The process's own: memory, garbage collection, event-loop delay.
  collectDefaultMetrics({ register: metrics.registry });
  const app = await createApp({ config, database, log, metrics, tracing });
  let worker: RunningWorker | undefined;
  // Side by side: together they may take longer than there is.
  undo.push(() => Promise.all([app.close(), worker?.stop()]));
  if (config.demo) await seedDemo(app.core);
  if (process.argv[2] === 'seed') return leaveSeeded(config);
  const setupLink = config.demo ? null : await ensureSetupLink(app.core);
  if (config.roles.includes('worker')) {
    worker = await startWorker(app.core, FEATURES);
  }
  if (config.metricsPort !== null) {
    const { metricsPort } = config;
    const door = await onPort('METRICS_PORT', metricsPort, listenForMetrics(app.core, metricsPort));
    undo.push(() => door.stop());
  }
  if (config.roles.includes('web')) {
    // The backlog holds a whole site's visitors reconnecting at once.
    const { port, host } = config;
    const listenTextResolver = (address: string) => `Server listening at ${toOpen(address, config)}`;
    await onPort('PORT', port, app.fastify.listen({ port, host, backlog: 4_096, listenTextResolver }));
    app.start();
  }
  let demoUrl: string | null = null;
  if (config.roles.includes('demo')) {
    const shop = await startShop(config);
    undo.push(() => shop.stop());
    demoUrl = shop.url;
  }
  console.log(readyText({ config, demoUrl, setupLink, postgresDir }));
}

/** Of what stands for all networks nothing can be opened, and an address beyond one's own network is not written down. */
const toOpen = (address: string, { publicUrl }: Config): string =>
  isNear(new URL(address).hostname.replace(/[[\]]/g, '')) ? address : publicUrl;

/** `npm run seed`: a demo is filled, and nothing is started. */
function leaveSeeded(config: Config): Promise<void> {
  if (!config.demo) {
    throw new StartError(
      'Only a demo is seeded. Leave DATABASE_URL and NODE_ENV out, and choose a folder with DATA_DIR.',
    );
  }
  console.log(
    `  The demo's data lies in ${config.dataDir}. Begin afresh by deleting that folder; see it with npm start.`,
  );
  return stop(0);
}

/** A first answer from the database, or a plain word on what to do. */
async function reach(pool: { query(text: string): Promise<unknown> }, config: Config): Promise<void> {
  try {
    await pool.query('select 1');
  } catch (error) {
    if (config.databaseUrl === null) throw error;
    throw new StartError(
      `The database of DATABASE_URL cannot be used: ${(error as Error).message}\n` +
        'Check its host, port, user and password, and that Postgres (15 or newer) runs there.',
    );
  }
}

/** What the database says when its disk is full, wherever the start had got to. */
const noRoom = (error: unknown): string | null =>
  /No space left on device|ENOSPC/.test((error as Error).message)
    ? `\nThe disk is full: ${(error as Error).message}\nMake room, or choose another folder with DATA_DIR.\n`
    : null;

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (!stopping) console.log('\n  Stopping ...');
    void stop(0);
  });
}

start().catch((error: unknown) => {
  // Who was told to stop half-way loses what it was doing.
  if (!stopping) console.error(error instanceof StartError ? `\n${error.message}\n` : (noRoom(error) ?? error));
  void stop(1);
});
