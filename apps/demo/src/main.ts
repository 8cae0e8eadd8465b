// The shop as a program of its own: `node apps/demo/src/main.ts --port 4001 --parley-url http://localhost:4000`.
// Prints `ready <url>` once it listens; stops on SIGTERM, SIGINT, and when the program that started it is gone.

import { fstatSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startDemo } from './demo-server.ts';

const usage = 'Usage: node apps/demo/src/main.ts [--port 4001] [--host 127.0.0.1] [--parley-url http://localhost:4000]';

function stop(code: number, text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(code);
}

function readArguments(): { port: number; host: string; parleyUrl: string } {
  const options = { port: { type: 'string' }, host: { type: 'string' }, 'parley-url': { type: 'string' } } as const;
  try {
    const { values } = parseArgs({ options });
    const port = Number(values.port ?? 4001);
    const parleyUrl = values['parley-url'] ?? 'http://localhost:4000';
    if (!Number.isInteger(port) || port < 0 || port > 65_535) throw new Error(`--port ${values.port} is no port.`);
    if (!/^https?:$/.test(URL.parse(parleyUrl)?.protocol ?? '')) {
      throw new Error(`--parley-url ${parleyUrl} is no http or https address.`);
    }
    return { port, host: values.host ?? '127.0.0.1', parleyUrl };
  } catch (error) {
    return stop(2, `${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

const { port, host, parleyUrl } = readArguments();
const demo = await startDemo({ port, host, parleyUrl, log: console.error }).catch((error: NodeJS.ErrnoException) => {
  const taken = `Port ${port} on ${host} is taken. Stop what uses it, or choose another with --port.`;
  return stop(1, error.code === 'EADDRINUSE' ? taken : `Cannot listen on ${host}:${port}: ${error.message}`);
});
process.stdout.write(`ready ${demo.url}\n`);

const end = (): void => void demo.close().then(() => process.exit(0));
process.once('SIGTERM', end);
process.once('SIGINT', end);

// A parent that spawned us holds the other end of our stdin: when it dies, however it dies, that end closes.
// A terminal or /dev/null says nothing about a parent.
const stdin = fstatSync(0);
if (stdin.isFIFO() || stdin.isSocket()) process.stdin.once('end', end).once('error', end).resume();
