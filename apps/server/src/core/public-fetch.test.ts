/** Holds the one door to the outside: public addresses alone, whatever a name means, and never more than was asked for. */
import type { lookup } from 'node:dns';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isPublicAddress } from './public-address.ts';
import { fetchPublic } from './public-fetch.ts';

test.each([
  ['93.184.216.34', true],
  ['2606:2800:220:1:248:1893:25c8:1946', true],
  ['::ffff:93.184.216.34', true],
  ['127.0.0.1', false],
  ['127.8.9.10', false],
  ['0.0.0.0', false],
  ['0.1.2.3', false],
  ['10.1.2.3', false],
  ['172.16.0.1', false],
  ['172.31.255.255', false],
  ['192.168.1.1', false],
  ['169.254.169.254', false],
  ['100.64.0.1', false],
  ['100.100.100.200', false],
  ['192.0.0.170', false],
  ['192.0.2.1', false],
  ['198.18.0.1', false],
  ['203.0.113.1', false],
  ['224.0.0.1', false],
  ['240.0.0.1', false],
  ['255.255.255.255', false],
  ['::', false],
  ['::1', false],
  ['::ffff:127.0.0.1', false],
  ['::ffff:a9fe:a9fe', false],
  ['::127.0.0.1', false],
  ['64:ff9b::7f00:1', false],
  ['64:ff9b::a9fe:a9fe', false],
  ['64:ff9b:1::a00:1', false],
  ['2002:7f00:1::', false],
  ['2001:0:7f00:1::', false],
  ['2001:db8::1', false],
  ['fc00::1', false],
  ['fd00:ec2::254', false],
  ['fe80::1', false],
  ['fe80::1%eth0', false],
  ['fec0::1', false],
  ['ff02::1', false],
  ['acme.test', false],
  ['', false],
])('[Z6] %s is public: %s', (address, expected) => {
  expect(isPublicAddress(address)).toBe(expected);
});

let server: Server;
let host: string;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
let asked = 0;

beforeAll(async () => {
  server = createServer((request, response) => {
    asked += 1;
    answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const get = (url = `http://${host}/`, more: object = {}) =>
  fetchPublic(new URL(url), { allow: [host], maxBytes: 100_000, timeoutMs: 5_000, ...more });

describe('whom it asks', () => {
  test('[Z6] no private address, however it is written, and no other port, scheme or password', async () => {
    const port = host.split(':')[1];
    for (const url of [
      'http://127.0.0.1/',
      'http://2130706433/',
      'http://0177.0.0.1/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://[::ffff:7f00:1]/',
      'http://[64:ff9b::7f00:1]/',
      'http://169.254.169.254/',
      'http://0/',
    ])
      await expect([url, await get(url, { allow: [] }).catch(({ code }) => code)]).toEqual([url, 'not_public']);
    for (const url of [
      `http://127.0.0.1:${port}/`,
      'http://acme.test:6379/',
      'https://acme.test:80/',
      'http://user:word@acme.test/',
      'ftp://acme.test/',
      'file:///etc/passwd',
    ])
      await expect([url, await get(url, { allow: [] }).catch(({ code }) => code)]).toEqual([url, 'address_refused']);
    expect(asked).toBe(0);
  });

  test('[Z6] a name is asked for once, and means nothing else a moment later; one that is half private is not believed', async () => {
    const answers: Record<string, string[][]> = {
      'private.test': [['127.0.0.1']],
      'half.test': [['93.184.216.34', '10.0.0.1']],
      'mapped.test': [['::ffff:169.254.169.254']],
      'none.test': [[]],
      // The second answer would lead here.
      'rebinding.test': [['192.88.99.1'], ['127.0.0.1']],
      'again.test': [['93.184.216.34'], ['127.0.0.1']],
    };
    const calls: string[] = [];
    const resolve = ((name: string, _options: object, done: (error: null, found: object[]) => void) => {
      calls.push(name);
      const found = answers[name]?.shift() ?? ['127.0.0.1'];
      done(
        null,
        found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      );
    }) as unknown as typeof lookup;
    for (const name of ['private', 'half', 'mapped', 'none', 'rebinding'])
      await expect(get(`http://${name}.test/`, { resolve })).rejects.toMatchObject({ code: 'not_public' });
    // To that very address, whoever is there, and nowhere else.
    await get('http://again.test/', { resolve, timeoutMs: 300 }).catch(() => undefined);
    expect(calls.filter((name) => name === 'again.test')).toHaveLength(1);
    expect(asked).toBe(0);
  });

  test('[Z6] a redirect is an answer like any other, and not followed', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
    expect(await get()).toMatchObject({ status: 302, headers: { location: 'http://169.254.169.254/' } });
  });
});

describe('how much it takes', () => {
  // Packed before anybody waits for it.
  const unfolding = gzipSync(Buffer.alloc(200_000_000));

  test('packed answers are unpacked', async () => {
    for (const [encoding, body] of [
      ['gzip', gzipSync('hello')],
      ['br', brotliCompressSync('hello')],
    ] as const) {
      answer = (_request, response) => response.writeHead(200, { 'content-encoding': encoding }).end(body);
      expect(String((await get()).body)).toBe('hello');
    }
  });

  test.each<[string, (response: ServerResponse) => void, string]>([
    [
      'a body that says it is large',
      (response) => response.writeHead(200, { 'content-length': '5000000' }).write('x'),
      'too_large',
    ],
    [
      'a body without an end',
      (response) => {
        const more = () => response.write('x'.repeat(10_000), () => setImmediate(more));
        response.on('error', () => undefined);
        more();
      },
      'too_large',
    ],
    [
      'a body that unfolds to 200 MB',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(unfolding),
      'too_large',
    ],
    [
      'one byte now and then',
      (response) => {
        const drip = setInterval(() => response.write('x'), 50);
        response.on('close', () => clearInterval(drip));
      },
      'too_slow',
    ],
    ['no answer at all', () => undefined, 'too_slow'],
    [
      'a body that is broken off',
      (response) => {
        response.writeHead(200, { 'content-length': '1000' }).write('x');
        setImmediate(() => response.destroy());
      },
      'broken_answer',
    ],
    [
      'something that only says it is packed',
      (response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end('plain'),
      'broken_answer',
    ],
    [
      'an encoding that nobody knows',
      (response) => response.writeHead(200, { 'content-encoding': 'rot13' }).end('x'),
      'broken_answer',
    ],
    [
      'headers without an end',
      (response) => response.writeHead(200, { 'x-long': 'x'.repeat(100_000) }).end(),
      'broken_answer',
    ],
    ['what is no HTTP', (response) => response.socket?.end('SSH-2.0-OpenSSH\r\n'), 'broken_answer'],
    ['a connection that is cut', (response) => response.socket?.destroy(), 'no_connection'],
  ])('[Z6] %s', async (_name, respond, code) => {
    answer = (_request, response) => respond(response);
    const before = process.memoryUsage().rss;
    await expect(get(undefined, { timeoutMs: code === 'too_slow' ? 400 : 5_000 })).rejects.toMatchObject({ code });
    expect(process.memoryUsage().rss - before).toBeLessThan(250_000_000);
  });

  test('whoever stops waiting is told their own reason', async () => {
    answer = () => undefined;
    const leaving = new AbortController();
    const waiting = get(undefined, { signal: leaving.signal });
    leaving.abort(new Error('the program stops'));
    await expect(waiting).rejects.toThrow('the program stops');
  });
});

test('what was fetched is not kept until the time that it might have taken is over', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const body = Buffer.alloc(1_000_000);
  answer = (_request, response) => response.end(body);
  const signal = new AbortController().signal;
  const kept = async () => {
    for (let i = 0; i < 10; i++) {
      await get(undefined, { maxBytes: 2_000_000, timeoutMs: 60_000, signal });
      collect();
    }
    // What a promise of the last turn still holds.
    await new Promise((resolve) => setImmediate(resolve));
    collect();
    return process.memoryUsage().arrayBuffers;
  };
  const before = await kept();
  expect((await kept()) - before).toBeLessThan(5_000_000);
});
