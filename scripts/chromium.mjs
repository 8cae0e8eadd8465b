/**
 * Owns finding a browser for the tests; as root on Debian one is installed, visibly. The headless shell comes first: the same
 * engine without Chromium's own windows, at half its processor time.
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { say } from './tools.mjs';

const SHELL = 'chromium-headless-shell';
const NAMES = [SHELL, 'chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
const MAC = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';

/** The path of a Chromium, or undefined after having said how to get one. */
export async function findChromium(env) {
  if (env.CHROMIUM_PATH) {
    if (isProgram(env.CHROMIUM_PATH)) return env.CHROMIUM_PATH;
    say(`CHROMIUM_PATH names ${env.CHROMIUM_PATH}, which is no program.`);
    return undefined;
  }
  const found = find(env);
  if (found) return found;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-q'], quiet);
    // Debian has had the shell since 12.
    for (const name of [SHELL, 'chromium']) {
      say(`Installing ${name} for the tests in a browser ...`);
      await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', name], quiet);
      const installed = find(env);
      if (installed) return installed;
    }
  }
  say(
    'There is no Chromium for the tests in a browser. Install one (apt-get install chromium-headless-shell; brew install --cask google-chrome)\n' +
      'or name it: CHROMIUM_PATH=/path/to/chrome npm test',
  );
  return undefined;
}

function find(env) {
  const folders = (env.PATH ?? '').split(delimiter);
  return [MAC, ...NAMES.flatMap((name) => folders.map((folder) => join(folder, name)))].find(isProgram);
}

function isProgram(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
