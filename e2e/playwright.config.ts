/** How the journeys run: the machine's own Chromium, the real program for each worker, and nothing tried twice. */
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';

const LONGEST = 'journeys/takeover.test.ts';

export default defineConfig({
  // The one with a model of its own waits for half a minute: it begins first, or it waits alone at the end.
  projects: [
    { name: 'with a model', testMatch: LONGEST },
    { name: 'without', testMatch: 'journeys/*.test.ts', testIgnore: LONGEST },
  ],
  // Two programs with a browser each are what two cores carry.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // A mail waits until its visitor was away for half a minute.
  timeout: 120_000,
  expect: { timeout: 20_000 },
  use: {
    actionTimeout: 20_000,
    navigationTimeout: 20_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    // Filming costs more than the journeys do.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: CHROMIUM,
  },
});
