/**
 * The widget on a page of 36 cards, processor slowed four times, each round in a fresh browser: bytes, requests, script time,
 * long tasks, layout shift, and how soon the launcher is seen and the visitor can type. Each round is run with the page alone and
 * with the least launcher that there can be as well, in turn: what the page, the machine and the steering cost is told apart.
 */
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { FLOOR } from '../baselines/widget-floor.ts';
import { newDataDir, startProgram } from './program.ts';
import { printTable, type Spread, spread, told } from './table.ts';
import { twinShop } from './twin-shop.ts';

const ROUNDS = 7;
const THROTTLE = 4;
/** Chromium's own "slow 4G": 562 ms of latency, 1.44 Mbit/s. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };

interface Round {
  readonly scriptLoad: number;
  readonly scriptOpened: number;
  readonly longTasks: number;
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

const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync) ?? '',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });

async function scriptMs(cdp: CDPSession): Promise<number> {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
}

/** Watches from the first moment, inside the page. */
const WATCH = `
  window.bench = { longTasks: 0, shift: 0, seen: 0, clicked: 0, typing: 0 };
  new PerformanceObserver((list) => { window.bench.longTasks += list.getEntries().length }).observe({ type: 'longtask', buffered: true });
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

/** Within the launcher, of the widget and of the sketch. */
const LAUNCHER = { x: 1232, y: 752 };

interface Opened {
  readonly page: Page;
  readonly cdp: CDPSession;
}

async function open(browser: Browser): Promise<Opened> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.addInitScript(WATCH);
  return { page, cdp };
}

/** The page has nothing more to do. */
const idle = (page: Page) =>
  page.evaluate(() => new Promise<void>((resolve) => requestIdleCallback(() => requestIdleCallback(() => resolve()))));

const watched = (page: Page) =>
  page.evaluate<{ longTasks: number; shift: number; seen: number; clicked: number; typing: number }>('window.bench');

async function load({ page, cdp }: Opened, shop: string, drawn: boolean): Promise<number> {
  await page.goto(shop, { waitUntil: 'load' });
  if (drawn) await page.waitForFunction('window.bench.seen > 0', undefined, { polling: 100 });
  await idle(page);
  return scriptMs(cdp);
}

/** The same steps as with the widget, without one to answer. */
async function plainRound(shop: string, drawn: boolean): Promise<Round> {
  const browser = await launch();
  try {
    const opened = await open(browser);
    const { page, cdp } = opened;
    const scriptLoad = await load(opened, shop, drawn);
    await page.mouse.move(LAUNCHER.x, LAUNCHER.y);
    await idle(page);
    await page.mouse.click(LAUNCHER.x, LAUNCHER.y);
    await idle(page);
    const { longTasks, seen } = await watched(page);
    return { scriptLoad, scriptOpened: await scriptMs(cdp), longTasks, launcherSeen: seen };
  } finally {
    await browser.close();
  }
}

async function widgetRound(shop: string, server: string): Promise<WidgetRound> {
  const browser = await launch();
  try {
    const opened = await open(browser);
    const { page, cdp } = opened;
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
    const scriptLoad = await load(opened, shop, true);
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
      scriptLoad,
      scriptOpened: await scriptMs(cdp),
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
  const browser = await launch();
  try {
    const { page, cdp } = await open(browser);
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
  const slow: number[] = [];
  const slowFloor: number[] = [];
  try {
    for (let n = 0; n < ROUNDS; n++) {
      rounds.push(await widgetRound(program.shop, program.url));
      floors.push(await plainRound(sketch.url, true));
      pages.push(await plainRound(bare.url, false));
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
  const beyond = (of: Spread, page: Spread): string =>
    told({ min: of.min - page.median, median: of.median - page.median, max: of.max - page.median }, 'ms', 1);
  const kib = (pick: (round: WidgetRound) => number) =>
    told(
      of((r) => pick(r) / 1024),
      'KiB',
      2,
    );
  const count = (pick: (round: WidgetRound) => number, digits = 0) => told(of(pick), '', digits);
  const load = (r: Round) => r.scriptLoad;
  const opened = (r: Round) => r.scriptOpened;
  const seen = (r: Round) => r.launcherSeen;
  const tasks = (r: Round) => r.longTasks;
  printTable(`Widget, ${ROUNDS} fresh browsers, processor ${THROTTLE} x slower`, [
    ['bytes before a click (gzip -9)', kib((r) => r.loaderBytes), 'at most 1.5 KiB'],
    ['bytes opened and usable, the session too', kib((r) => r.openedBytes), 'at most 16 KiB'],
    ['the same as it really travelled', kib((r) => r.sentBytes), 'at most 16 KiB'],
    ['requests before a click', count((r) => r.requestsBefore), '1'],
    ['requests opened', count((r) => r.requestsOpened), 'at most 3'],
    ['script at load, beyond the page alone', beyond(of(load), page(load)), 'at most 10 ms'],
    ['the same of the sketch', beyond(floor(load), page(load)), ''],
    ['script opened, beyond the page alone', beyond(of(opened), page(opened)), 'at most 30 ms'],
    ['long tasks, from loading to open', told(of(tasks), ''), '0 beyond the page'],
    ['long tasks of the page alone', told(page(tasks), ''), ''],
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
