/** The real program as a child: its own data folder and ports, started until it says that it is ready, stopped in order. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../apps/server/src/core/free-port.ts';
import { NODE_FLAGS } from '../../scripts/node-flags.mjs';

export const MAIN = fileURLToPath(new URL('../../apps/server/src/main.ts', import.meta.url));
const PATIENCE_MS = 60_000;

export interface Program {
  readonly url: string;
  readonly port: number;
  readonly shop: string;
  readonly pid: number;
  /** Milliseconds from spawning to "ready". */
  readonly tookMs: number;
  stop(): Promise<void>;
}

export const newDataDir = (): { path: string; remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'parley-bench-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
};

const companions = new Map<ChildProcess, NodeJS.Signals>();
process.once('exit', () => {
  for (const [child, signal] of companions) child.kill(signal);
});

/** However the bench ends, the child ends with it. */
export function endWithUs(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): ChildProcess {
  companions.set(child, signal);
  return child.once('exit', () => companions.delete(child));
}

/** `env` adds to the environment, such as DATABASE_URL (then nothing is embedded or seeded); `flags` are Node's own. */
export async function startProgram(
  dataDir: string,
  { env = {}, flags = [] }: { env?: Readonly<Record<string, string>>; flags?: readonly string[] } = {},
): Promise<Program> {
  const [port, demoPort] = [await freePort(), await freePort()];
  const began = performance.now();
  const child = spawn(process.execPath, [...NODE_FLAGS, ...flags, MAIN], {
    env: {
      PATH: process.env.PATH,
      PORT: `${port}`,
      DEMO_PORT: `${demoPort}`,
      DATA_DIR: dataDir,
      LOG_LEVEL: 'error',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  endWithUs(child);
  await said(child, 'Parley is ready');
  const tookMs = performance.now() - began;
  return {
    url: `http://localhost:${port}`,
    port,
    shop: `http://localhost:${demoPort}`,
    pid: child.pid as number,
    tookMs,
    stop: () =>
      new Promise((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      }),
  };
}

/** Resolves when the child has printed `words`; rejects when it leaves before, or after a minute. */
export function said(child: ChildProcess, words: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no "${words}" within ${PATIENCE_MS} ms`)), PATIENCE_MS);
    let text = '';
    child.stdout?.on('data', (chunk) => {
      text += chunk;
      if (!text.includes(words)) return;
      clearTimeout(timer);
      resolve();
    });
    child.once('exit', (code) => reject(new Error(`the program left with ${code}:\n${text}`)));
  });
}
