/** A stream is read in gulps: the first token at once, the others together, nothing lost, and an end is an end. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fetchInGulps } from './gulps.ts';

const TOKENS = 120;
/** No two looks are closer together, but for the first ones. */
const LOOK_MS = 40;

let server: Server;
let url: string;
let stream: (response: ServerResponse) => void;

beforeAll(async () => {
  server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    stream(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const bodyOf = async (signal?: AbortSignal) =>
  (await fetchInGulps(url, { ...(signal && { signal }) })).body as ReadableStream<Uint8Array>;

test('many tokens are few reads, and all of them', async () => {
  stream = async (response) => {
    for (let n = 0; n < TOKENS; n++) {
      response.write(`data: ${n}\n\n`);
      await delay(2);
    }
    response.end();
  };
  const reads: string[] = [];
  const begun = performance.now();
  for await (const chunk of await bodyOf()) reads.push(Buffer.from(chunk).toString());
  expect(reads.join('')).toBe(Array.from({ length: TOKENS }, (_, n) => `data: ${n}\n\n`).join(''));
  // However slowly a busy machine writes them.
  const looks = 6 + (performance.now() - begun) / LOOK_MS;
  expect(reads.length).toBeLessThan(Math.min(looks, TOKENS));
});

test('a reader that calls it off is heard while the stream rests, and so is a server that breaks off', async () => {
  const begun = Promise.withResolvers<ServerResponse>();
  stream = (response) => {
    response.write('data: first\n\n');
    begun.resolve(response);
  };
  const leaving = new AbortController();
  const reader = (await bodyOf(leaving.signal)).getReader();
  await reader.read();
  const next = reader.read();
  leaving.abort();
  await expect(next).rejects.toThrow();

  const broken = (await bodyOf()).getReader();
  await broken.read();
  (await begun.promise).destroy();
  server.closeAllConnections();
  await expect(broken.read()).rejects.toThrow();
});
