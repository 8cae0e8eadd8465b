/**
 * How soon the model's first token is on the visitor's screen, with the real widget in a real browser. In turn with each question to
 * the bot the page reads the same stream by itself, and draws its first word: what the model, the browser and the frame take without us.
 */
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromium, type Page } from 'playwright-core';
import { startRedis } from '../nodes.ts';
import { newDataDir, startProgram } from '../program.ts';
import { startNode, startParley, startPostgres } from '../servers.ts';
import { printTable, spread, told } from '../table.ts';
import { type BenchModel, startModel } from './processes.ts';
import { askedAs, tokenOf } from './told.ts';

/** Short answers: only their beginnings count. */
const PACE = { tokensPerSecond: 40, tokens: 12, firstAfterMs: 200 };
const GOAL_MS = 50;

/** Inside the page: when a frame that follows the word's arrival has been drawn, in milliseconds since the epoch. */
const WATCH = `
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve(performance.timeOrigin + performance.now());
    port2.postMessage(0);
  }));
  window.seen = (word) => new Promise((resolve, reject) => {
    setTimeout(reject, 20_000, new Error('no answer with ' + word));
    const root = document.querySelector('parley-widget').shadowRoot.querySelector('parley-chat').shadowRoot;
    const observer = new MutationObserver(() => {
      if (!root.textContent.includes(word)) return;
      observer.disconnect();
      drawn().then(resolve);
    });
    observer.observe(root, { subtree: true, childList: true, characterData: true });
  });
  window.readBare = async (url, question, word) => {
    const body = JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: question }] });
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
    const line = document.body.appendChild(document.createElement('p'));
    let at = null;
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      if (at !== null) continue;
      line.textContent += next.value;
      if (line.textContent.includes(word)) at = drawn();
    }
    line.remove();
    return at;
  };`;

interface Setup {
  readonly name: string;
  /** A page with the widget. */
  readonly page: string;
  readonly stop: () => Promise<void>;
}

export async function firstWord(rounds: number): Promise<void> {
  const model = await startModel(PACE);
  const executablePath = process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync);
  const browser = await chromium.launch({ ...(executablePath && { executablePath }), args: ['--no-sandbox'] });
  const rows: [string, string, string][] = [];
  try {
    for (const start of [shop, apartWithRedis]) {
      const setup = await start(model);
      try {
        const page = await browser.newPage();
        await page.addInitScript(WATCH);
        await page.goto(setup.page, { waitUntil: 'load' });
        await page.locator('parley-widget button[aria-haspopup]').click();
        await page.locator('parley-chat textarea').waitFor();
        const [ours, bare]: [number[], number[]] = [[], []];
        for (let n = -2; n < rounds; n++) {
          const question = `${setup.name.length.toString(36)}${(n + 2).toString(36).padStart(3, '0')}`;
          const [us, floor] = [await ask(page, model, question), await askBare(page, model, `f${question}`)];
          // The first ones load what stays.
          if (n < 0) continue;
          ours.push(us);
          bare.push(floor);
        }
        const added = ours.map((ms, n) => ms - (bare[n] as number));
        rows.push(
          [`${setup.name}: from the model's first token to the frame`, told(spread(ours), 'ms', 1), ''],
          ['the page reads the model itself', told(spread(bare), 'ms', 1), ''],
          ['added', told(spread(added), 'ms', 1), `at most ${GOAL_MS} ms`],
        );
        await page.close();
      } finally {
        await setup.stop();
      }
    }
  } finally {
    await browser.close();
    model.stop();
  }
  printTable(`The first word on the screen, ${rounds} questions each`, rows);
}

async function ask(page: Page, model: BenchModel, question: string): Promise<number> {
  const field = page.locator('parley-chat textarea');
  const word = tokenOf(question, 0);
  const seen = page.evaluate<number>(`seen(${JSON.stringify(word)})`);
  await field.fill(askedAs(question));
  await field.press('Enter');
  const at = await seen;
  // The next question is asked when this one is answered.
  await page
    .locator('parley-chat')
    .getByText(`${word}${tokenOf(question, 1)}`)
    .waitFor();
  await page.waitForFunction(
    `(() => { const text = document.querySelector('parley-widget').shadowRoot.querySelector('parley-chat').shadowRoot.textContent;
      return text.includes(${JSON.stringify(tokenOf(question, PACE.tokens - 1))}, text.indexOf(${JSON.stringify(word)})); })()`,
  );
  return at - (model.firstToken(question) as number);
}

async function askBare(page: Page, model: BenchModel, question: string): Promise<number> {
  const all = [`${model.baseUrl}/chat/completions`, askedAs(question), tokenOf(question, 0)];
  const at = await page.evaluate<number>(`readBare(${all.map((one) => JSON.stringify(one)).join(', ')})`);
  return at - (model.firstToken(question) as number);
}

const modelEnv = (model: BenchModel) => ({ OPENAI_BASE_URL: model.baseUrl, OPENAI_EMBEDDING_MODEL: 'off' });

/** As `npm start` runs it: all in one process, with its own Postgres. */
async function shop(model: BenchModel): Promise<Setup> {
  const data = newDataDir();
  const program = await startProgram(data.path, { env: modelEnv(model) });
  const stop = async () => {
    await program.stop();
    data.remove();
  };
  return { name: 'one process, the demo shop', page: program.shop, stop };
}

/** The sockets in one process, the jobs in another, a Redis between them. */
async function apartWithRedis(model: BenchModel): Promise<Setup> {
  const postgres = await startPostgres();
  const redis = await startRedis();
  let tag = '';
  const page = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html><p>Shop</p>${tag}`);
  });
  await new Promise<void>((resolve) => {
    page.listen(0, '127.0.0.1', resolve);
  });
  const origin = `http://localhost:${(page.address() as AddressInfo).port}`;
  const env = { ...modelEnv(model), REDIS_URL: redis.url };
  const people = { visitors: 0, agents: 1, owner: 'bot', origins: [origin], env } as const;
  const server = await startParley(await postgres.createDatabase('apart'), people);
  const worker = await startNode(server.databaseUrl, env, { roles: 'worker' });
  const slug = server.agents[0]?.path.split(/[/?]/)[3];
  tag = `<script async src="http://localhost:${server.port}/w/${slug}.js"></script>`;
  const stop = async () => {
    page.close();
    page.closeAllConnections();
    await worker.stop();
    await server.stop();
    redis.stop();
    await postgres.stop();
  };
  return { name: 'sockets and jobs in two processes, with Redis', page: `${origin}/`, stop };
}
