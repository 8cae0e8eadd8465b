/** Builds what the browser tests load, apart from `dist`, which others may be reading at this moment. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default function setup(): void {
  // In a process of its own: the test runner's NODE_ENV would bring lit's development build.
  execFileSync(process.execPath, [here('../node_modules/vite/bin/vite.js'), 'build', '--outDir', 'test/dist'], {
    cwd: here('..'),
    env: { ...process.env, NODE_ENV: 'production' },
  });
}
