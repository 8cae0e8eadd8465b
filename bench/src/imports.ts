/** What importing a website of a thousand pages takes: time, the program's memory, and what a visitor who talks meanwhile notices. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket } from 'ws';
import { memoryMib } from './processes.ts';
import { newDataDir, type Program, startProgram } from './program.ts';
import { printTable, spread, told } from './table.ts';

const PAGES = 1_000;
const BEFORE_MS = 20_000;
/** A visitor's message every so often: far more than anyone types. */
const EVERY_MS = 100;
const WORDS =
  'tent boot pack stove mat lamp return refund zip pole seam wax size weight price order parcel store repair rent'.split(
    ' ',
  );

export async function imports(): Promise<void> {
  const web = await website();
  const data = newDataDir();
  const program = await startProgram(data.path, { env: { CRAWL_ALLOW: web.host } });
  const visitor = await talk(program);
  await wait(BEFORE_MS);
  const before = visitor.latencies.splice(0);
  const idle = memoryMib(program.pid);
  const token = await signIn(program);
  const began = performance.now();
  const { source } = await ask<{ source: { id: string } }>(program, token, '/api/sources', {
    address: web.url,
    max_pages: PAGES,
  });
  let peak = 0;
  let run = { state: 'queued', added: 0, failed: 0 };
  while (run.state === 'queued' || run.state === 'running') {
    await wait(500);
    peak = Math.max(peak, memoryMib(program.pid));
    const { sources } = await ask<{ sources: { id: string; run: typeof run }[] }>(program, token, '/api/sources');
    run = sources.find(({ id }) => id === source.id)?.run ?? run;
  }
  const tookMs = performance.now() - began;
  const during = visitor.latencies.splice(0);
  visitor.stop();
  await program.stop();
  data.remove();
  web.close();
  printTable(
    `Importing ${PAGES} pages of ${Math.round(web.bytes / 1_000)} kB while a visitor writes ${1_000 / EVERY_MS} messages a second`,
    [
      ['pages that became articles', `${run.added} (${run.failed} failed)`, `${PAGES}`],
      ['took, at ten pages a second at most', `${(tookMs / 1_000).toFixed(0)} s`, ''],
      ['memory of the program before, PSS', `${idle.toFixed(0)} MiB`, ''],
      ['the most meanwhile, threads included', `${peak.toFixed(0)} MiB`, 'below 300 MB'],
      ['a message acknowledged, before', told(spread(before), 'ms', 1), ''],
      ['the same during the import', told(spread(during), 'ms', 1), 'median at most 1.5 times'],
    ],
  );
}

/** Each page links to ten others, and carries the markup that pages carry. */
async function website() {
  const text = (page: number, n: number) =>
    Array.from({ length: 60 }, (_, i) => WORDS[(page * 7 + n * 13 + i * (n + 3)) % WORDS.length]).join(' ');
  const pageOf = (
    n: number,
  ) => `<!doctype html><html><head><title>Page ${n}</title></head><body><nav>${'<a class="menu-item menu-item-level-2" href="/0">Menu</a>'.repeat(120)}</nav>
<main><h1>Page ${n}</h1>${Array.from({ length: 12 }, (_, i) => `<section class="content-section content-section--wide"><h2>Section ${i}</h2><p>${text(n, i)}.</p></section>`).join('')}
<ul>${Array.from({ length: 10 }, (_, i) => `<li><a href="/${(n * 10 + i) % PAGES}">more</a></li>`).join('')}</ul></main></body></html>`;
  const server = createServer((request, response) => {
    if (request.url === '/robots.txt') return response.writeHead(404).end();
    response.writeHead(200, { 'content-type': 'text/html' });
    return response.end(pageOf(Number(request.url?.slice(1) || 0)));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { host, url: `http://${host}/0`, bytes: pageOf(500).length, close: () => server.close() };
}

async function ask<Answer>(program: Program, token: string | null, path: string, body?: object): Promise<Answer> {
  const response = await fetch(program.url + path, {
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

const signIn = async (program: Program): Promise<string> =>
  (
    await ask<{ access_token: string }>(program, null, '/api/users/login', {
      email: 'ada@parley.test',
      password: 'parley-demo-1234',
    })
  ).access_token;

/** Somebody who writes all the time, to a person, and notes how long each acknowledgement took. */
async function talk(program: Program) {
  const { consumer, access_token } = await ask<{ consumer: string; access_token: string }>(
    program,
    null,
    '/api/widget/acme/session',
    {},
  );
  const url = `${program.url.replace('http', 'ws')}/ws/chat/acme/${consumer}`;
  const socket = new WebSocket(url, { headers: { authorization: `Bearer ${access_token}` } });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const latencies: number[] = [];
  const sent = new Map<string, number>();
  socket.on('message', (data) => {
    const { id } = JSON.parse(String(data)) as { id?: string };
    const at = id === undefined ? undefined : sent.get(id);
    if (at !== undefined) latencies.push(performance.now() - at);
  });
  let n = 0;
  const say = (command: string, params: object) => {
    const id = String(++n);
    sent.set(id, performance.now());
    socket.send(JSON.stringify({ command, id, ...params }));
  };
  say('new_message', { message: { content: 'A person, please', client_id: 'first' } });
  say('request_person', {});
  const timer = setInterval(
    () => say('new_message', { message: { content: 'And then?', client_id: `c${n}` } }),
    EVERY_MS,
  );
  return {
    latencies,
    stop: () => {
      clearInterval(timer);
      socket.close();
    },
  };
}
