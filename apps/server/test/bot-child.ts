/** The program's jobs in a process of their own, for tests that kill it while it answers. */
import pino from 'pino';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createDatabase } from '../src/core/db.ts';
import { startWorker } from '../src/core/worker.ts';
import { FEATURES } from '../src/features.ts';

const [databaseUrl = '', dataDir = '', modelUrl = '', liveness = ''] = process.argv.slice(2);
const env = {
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  PUBLIC_URL: 'http://parley.test',
  SECRET: 'a secret of tests that is long enough to be one',
  OPENAI_BASE_URL: modelUrl,
  OPENAI_MODEL: 'fake',
};
const config = readConfig(env, { rootDir: dataDir });
const database = createDatabase(databaseUrl, { log: { warn() {} } });
const { core } = await createApp({ config, database, log: pino({ level: 'silent' }) });
await startWorker(core, FEATURES, { pollMs: 100, liveness: JSON.parse(liveness) });
