/** A whole server with its jobs in a process of its own, for tests that kill it in the middle of one. */
import { tmpdir } from 'node:os';
import { createApp } from '../src/app.ts';
import { readConfig } from '../src/config.ts';
import { createDatabase } from '../src/core/db.ts';
import { startWorker } from '../src/core/worker.ts';
import { FEATURES } from '../src/features.ts';
import { createLogger } from '../src/logger.ts';

/** The database, and as JSON what the environment holds beyond it. */
const [url = '', env = '{}'] = process.argv.slice(2);
const config = readConfig(
  {
    DATABASE_URL: url,
    LOG_LEVEL: 'fatal',
    SECRET: 'a secret of tests that is long enough to be one',
    ...JSON.parse(env),
  },
  { rootDir: tmpdir() },
);
const database = createDatabase(url, { log: { warn() {} } });
const { core } = await createApp({ config, database, log: createLogger(config) });
await startWorker(core, FEATURES);
