/**
 * The widget on a page of 36 cards, processor slowed four times, each round in a fresh browser: bytes, requests, script time,
 * long tasks, layout shift, and how soon the launcher is seen and the visitor can type.
 */
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';
import { newDataDir, startProgram } from './program.ts';
import { printTable, spread, told } from './table.ts';

const ROUNDS = 7;
const THROTTLE = 4;
/** Chromium's own "slow 4G": 562 ms of latency, 1.44 Mbit/s. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };

interface Round {
  readonly loaderBytes: number;
  readonly openedBytes: number;
  readonly sentBytes: number;
  readonly requestsBefore: number;
  readonly requestsOpened: number;
  readonly scriptLoad: number;
  readonly scriptOpened: number;
  readonly longTasks: number;
  readonly layoutShift: number;
  readonly launcherSeen: number;
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

const LAUNCHER = 'parley-widget button';

async function open(browser: Browser): Promise<{ page: Page; cdp: CDPSession }> {
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Performance.enable');
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  await page.addInitScript(WATCH);
  return { page, cdp };
}

async function round(shop: string, server: string): Promise<Round> {
  const browser = await launch();
  try {
    const { page, cdp } = await open(browser);
    const bodies: Promise<number>[] = [];
    let requests = 0;
    page.on('request', (request) => {
      if (request.url().startsWith(server)) requests++;
    });
    page.on('response', (response) => {
      if (response.url().startsWith(server))
        bodies.push(response.body().then((body) => gzipSync(body, { level: 9 }).length));
    });
    const sent: Promise<number>[] = [];
    page.on('requestfinished', (request) => {
      if (request.url().startsWith(server)) sent.push(request.sizes().then((sizes) => sizes.responseBodySize));
    });
    const total = async () => (await Promise.all(bodies)).reduce((sum, bytes) => sum + bytes, 0);
    await page.goto(shop, { waitUntil: 'load' });
    await page.waitForFunction('window.bench.seen > 0', undefined, { polling: 100 });
    const seen = await page.evaluate<number>('window.bench.seen');
    const scriptLoad = await scriptMs(cdp);
    const [loaderBytes, requestsBefore] = [await total(), requests];
    await page.hover(LAUNCHER);
    await page.waitForFunction(() =>
      performance.getEntriesByType('resource').some((entry) => /\/w\/_\/chat-/.test(entry.name)),
    );
    await page.click(LAUNCHER);
    await page.waitForFunction('window.bench.typing > 0', undefined, { polling: 100 });
    const clickToTyping = await page.evaluate<number>('window.bench.typing - window.bench.clicked');
    await page.waitForLoadState('networkidle');
    const watched = await page.evaluate<{ longTasks: number; shift: number }>('window.bench');
    return {
      loaderBytes,
      openedBytes: await total(),
      sentBytes: (await Promise.all(sent)).reduce((sum, bytes) => sum + bytes, 0),
      requestsBefore,
      requestsOpened: requests,
      scriptLoad,
      scriptOpened: await scriptMs(cdp),
      longTasks: watched.longTasks,
      layoutShift: watched.shift,
      launcherSeen: seen,
      clickToTyping,
    };
  } finally {
    await browser.close();
  }
}

/** The same page without the tag: what the page, the watching and the steering cost by themselves. */
async function bareScript(shop: string, server: string): Promise<number> {
  const browser = await launch();
  try {
    const { page, cdp } = await open(browser);
    await page.route(`${server}/**`, (route) => route.abort());
    await page.goto(shop, { waitUntil: 'load' });
    await page.waitForLoadState('networkidle');
    return await scriptMs(cdp);
  } finally {
    await browser.close();
  }
}

async function slowLauncher(shop: string): Promise<number> {
  const browser = await launch();
  try {
    const { page, cdp } = await open(browser);
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: 1 });
    // The page itself is there already: what is measured is the widget's share.
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
  const rounds: Round[] = [];
  const slow: number[] = [];
  const bare: number[] = [];
  try {
    for (let n = 0; n < ROUNDS; n++) {
      rounds.push(await round(program.shop, program.url));
      bare.push(await bareScript(program.shop, program.url));
      slow.push(await slowLauncher(program.shop));
    }
  } finally {
    await program.stop();
    data.remove();
  }
  const of = (pick: (round: Round) => number) => spread(rounds.map(pick));
  const page = spread(bare).median;
  const kib = (pick: (round: Round) => number) =>
    told(
      of((r) => pick(r) / 1024),
      'KiB',
      2,
    );
  printTable(`Widget, ${ROUNDS} fresh browsers, processor ${THROTTLE} x slower`, [
    ['bytes before a click (gzip -9)', kib((r) => r.loaderBytes), 'at most 1.5 KiB'],
    ['bytes opened and usable, the session too', kib((r) => r.openedBytes), 'at most 16 KiB'],
    ['the same as it really travelled', kib((r) => r.sentBytes), 'at most 16 KiB'],
    [
      'requests before a click',
      told(
        of((r) => r.requestsBefore),
        '',
      ),
      '1',
    ],
    [
      'requests opened',
      told(
        of((r) => r.requestsOpened),
        '',
      ),
      'at most 3',
    ],
    [
      'script at load, beyond the page alone',
      told(
        of((r) => r.scriptLoad - page),
        'ms',
        1,
      ),
      'at most 10 ms',
    ],
    [
      'script opened, beyond the page alone',
      told(
        of((r) => r.scriptOpened - page),
        'ms',
        1,
      ),
      'at most 30 ms',
    ],
    [
      'long tasks',
      told(
        of((r) => r.longTasks),
        '',
      ),
      '0',
    ],
    [
      'layout shift',
      told(
        of((r) => r.layoutShift),
        '',
        3,
      ),
      '0',
    ],
    [
      'launcher seen, processor slowed',
      told(
        of((r) => r.launcherSeen),
        'ms',
      ),
      'at most 300 ms',
    ],
    ['launcher seen after the page, slow 4G', told(spread(slow), 'ms'), 'at most 450 ms (page and widget)'],
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
