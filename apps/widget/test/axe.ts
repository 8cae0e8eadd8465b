/** What axe finds wrong with the widget, as it stands on the page. */
import type { Page } from 'playwright-core';
import { brokenRules as brokenOnPage } from '../../../e2e/axe.ts';

/** A rule and the elements that break it, one a line; empty where all is well. */
export const brokenRules = (page: Page): Promise<string[]> => brokenOnPage(page, { within: 'parley-widget' });
