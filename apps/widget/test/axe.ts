/** What axe finds wrong with the widget, as it stands on the page. */
import type { Page } from 'playwright-core';
import { brokenRules as brokenOnPage } from '../../../e2e/axe.ts';

/** A rule and the elements that break it, one a line; empty where all is well. What fades in is judged when it stands. */
export async function brokenRules(page: Page): Promise<string[]> {
  await page.locator('parley-chat section').evaluateAll(async (panels) => {
    const fades = panels
      .flatMap((panel) => panel.getAnimations({ subtree: true }))
      .filter(({ effect }) => (effect as KeyframeEffect).getKeyframes().some((frame) => 'opacity' in frame))
      .filter(({ effect }) => effect?.getTiming().iterations !== Number.POSITIVE_INFINITY);
    await Promise.all(fades.map(({ finished }) => finished.catch(() => {})));
  });
  return brokenOnPage(page, { within: 'parley-widget' });
}
