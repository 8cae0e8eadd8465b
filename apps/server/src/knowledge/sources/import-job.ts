/**
 * The job that imports. It works in slices: after some seconds it adds itself again behind whoever else waits, so that a large
 * site holds no place among the jobs for long. Every page is a transaction that moves the run on, so the job may run twice, end
 * anywhere, and go on there; and before it writes it looks whether it still may.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { Type } from 'typebox';
import { Value } from 'typebox/value';
import type { JobTask } from '../../core/jobs.ts';
import { crawlOn } from './crawl.ts';
import { importFile } from './import-file.ts';
import { beginWork, finish, lockImport, type Step } from './import-run.ts';
import { addImportJob } from './runs.ts';
import { announceSource } from './views.ts';

const SLICE_MS = 5_000;
/** A longer rest is better spent by others. */
const LONGEST_WAIT_MS = 1_000;
/** Between two announcements of one import: as fast as a bar is seen to move. */
const TELL_MS = 400;

const Payload = Type.Object({ site_id: Type.String(), source_id: Type.String(), run_id: Type.String() });

export const importSource: JobTask = async (core, payload, { attempt, maxAttempts, signal }) => {
  const job = Value.Parse(Payload, payload);
  const until = performance.now() + SLICE_MS;
  let told = 0;
  const tell = async () => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    await announceSource(core, job.site_id, job.source_id);
  };
  try {
    const source = await beginWork(core, job);
    const goOn = source && (source.kind === 'file' ? importFile : crawlOn)(core, job, source, signal);
    for (let step: Step = 0; goOn; await tell()) {
      signal.throwIfAborted();
      step = await goOn();
      if (step === 'over') break;
      if (performance.now() > until || step > LONGEST_WAIT_MS) {
        const runAt = new Date(Date.now() + step);
        await core.db.transaction().execute((tx) => addImportJob(tx, { ...job, id: job.run_id }, runAt));
        break;
      }
      if (step > 0) await wait(step, undefined, { signal });
    }
    await announceSource(core, job.site_id, job.source_id);
  } catch (error) {
    if (attempt >= maxAttempts) {
      await core.db.transaction().execute(async (tx) => {
        if (await lockImport(tx, job)) await finish(core, tx, job, 'failed', 'broken_off');
      });
      await announceSource(core, job.site_id, job.source_id);
    }
    throw error;
  }
};
