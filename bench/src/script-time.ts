/**
 * How long a page's scripts run, in a browser where the bench runs none of its own: neither watches nor waits. What `widget.ts` watches with
 * (callbacks of every frame, observers, waiting for a function) counts as the page's script. Measured that way the page alone, which has no
 * script at all, took 14 to 60 ms (traced), and by how much the widget was "beyond" it was chance.
 *
 * It is Chromium's `ScriptDuration`, by which the goals were set: scripts, timers, events and `queueMicrotask`, with what they wait for.
 * Not in it: what follows an `await` (measured: 100 ms there add nothing), style and layout, also where a script waits for them.
 */
import { setTimeout } from 'node:timers/promises';
import { LAUNCHER, slowBrowser } from './slow-browser.ts';

/** Longer than anything of the widget's that waits for the page to come to rest. */
const REST_MS = 1_500;

export interface ScriptTime {
  /** From the first byte until the page has rested. */
  readonly load: number;
  /** The same until the chat is open, connected and at rest; of a page without one, until it was clicked and has rested. */
  readonly opened: number;
}

/** `chat`: there is one behind the launcher. */
export async function scriptTime(url: string, chat: boolean): Promise<ScriptTime> {
  const { browser, page, cdp } = await slowBrowser();
  await cdp.send('Performance.enable');
  const now = async () => {
    const { metrics } = await cdp.send('Performance.getMetrics');
    return (metrics.find(({ name }) => name === 'ScriptDuration')?.value ?? 0) * 1000;
  };
  const after = async (act: () => Promise<void>, heard: () => Promise<unknown>) => {
    await Promise.all([chat && heard(), act()]);
    await setTimeout(REST_MS);
  };
  try {
    await page.goto(url, { waitUntil: 'load' });
    await setTimeout(REST_MS);
    const load = await now();
    const { x, y } = LAUNCHER;
    await after(
      () => page.mouse.move(x, y),
      () => page.waitForResponse(/\/w\/_\/chat-/),
    );
    await after(
      () => page.mouse.click(x, y),
      () => page.waitForEvent('websocket'),
    );
    return { load, opened: await now() };
  } finally {
    await browser.close();
  }
}
