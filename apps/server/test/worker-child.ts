/** A worker in a process of its own, for tests that kill it: takes one `hold` job, alone for what its payload says, says so on stdout, and never lets go. */
import pino from 'pino';
import { oneAtATime } from '../src/core/alone.ts';
import { type Core, StateBox } from '../src/core/core.ts';
import { createDatabase } from '../src/core/db.ts';
import type { JobTask } from '../src/core/jobs.ts';
import { Metrics } from '../src/core/metrics.ts';
import { startWorker } from '../src/core/worker.ts';

const [url = '', liveness = ''] = process.argv.slice(2);
const database = createDatabase(url, { log: { warn() {} } });
const core = {
  database,
  log: pino({ level: 'silent' }),
  metrics: new Metrics(),
  tracing: null,
  state: new StateBox(),
} as Partial<Core> as Core;

const hold: JobTask = (core, payload, { signal }) =>
  oneAtATime(
    core,
    (payload as { alone: string }).alone,
    signal,
    () =>
      new Promise<void>(() => {
        process.stdout.write('holding\n');
      }),
  );
await startWorker(core, [{ name: 'test', tasks: { hold } }], {
  liveness: JSON.parse(liveness),
  concurrency: 1,
  pollMs: 100,
});
