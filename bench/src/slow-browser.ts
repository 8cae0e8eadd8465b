/** A browser that nobody has used before, on a processor slowed four times: what each round of the widget's bench begins with. */
import { existsSync } from 'node:fs';
import { type Browser, type CDPSession, chromium, type Page } from 'playwright-core';

export const THROTTLE = 4;
/** Within the launcher, of the widget and of the sketch. */
export const LAUNCHER = { x: 1232, y: 752 };

export interface Opened {
  readonly browser: Browser;
  readonly page: Page;
  readonly cdp: CDPSession;
}

/** `watch` runs in the page before its own scripts. Close the browser. */
export async function slowBrowser(watch?: string): Promise<Opened> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? ['/usr/bin/chromium', '/usr/bin/google-chrome'].find(existsSync) ?? '',
    args: [
      '--no-sandbox',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--no-first-run',
    ],
  });
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 800 } })).newPage();
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: THROTTLE });
  if (watch) await page.addInitScript(watch);
  return { browser, page, cdp };
}
