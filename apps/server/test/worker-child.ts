/** A worker in a process of its own, for tests that kill it: takes one `hold` job, says so on stdout, and never lets go. */
import pino from 'pino';
import type { Core } from '../src/core/core.ts';
import { createDatabase } from '../src/core/db.ts';
import { Metrics } from '../src/core/metrics.ts';
import { startWorker } from '../src/core/worker.ts';

const [url = '', liveness = ''] = process.argv.slice(2);
const database = createDatabase(url, { log: { warn() {} } });
const core = {
  database,
  log: pino({ level: 'silent' }),
  metrics: new Metrics(),
  tracing: null,
} as Partial<Core> as Core;

const hold = () =>
  new Promise<void>(() => {
    process.stdout.write('holding\n');
  });
await startWorker(core, [{ name: 'test', tasks: { hold } }], {
  liveness: JSON.parse(liveness),
  concurrency: 1,
  pollMs: 100,
});
