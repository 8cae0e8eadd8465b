/** Builds the widget once for a whole test run, into a folder of its own, and tells the tests where. */
import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    dist: string;
  }
}

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dist = await mkdtemp(join(tmpdir(), 'parley-widget-'));
  // In a process of its own: the test runner's NODE_ENV would bring lit's development build.
  execFileSync(
    process.execPath,
    [here('../node_modules/vite/bin/vite.js'), 'build', '--outDir', dist, '--emptyOutDir'],
    { cwd: here('..'), env: { ...process.env, NODE_ENV: 'production' } },
  );
  project.provide('dist', dist);
  return () => rm(dist, { recursive: true, force: true });
}
