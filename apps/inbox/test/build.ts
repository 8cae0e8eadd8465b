/** Builds the inbox once for a whole test run, into a folder of its own, and tells the tests where. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  export interface ProvidedContext {
    dist: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dist = await mkdtemp(join(tmpdir(), 'parley-inbox-'));
  const root = new URL('..', import.meta.url).pathname;
  // Vitest's own environment would build React for development.
  const before = process.env.NODE_ENV;
  process.env.NODE_ENV = 'production';
  await build({ root, logLevel: 'warn', mode: 'production', build: { outDir: dist, emptyOutDir: true } });
  process.env.NODE_ENV = before;
  project.provide('dist', dist);
  return () => rm(dist, { recursive: true, force: true });
}
