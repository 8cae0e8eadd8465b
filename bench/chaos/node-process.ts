/** One node: the real program as a process, on a port that stays, which can be killed, frozen, replaced and started with a wrong clock. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '../../apps/server/src/core/free-port.ts';
import { NODE_FLAGS } from '../../scripts/node-flags.mjs';
import { endWithUs, MAIN, newDataDir, said } from '../src/program.ts';
import type { Journal } from './journal.ts';

const INSIDE = new URL('./inside-node.ts', import.meta.url).href;

const MOST_TRIES = 20;
const RETRY_MS = 500;

export interface NodeOptions {
  readonly number: number;
  readonly env: Readonly<Record<string, string>>;
  /** Modules that change the program while it is loaded. */
  readonly imports: readonly string[];
  readonly logFile: string;
  readonly write: Journal;
}

export class NodeProcess {
  /** 0 while there is none. */
  port = 0;
  #frozen = false;
  readonly #options: NodeOptions;
  readonly #data = newDataDir();
  #child: ChildProcess | undefined;
  /** Children that we ended, or asked to end. */
  readonly #meant = new WeakSet<ChildProcess>();

  constructor(options: NodeOptions) {
    this.#options = options;
  }

  /** As often as it takes: a node that finds no database leaves, and whoever watches over it starts it again. */
  async start(skewMs = 0): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        const { child, port } = await this.#launch(skewMs);
        this.#child = child;
        this.port = port;
        return;
      } catch (error) {
        if (tries === MOST_TRIES) throw error;
        await delay(RETRY_MS);
      }
    }
  }

  kill(): void {
    this.port = 0;
    this.#end(this.#child, 'SIGKILL');
  }

  /** Whether anybody could be answered. */
  get answers(): boolean {
    return this.port !== 0 && !this.#frozen;
  }

  freeze(): void {
    this.#frozen = true;
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#frozen = false;
    this.#child?.kill('SIGCONT');
  }

  /** A new one is started and takes the connections; then the old one is asked to stop, and waited for. */
  async replace(skewMs = 0): Promise<void> {
    const old = this.#child;
    await this.start(skewMs);
    await this.#leave(old);
  }

  /** In order; answers once the process is gone. */
  async close(): Promise<void> {
    this.port = 0;
    await this.#leave(this.#child);
    this.#data.remove();
  }

  async #leave(child: ChildProcess | undefined): Promise<void> {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    this.#end(child, 'SIGTERM');
    await gone;
  }

  #end(child: ChildProcess | undefined, signal: 'SIGKILL' | 'SIGTERM'): void {
    if (!child) return;
    this.#meant.add(child);
    child.kill(signal);
  }

  async #launch(skewMs: number): Promise<{ child: ChildProcess; port: number }> {
    const { number: node, env, imports, logFile, write } = this.#options;
    const port = await freePort();
    const flags = [INSIDE, ...imports].flatMap((module) => ['--import', module]);
    const child = spawn(process.execPath, [...NODE_FLAGS, ...flags, MAIN], {
      env: {
        PATH: process.env.PATH,
        DATA_DIR: this.#data.path,
        PORT: `${port}`,
        CHAOS_SKEW_MS: `${skewMs}`,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    endWithUs(child, 'SIGKILL');
    child.on('message', (sample: { rssMib: number; lagMs: number }) => write({ e: 'sample', node, ...sample }));
    await said(child, 'Parley is ready').catch((error: unknown) => {
      child.kill('SIGKILL');
      throw error;
    });
    child.once('exit', (code, signal) => {
      if (!this.#meant.has(child)) write({ e: 'left', node, how: `${signal ?? code}` });
    });
    return { child, port };
  }
}
