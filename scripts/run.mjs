/**
 * The commands of the root package.json (start, dev, test, check, seed, doctor), on any machine with Node 18 and npm. Plain
 * JavaScript without dependencies: it runs before there are any, and before there is a Node that knows TypeScript.
 */
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isStopping, run } from './child.mjs';
import { NODE_FLAGS } from './node-flags.mjs';
import { install, say, withTools } from './tools.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const main = join(root, 'apps/server/src/main.ts');

/** What the server reads once, at its start. */
const WATCHED = [
  'apps/server/src',
  'apps/server/migrations',
  'apps/demo/src',
  'apps/widget/dist',
  'packages/protocol/src',
];

const commands = {
  async start(tools) {
    if (!(await build(tools))) return 1;
    return run(tools.node, [...NODE_FLAGS, main], { cwd: root, env: tools.env });
  },

  /** The server restarts and the screens are built again when a file changes. */
  async dev(tools) {
    const part = (name, [command, args, cwd], onLine = () => true) =>
      run(command, args, {
        cwd,
        env: tools.env,
        onLine: (line) => onLine(line) && say(`${name.padEnd(6)} | ${line}`),
      });
    const screens = ['widget', 'inbox'].map((name) => {
      let ended;
      const built = new Promise((resolve) => {
        // Of Vite's report the list of chunks is left out.
        const onLine = (line) => {
          if (line.startsWith('built in')) resolve();
          return !/^(dist\/|rendering|transforming|computing|✓|$)/.test(line);
        };
        ended = part(name, ['pnpm', ['run', '--silent', 'dev'], join(root, 'apps', name)], onLine);
      });
      return { ended, built };
    });
    const watched = WATCHED.map((path) => `--watch-path=${join(root, path)}`);
    const server = Promise.all(screens.map(({ built }) => built)).then(() =>
      part('server', [tools.node, [...NODE_FLAGS, ...watched, '--watch-preserve-output', main], root]),
    );
    await Promise.all(screens.map(({ ended }) => ended));
    return isStopping() ? server : 1;
  },

  async test(tools) {
    const { checkAll } = await import('./check.mjs');
    return checkAll(root, tools);
  },

  check: (tools) => commands.test(tools),

  async seed(tools) {
    return run(tools.node, [main, 'seed'], { cwd: root, env: tools.env });
  },

  /** Looks at an installation that runs; `--json` is for machines. */
  async doctor(tools) {
    const doctor = join(root, 'apps/server/src/doctor/main.ts');
    return run(tools.node, [doctor, ...process.argv.slice(3)], { cwd: root, env: tools.env });
  },
};

/** What the server hands out must be built: seconds at first, a look at the cache afterwards. */
async function build(tools) {
  const lines = [];
  const begun = Date.now();
  const notice = setTimeout(() => say('Building the widget and the inbox ...'), 700);
  const turbo = join(root, 'node_modules/.bin/turbo');
  const code = await run(turbo, ['run', 'build', '--output-logs=errors-only', '--ui=stream'], {
    cwd: root,
    env: tools.env,
    onLine: (line) => lines.push(line),
  });
  clearTimeout(notice);
  if (code !== 0 && !isStopping()) say(`${lines.join('\n')}\n\nThe build failed. The lines above say where.`);
  else if (Date.now() - begun > 700) say(`Built in ${((Date.now() - begun) / 1000).toFixed(1)} s`);
  return code === 0;
}

const name = process.argv[2];
if (!Object.hasOwn(commands, name ?? '')) {
  say(`Usage: node scripts/run.mjs ${Object.keys(commands).join(' | ')}`);
  process.exit(2);
}
try {
  const tools = await withTools(root, { ...process.env, TURBO_TELEMETRY_DISABLED: '1', DO_NOT_TRACK: '1' });
  tools.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules/.cache/node');
  const installed = await install(root, tools);
  if (!installed && !isStopping()) say('The dependencies could not be installed. The lines above say why.');
  process.exitCode = installed ? await commands[name](tools) : notBegun();
} catch (error) {
  if (!isStopping()) say(error.message);
  process.exitCode = notBegun();
}

/** Whoever reads the last line of the tests finds one there in every case. */
function notBegun() {
  if (name === 'test' || name === 'check') say('\n0 passed, 1 failed');
  return 1;
}
