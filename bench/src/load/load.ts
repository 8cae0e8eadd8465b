/** Runs one phase of load in the generator's process and looks at the processors at the right moments. */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithUs } from '../program.ts';
import type { Outcome, Phase, ToParent } from './phase.ts';

const GENERATOR = fileURLToPath(new URL('generator.ts', import.meta.url));

/** `measure` is called when the measured time begins and when it ends; rejects when the generator could not do its work. */
export function runPhase(phase: Phase, measure: (moment: 'begin' | 'end') => void = () => {}): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const child = fork(GENERATOR, { execArgv: [], serialization: 'advanced' });
    endWithUs(child);
    child.on('message', (message: ToParent) => {
      if (message.kind === 'measuring') measure('begin');
      else if (message.kind === 'measured') measure('end');
      else if (message.kind === 'done') resolve(message.outcome);
      else reject(new Error(`load on ${phase.server}: ${message.reason}`));
    });
    child.once('exit', (code) => reject(new Error(`the generator left with ${code}`)));
    child.send(phase);
  });
}
