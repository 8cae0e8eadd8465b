/** Owns finding a browser for the journeys; as root on Debian one is installed, visibly. */
import { accessSync, constants, existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from './child.mjs';
import { say } from './tools.mjs';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'microsoft-edge'];
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
    say('Installing chromium for the browser journeys ...');
    const quiet = { env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } };
    await run('apt-get', ['update', '-q'], quiet);
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium'], quiet);
    const installed = find(env);
    if (installed) return installed;
  }
  say(
    'There is no Chromium for the browser journeys. Install one (apt-get install chromium; brew install --cask google-chrome)\n' +
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
