/**
 * The real program as a child process, as `npm start` runs it: its own data folder and ports, an embedded Postgres, the
 * demo shop on another origin. Can be stopped in order, killed, and started again on the same data.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NODE_FLAGS } from '../scripts/node-flags.mjs';

const MAIN = fileURLToPath(new URL('../apps/server/src/main.ts', import.meta.url));
/** What ends the text that the program prints when it is ready. */
const READY = 'Stop with Ctrl-C.';

export interface ProgramOptions {
  /** Appended to; what the program prints. */
  logFile: string;
  emailDelaySeconds: number;
  smtpUrl: string;
  /** An OpenAI-compatible server; without one the bot has no model. */
  modelUrl?: string | undefined;
}

export class Program {
  readonly url: string;
  /** The site owner's pages. */
  readonly shop: string;
  readonly emailDelayMs: number;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #dataDir: string;
  readonly #logFile: string;
  #child: ChildProcess | undefined;
  #postgres = 0;
  #said = '';

  private constructor(options: ProgramOptions, dataDir: string, port: number, demoPort: number) {
    this.url = `http://localhost:${port}`;
    this.shop = `http://localhost:${demoPort}`;
    this.emailDelayMs = options.emailDelaySeconds * 1_000;
    this.#dataDir = dataDir;
    this.#logFile = options.logFile;
    const { PATH, HOME, TMPDIR, NODE_COMPILE_CACHE } = process.env;
    this.#environment = {
      PATH,
      HOME,
      TMPDIR,
      NODE_COMPILE_CACHE,
      PORT: `${port}`,
      DEMO_PORT: `${demoPort}`,
      DATA_DIR: dataDir,
      SMTP_URL: options.smtpUrl,
      EMAIL_DELAY_SECONDS: `${options.emailDelaySeconds}`,
      OPENAI_BASE_URL: options.modelUrl ?? '',
      // Empty is as good as absent, and wins over a developer's .env.
      ...Object.fromEntries(
        ['NODE_ENV', 'HOST', 'PUBLIC_URL', 'DATABASE_URL', 'REDIS_URL', 'MAIL_FROM', 'OPENAI_API_KEY'].map((name) => [
          name,
          '',
        ]),
      ),
    };
  }

  static async start(options: ProgramOptions): Promise<Program> {
    const dataDir = mkdtempSync(join(tmpdir(), 'parley-e2e-'));
    // Where we are root, Postgres runs as somebody else, who must be able to enter.
    chmodSync(dataDir, 0o755);
    mkdirSync(dirname(options.logFile), { recursive: true });
    const port = await freePort();
    const program = new Program(options, dataDir, port, await freePort(port));
    await program.start();
    return program;
  }

  /** Resolves when it is ready. Throws what the program said when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, [...NODE_FLAGS, MAIN], {
      env: this.#environment,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    this.#said = '';
    // An interrupted run ends without a word to fixtures.
    process.once('exit', () => child.kill('SIGTERM'));
    await new Promise<void>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        this.#said += chunk;
        appendFileSync(this.#logFile, chunk);
        if (this.#said.includes(READY)) resolve();
      };
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      child.once('error', reject);
      child.once('exit', (code, signal) => reject(new Error(`the program ended (${code ?? signal}):\n${this.#said}`)));
    });
    this.#postgres = Number(readFileSync(join(this.#cluster, 'postmaster.pid'), 'utf8').split('\n')[0]);
  }

  /** As a crash would end it: at once, without a word to anybody. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** SIGTERM. Throws unless it leaves with 0, with Postgres gone and nothing in its log that a bug would have put there. */
  async stop(): Promise<void> {
    const code = await this.#end('SIGTERM');
    const elsewhere = existsSync(this.#pointer) ? this.#cluster : null;
    try {
      if (code !== 0) throw new Error(`the program left with ${code}:\n${this.#said}`);
      if (isAlive(this.#postgres)) throw new Error(`Postgres (${this.#postgres}) outlived the program`);
      const bug = /^.*\b(ERROR|FATAL|unhandled rejection)\b[^]*/m.exec(this.#said)?.[0];
      if (bug) throw new Error(`the program logged a bug:\n${bug}`);
    } finally {
      if (elsewhere) rmSync(elsewhere, { recursive: true, force: true });
      rmSync(this.#dataDir, { recursive: true, force: true });
    }
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit') as Promise<[number | null]>;
    child.kill(signal);
    return (await exit)[0];
  }

  get #pointer(): string {
    return join(this.#dataDir, 'postgres-lies-in.txt');
  }

  get #cluster(): string {
    return existsSync(this.#pointer) ? readFileSync(this.#pointer, 'utf8').trim() : join(this.#dataDir, 'postgres');
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/**
 * The program is told its ports, because its addresses stand in pages and mails. Below what systems give to outgoing
 * connections, so that no browser takes it before the program does; each worker of Playwright's has its own half of them.
 */
async function freePort(not = 0): Promise<number> {
  const half = Number(process.env.TEST_PARALLEL_INDEX ?? 0) % 2;
  for (;;) {
    const port = 2 * randomInt(10_000, 15_000) + half;
    if (port === not) continue;
    const server = createServer().listen(port, '127.0.0.1');
    const free = await once(server, 'listening').then(
      () => true,
      () => false,
    );
    if (!free) continue;
    await once(server.close(), 'close');
    return port;
  }
}
