// The shop as a child process: it says when it is ready, goes when told, and does not outlive its parent.

import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const children: ChildProcessWithoutNullStreams[] = [];

const run = (...flags: string[]): ChildProcessWithoutNullStreams => {
  const child = spawn(process.execPath, [main, ...flags]);
  children.push(child);
  return child;
};

const ready = async (child: ChildProcessWithoutNullStreams): Promise<string> => {
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  return line.replace('ready ', '');
};

const ended = async (child: ChildProcessWithoutNullStreams): Promise<{ code: number | null; said: string }> => {
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, said };
};

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

test('it prints its address once it answers, and SIGTERM ends it, open connections or not', async () => {
  const child = run('--port', '0', '--parley-url', 'http://localhost:4321');
  const url = await ready(child);
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const response = await fetch(url);
  expect(await response.text()).toContain('src="http://localhost:4321/w/acme.js"');
  const end = ended(child);
  child.kill('SIGTERM');
  expect(await end).toEqual({ code: 0, said: '' });
});

test('it ends when the program that started it is gone', async () => {
  const child = run('--port', '0');
  await ready(child);
  const end = ended(child);
  child.stdin.destroy();
  expect(await end).toEqual({ code: 0, said: '' });
});

test('a taken port is said in one sentence', async () => {
  const port = new URL(await ready(run('--port', '0'))).port;
  const { code, said } = await ended(run('--port', port));
  expect(code).toBe(1);
  expect(said).toBe(`Port ${port} on 127.0.0.1 is taken. Stop what uses it, or choose another with --port.\n`);
});

test.each([
  [['--port', 'many'], '--port many is no port.'],
  [['--parley-url', 'javascript:alert(1)'], '--parley-url javascript:alert(1) is no http or https address.'],
  [['--colour', 'green'], "Unknown option '--colour'"],
])('%j is refused with the usage', async (flags, text) => {
  const { code, said } = await ended(run(...flags));
  expect(code).toBe(2);
  expect(said).toContain(text);
  expect(said).toContain('Usage: ');
});
