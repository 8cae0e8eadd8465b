/** The browser of every test that wants one: where it lies, and what it is told. */
import { existsSync } from 'node:fs';

/** The headless shell is the same engine without Chromium's own windows, at half its processor time. */
const USUAL = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium'];

/** `npm test` looks further (scripts/chromium.mjs) and says in CHROMIUM_PATH what it found. */
export const CHROMIUM = {
  executablePath: process.env.CHROMIUM_PATH ?? USUAL.find(existsSync) ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
};
