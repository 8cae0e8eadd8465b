/** What axe finds wrong with a page in a browser: every frame is judged, and nothing told but what is wrong. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

interface Part {
  /** A selector of what is looked at; the whole page unless given. */
  within?: string;
  /** A selector of what was looked at before, or is not ours. */
  except?: string;
  /** These rules alone; all but experimental ones unless given. */
  rules?: string[];
  /** Rules that are not asked. */
  butRules?: string[];
}

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A rule and the elements that break it, one a line; empty where all is well. */
export async function brokenRules(page: Page, { within, except, rules, butRules = [] }: Part = {}): Promise<string[]> {
  for (const frame of except === 'iframe' ? [page.mainFrame()] : page.frames())
    if (!(await frame.evaluate(() => 'axe' in window))) await frame.evaluate(SOURCE);
  const context = { include: [within ?? 'html'], exclude: except ? [except] : [] };
  const options: RunOptions = {
    // What is right is listed node by node otherwise: most of the time that a look takes.
    resultTypes: ['violations'],
    // No rule that is on reads stylesheets.
    preload: { assets: ['media'] },
    rules: Object.fromEntries(butRules.map((rule) => [rule, { enabled: false }])),
    ...(rules && { runOnly: rules }),
  };
  return page.evaluate(
    async (asked) => {
      const { violations } = await window.axe.run(asked.context, asked.options);
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`);
    },
    { context, options },
  );
}

declare global {
  interface Window {
    axe: { run(context: { include: string[]; exclude: string[] }, options: RunOptions): Promise<AxeResults> };
  }
}
