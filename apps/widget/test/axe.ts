/** What axe finds wrong with the widget, as it stands on the page. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';

/** A rule and the elements that break it, one a line; empty where all is well. */
export async function brokenRules(page: Page): Promise<string[]> {
  // In the page itself: otherwise each look opens a page of its own to gather what frames found.
  const { violations } = await new AxeBuilder({ page }).include('parley-widget').setLegacyMode().analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
