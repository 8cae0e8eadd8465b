/** How the journeys run: the machine's own Chromium, the real program for each worker, and nothing tried twice. */
import { defineConfig } from '@playwright/test';
import { CHROMIUM } from './chromium.ts';

export default defineConfig({
  testMatch: 'journeys/*.test.ts',
  // Two programs with a browser each are what two cores carry.
  workers: 2,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  // A mail waits until its visitor was away for half a minute.
  timeout: 90_000,
  expect: { timeout: 10_000 },
  use: {
    actionTimeout: 10_000,
    navigationTimeout: 10_000,
    viewport: { width: 1280, height: 800 },
    locale: 'en-GB',
    reducedMotion: 'reduce',
    // Filming costs more than the journeys do.
    trace: { mode: 'retain-on-failure', screenshots: false },
    launchOptions: CHROMIUM,
  },
});
