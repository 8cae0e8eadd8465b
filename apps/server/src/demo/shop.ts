/** Runs the demo shop as a program of its own, on another origin, as a real site owner's page would be. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import { StartError } from '../core/start-error.ts';

const MAIN = fileURLToPath(new URL('../../../demo/src/main.ts', import.meta.url));

export interface Shop {
  readonly url: string;
  stop(): Promise<void>;
}

/** Resolves when the shop answers. Throws a StartError when it cannot start, such as on a taken port. */
export async function startShop(config: Config): Promise<Shop> {
  const child = spawn(
    process.execPath,
    [MAIN, '--port', String(config.demoPort), '--host', config.host, '--parley-url', config.publicUrl],
    // Its own group: Ctrl-C reaches the server alone, which stops things in order. The pipe tells it when we die.
    { stdio: ['pipe', 'pipe', 'pipe'], detached: true },
  );
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += chunk;
  });
  const url = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('ready ')) resolve(line.slice('ready '.length));
    });
    child.once('error', reject);
    child.once('exit', () =>
      reject(
        new StartError(
          `The demo shop could not start on port ${config.demoPort}. ${said.trim()}\nStop the other program, or choose another port with DEMO_PORT.`,
        ),
      ),
    );
  });
  return { url: url.replace('127.0.0.1', 'localhost'), stop: () => stop(child) };
}

function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });
}
