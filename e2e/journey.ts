/**
 * What every journey stands on: one program a worker with a real mail server and, where wanted, a model; a visitor and an
 * agent in browsers of their own; and the rule that no page complains.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { type Mailbox, startMailbox } from '../apps/server/test/mailbox.ts';
import { Agent } from './agent.ts';
import { Model } from './model.ts';
import { Program } from './program.ts';
import { Visitor } from './visitor.ts';

const BUILDS = ['widget/dist/manifest.json', 'inbox/dist/index.html'];

export interface Complaints {
  /** Complaints of the browser that belong to the test, such as of a connection that it cut. */
  tolerate(pattern: RegExp): void;
}

interface WorkerParts {
  /** Whether the bot has a model to ask. */
  withModel: boolean;
  model: Model;
  mailbox: Mailbox;
  program: Program;
}

interface Parts {
  complaints: Complaints & { listen(page: Page): void };
  /** A further page in a browser of its own. */
  newPage: () => Promise<Page>;
  visitor: Visitor;
  agent: Agent;
}

export const test = base.extend<Parts, WorkerParts>({
  withModel: [false, { scope: 'worker', option: true }],

  model: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const model = await Model.start();
      await use(model);
      await model.stop();
    },
    { scope: 'worker' },
  ],

  mailbox: [
    // oxlint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const mailbox = await startMailbox();
      await use(mailbox);
      await mailbox.close();
    },
    { scope: 'worker' },
  ],

  program: [
    async ({ withModel, model, mailbox }, use, worker) => {
      for (const file of BUILDS) {
        const path = fileURLToPath(new URL(`../apps/${file}`, import.meta.url));
        if (!existsSync(path)) throw new Error(`${path} is missing. Run pnpm build first.`);
      }
      const program = await Program.start({
        logFile: join(worker.project.outputDir, `program-${worker.workerIndex}.log`),
        emailDelaySeconds: 1,
        smtpUrl: mailbox.url,
        modelUrl: withModel ? model.url : undefined,
      });
      await use(program);
      await program.stop();
    },
    { scope: 'worker', timeout: 60_000 },
  ],

  // oxlint-disable-next-line no-empty-pattern
  complaints: async ({}, use) => {
    const heard: string[] = [];
    const tolerated: RegExp[] = [];
    await use({
      tolerate: (pattern) => tolerated.push(pattern),
      listen(page) {
        page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
        page.on('console', (message) => {
          if (message.type() === 'error' || message.type() === 'warning') heard.push(message.text());
        });
      },
    });
    expect(heard.filter((text) => !tolerated.some((pattern) => pattern.test(text)))).toEqual([]);
  },

  newPage: async ({ browser, complaints }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async () => {
      const context = await browser.newContext();
      contexts.push(context);
      const page = await context.newPage();
      complaints.listen(page);
      return page;
    });
    for (const context of contexts) await context.close();
  },

  visitor: async ({ newPage, program }, use) => {
    await use(new Visitor(await newPage(), program.shop));
  },

  agent: async ({ newPage, program }, use) => {
    await use(new Agent(await newPage(), program.url));
  },
});

export { expect };
