/** Holds that a bench leaves no child behind, and does not grow with how many it had. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { endWithUs } from './program.ts';

const idle = () => spawn(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], { stdio: 'ignore' });

async function end(child: ChildProcess): Promise<void> {
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
}

test('one listener stands for all children', async () => {
  const before = process.listenerCount('exit');
  const children = Array.from({ length: 12 }, () => endWithUs(idle()));
  expect(process.listenerCount('exit')).toBe(before);
  await Promise.all(children.map(end));
});

test('what still runs when the bench leaves is ended', async () => {
  const script = `import { spawn } from 'node:child_process';
    import { endWithUs } from ${JSON.stringify(new URL('program.ts', import.meta.url).href)};
    const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60_000)'], { stdio: 'inherit' });
    endWithUs(child).once('spawn', () => process.exit());`;
  const bench = spawn(process.execPath, ['--input-type=module', '-e', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // The child has its other end as well: it closes when both are gone.
  await once(bench.stdout.resume(), 'close');
});
