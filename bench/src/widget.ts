/**
 * The widget on a page of 36 cards, processor slowed four times, each round in a fresh browser: bytes, requests, script time,
 * long tasks, layout shift, and how soon the launcher is seen and the visitor can type. Each round is run with the page alone and
 * with the least launcher that there can be as well, in turn: what the page, the machine and the steering cost is told apart.
 * Script time has browsers of its own (`script-time.ts`).
 */
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { FLOOR } from '../baselines/widget-floor.ts';
import { newDataDir, startProgram } from './program.ts';
import { type ScriptTime, scriptTime } from './script-time.ts';
import { LAUNCHER, slowBrowser, THROTTLE } from './slow-browser.ts';
import { printTable, spread, told } from './table.ts';
import { twinShop } from './twin-shop.ts';

const ROUNDS = 7;
/** Chromium's own "slow 4G": 562 ms of latency, 1.44 Mbit/s. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };

interface Round {
  /** How long each was that took 50 ms or more: while the page loads, and from the pointer's coming near. */
  readonly longTasks: readonly [loading: readonly number[], opening: readonly number[]];
  readonly launcherSeen: number;
}
/** What only the widget has. */
interface WidgetRound extends Round {
  readonly loaderBytes: number;
  readonly openedBytes: number;
  readonly sentBytes: number;
  readonly requestsBefore: number;
  readonly requestsOpened: number;
  readonly layoutShift: number;
  readonly clickToTyping: number;
}

/** Watches from the first moment, inside the page. */
const WATCH = `
  window.bench = { tasks: [], shift: 0, seen: 0, near: 0, clicked: 0, typing: 0 };
  new PerformanceObserver((list) => { for (const { startTime, duration } of list.getEntries()) window.bench.tasks.push([startTime, duration]) }).observe({ type: 'longtask', buffered: true });
  addEventListener('pointerover', ({ timeStamp }) => { window.bench.near ||= timeStamp }, true);
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) window.bench.shift += entry.value }).observe({ type: 'layout-shift', buffered: true });
  const focused = (root) => (root.activeElement?.shadowRoot ? focused(root.activeElement.shadowRoot) : root.activeElement);
  addEventListener('click', () => {
    window.bench.clicked ||= performance.now();
    const wait = () => {
      if (focused(document)?.tagName === 'TEXTAREA') window.bench.typing ||= performance.now();
      else requestAnimationFrame(wait);
    };
    requestAnimationFrame(wait);
  }, true);
  const look = () => {
    const host = document.querySelector('parley-widget');
    if (host?.shadowRoot?.querySelector('button')) requestAnimationFrame(() => { window.bench.seen = performance.now() });
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);`;

/** The page has nothing more to do. */
const idle = (page: Page) =>
  page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => requestIdleCallback(() => resolve()))));

interface Watched {
  readonly tasks: readonly (readonly [at: number, took: number])[];
  readonly shift: number;
  readonly seen: number;
  readonly near: number;
  readonly clicked: number;
  readonly typing: number;
}
const watched = async (page: Page) => {
  const { tasks, near, ...rest } = await page.evaluate<Watched>('window.bench');
  const of = (opening: boolean) => tasks.filter(([at]) => at >= near === opening).map(([, took]) => took);
  return { ...rest, longTasks: [of(false), of(true)] as const };
};

async function load(page: Page, shop: string, drawn: boolean): Promise<void> {
  await page.goto(shop, { waitUntil: 'load' });
  if (drawn) await page.waitForFunction('window.bench.seen > 0', undefined, { polling: 100 });
  await idle(page);
}

/** The same steps as with the widget, without one to answer. */
async function plainRound(shop: string, drawn: boolean): Promise<Round> {
  const { browser, page } = await slowBrowser(WATCH);
  try {
    await load(page, shop, drawn);
    await page.mouse.move(LAUNCHER.x, LAUNCHER.y);
    await idle(page);
    await page.mouse.click(LAUNCHER.x, LAUNCHER.y);
    await idle(page);
    const { longTasks, seen } = await watched(page);
    return { longTasks, launcherSeen: seen };
  } finally {
    await browser.close();
  }
}

async function widgetRound(shop: string, server: string): Promise<WidgetRound> {
  const { browser, page } = await slowBrowser(WATCH);
  try {
    const bodies: Promise<number>[] = [];
    const sent: Promise<number>[] = [];
    let requests = 0;
    page.on('request', (request) => {
      if (request.url().startsWith(server)) requests++;
    });
    page.on('response', (response) => {
      if (response.url().startsWith(server))
        bodies.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    page.on('requestfinished', (request) => {
      if (request.url().startsWith(server)) sent.push(request.sizes().then((sizes) => sizes.responseBodySize));
    });
    const total = async () => (await Promise.all(bodies)).reduce((sum, bytes) => sum + bytes, 0);
    await load(page, shop, true);
    const [loaderBytes, requestsBefore] = [await total(), requests];
    await page.mouse.move(LAUNCHER.x, LAUNCHER.y);
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some((entry) => /\/w\/_\/chat-/.test(entry.name)),
    );
    await idle(page);
    await page.mouse.click(LAUNCHER.x, LAUNCHER.y);
    await page.waitForFunction('window.bench.typing > 0', undefined, { polling: 100 });
    // Usable: the session has answered, and what it told is on the screen.
    await page.waitForFunction(() => {
      const chat = document.querySelector('parley-widget')?.shadowRoot?.querySelector('parley-chat');
      return chat?.shadowRoot?.querySelector('.replies');
    });
    await page.waitForLoadState('networkidle');
    await idle(page);
    const { longTasks, shift, seen, clicked, typing } = await watched(page);
    return {
      loaderBytes,
      openedBytes: await total(),
      sentBytes: (await Promise.all(sent)).reduce((sum, bytes) => sum + bytes, 0),
      requestsBefore,
      requestsOpened: requests,
      longTasks,
      layoutShift: shift,
      launcherSeen: seen,
      clickToTyping: typing - clicked,
    };
  } finally {
    await browser.close();
  }
}

/** From the page's last byte to the launcher on slow 4G, the page itself being there already. */
async function slowLauncher(shop: string): Promise<number> {
  const { browser, page, cdp } = await slowBrowser(WATCH);
  try {
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    await page.goto(shop, { waitUntil: 'load' });
    await cdp.send('Network.enable');
    await cdp.send('Network.setCacheDisabled', { cacheDisabled: true });
    await cdp.send('Network.emulateNetworkConditions', SLOW_4G);
    await page.reload({ waitUntil: 'load' });
    await page.waitForFunction('window.bench.seen > 0');
    return await page.evaluate<number>("window.bench.seen - performance.getEntriesByType('navigation')[0].responseEnd");
  } finally {
    await browser.close();
  }
}

export async function widget(): Promise<void> {
  const data = newDataDir();
  const program = await startProgram(data.path);
  const [bare, sketch] = [await twinShop(program.shop, null), await twinShop(program.shop, FLOOR)];
  const rounds: WidgetRound[] = [];
  const floors: Round[] = [];
  const pages: Round[] = [];
  const scripts: Record<'widget' | 'sketch' | 'page', ScriptTime[]> = { widget: [], sketch: [], page: [] };
  const slow: number[] = [];
  const slowFloor: number[] = [];
  try {
    for (let n = 0; n < ROUNDS; n++) {
      rounds.push(await widgetRound(program.shop, program.url));
      floors.push(await plainRound(sketch.url, true));
      pages.push(await plainRound(bare.url, false));
      scripts.widget.push(await scriptTime(program.shop, true));
      scripts.sketch.push(await scriptTime(sketch.url, false));
      scripts.page.push(await scriptTime(bare.url, false));
      slow.push(await slowLauncher(program.shop));
      slowFloor.push(await slowLauncher(sketch.url));
    }
  } finally {
    bare.close();
    sketch.close();
    await program.stop();
    data.remove();
  }
  const of = (pick: (round: WidgetRound) => number) => spread(rounds.map(pick));
  const floor = (pick: (round: Round) => number) => spread(floors.map(pick));
  const page = (pick: (round: Round) => number) => spread(pages.map(pick));
  const script = (of: readonly ScriptTime[], until: keyof ScriptTime) =>
    told(spread(of.map((round) => round[until])), 'ms', 1);
  const kib = (pick: (round: WidgetRound) => number) =>
    told(
      of((r) => pick(r) / 1024),
      'KiB',
      2,
    );
  const count = (pick: (round: WidgetRound) => number, digits = 0) => told(of(pick), '', digits);
  const seen = (r: Round) => r.launcherSeen;
  const loading = (r: Round) => r.longTasks[0].length;
  const opening = (r: Round) => r.longTasks[1].length;
  const longest = (r: Round) => Math.max(0, ...r.longTasks[1]);
  printTable(`Widget, ${ROUNDS} fresh browsers, processor ${THROTTLE} x slower`, [
    ['bytes before a click (gzip -9)', kib((r) => r.loaderBytes), 'at most 1.5 KiB'],
    ['bytes opened and usable, the session too', kib((r) => r.openedBytes), 'at most 16 KiB'],
    ['the same as it really travelled', kib((r) => r.sentBytes), 'at most 16 KiB'],
    ['requests before a click', count((r) => r.requestsBefore), '1'],
    ['requests opened', count((r) => r.requestsOpened), 'at most 3'],
    ['script at load', script(scripts.widget, 'load'), 'at most 10 ms'],
    ['the same of the sketch', script(scripts.sketch, 'load'), ''],
    ['script opened', script(scripts.widget, 'opened'), 'at most 30 ms'],
    ['script of the page alone, to the end', script(scripts.page, 'opened'), '0'],
    ['long tasks, loading', told(of(loading), ''), '0 beyond the page'],
    ['the same of the sketch', told(floor(loading), ''), ''],
    ['the same of the page alone', told(page(loading), ''), ''],
    ['long tasks, from hover to open', told(of(opening), ''), '0'],
    ['the longest of them', told(of(longest), 'ms'), 'none'],
    ['layout shift', count((r) => r.layoutShift, 3), '0'],
    ['launcher seen, processor slowed', told(of(seen), 'ms'), 'at most 300 ms'],
    ['the same of the sketch', told(floor(seen), 'ms'), ''],
    ['launcher seen after the page, slow 4G', told(spread(slow), 'ms'), 'at most 450 ms (page and widget)'],
    ['the same of the sketch', told(spread(slowFloor), 'ms'), ''],
    [
      'click to typing, prefetched',
      told(
        of((r) => r.clickToTyping),
        'ms',
      ),
      'at most 60 ms',
    ],
  ]);
}
