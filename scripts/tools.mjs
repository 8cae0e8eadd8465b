/**
 * Owns the tools a checkout needs before anything of it can run: a Node that runs TypeScript, the pinned pnpm, and the
 * dependencies. What the machine lacks is put into .tools inside the checkout and nowhere else.
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run } from './child.mjs';

const NODE_AT_LEAST = [22, 18];

/** The environment in which `node` and `pnpm` are the right ones; brings them when they are missing. */
export async function withTools(root, env) {
  const npmTools = join(root, '.tools');
  const modules = join(npmTools, 'node_modules');
  const pnpmVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).packageManager.split('@')[1];
  const nodeVersion = readFileSync(join(root, '.nvmrc'), 'utf8').trim();
  const platform = process.platform === 'win32' ? 'win' : process.platform;
  const nodePackage = `node-${platform}-${process.arch}`;

  const wanted = [];
  const [major, minor] = process.versions.node.split('.').map(Number);
  const oldNode = major < NODE_AT_LEAST[0] || (major === NODE_AT_LEAST[0] && minor < NODE_AT_LEAST[1]);
  if (oldNode) wanted.push([nodePackage, nodeVersion]);
  const ownPnpm = oldNode || !isRightPnpm(pnpmVersion, env);
  if (ownPnpm) wanted.push(['pnpm', pnpmVersion]);

  const missing = wanted.filter(([name, version]) => installedVersion(modules, name) !== version);
  if (missing.length > 0) {
    say(`Bringing ${missing.map(([name, version]) => `${name} ${version}`).join(' and ')} into .tools ...`);
    mkdirSync(npmTools, { recursive: true });
    // Without a manifest of its own npm would walk up and take the checkout for the project.
    writeFileSync(join(npmTools, 'package.json'), '{ "private": true }\n');
    const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
    const flags = ['--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
    // Every wanted one is named: npm removes what is neither named nor saved.
    const names = wanted.map(([name, version]) => `${name}@${version}`);
    const code = await run(npm, ['install', ...flags, ...names], { cwd: npmTools, env: withoutNpm(env) });
    if (code !== 0) {
      throw new Error(
        `npm could not bring them. Look at its message above, or install Node ${nodeVersion} and pnpm ${pnpmVersion} by hand.`,
      );
    }
  }

  const node = oldNode
    ? join(modules, nodePackage, 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
    : process.execPath;
  try {
    execFileSync(node, ['--version'], { stdio: 'ignore' });
  } catch {
    throw new Error(`${node} does not run on this system. Install Node ${nodeVersion} by hand (https://nodejs.org).`);
  }
  const path = [dirname(node), ...(ownPnpm ? [join(modules, '.bin')] : []), env.PATH ?? env.Path];
  return { node, env: { ...withoutNpm(env), PATH: path.join(delimiter) } };
}

/** Installs the dependencies unless the last install was of exactly these manifests; answers whether they are there. */
export async function install(root, tools) {
  const stampFile = join(root, 'node_modules/.parley-installed');
  const stamp = manifestHash(root);
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp) return true;
  say('Installing the dependencies ...');
  const pnpm = process.platform === 'win32' ? 'pnpm.cmd' : 'pnpm';
  const code = await run(pnpm, ['install', '--frozen-lockfile', '--prefer-offline'], { cwd: root, env: tools.env });
  if (code === 0) writeFileSync(stampFile, stamp);
  return code === 0;
}

/** One line about what happens now. */
export function say(text) {
  process.stdout.write(`${text}\n`);
}

function manifestHash(root) {
  const folders = ['.', 'e2e', 'bench', ...['apps', 'packages'].flatMap((top) => list(root, top))];
  const files = ['pnpm-lock.yaml', 'pnpm-workspace.yaml', ...folders.map((folder) => join(folder, 'package.json'))];
  const hash = createHash('sha256').update(`${process.platform}-${process.arch}`);
  for (const file of files) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(file).update(readFileSync(path));
    // A folder taken out of node_modules by hand is put back.
    if (file.endsWith('package.json') && existsSync(path))
      hash.update(String(existsSync(join(root, dirname(file), 'node_modules'))));
  }
  return hash.digest('hex');
}

function list(root, top) {
  return readdirSync(join(root, top)).map((name) => join(top, name));
}

function isRightPnpm(version, env) {
  try {
    const shell = process.platform === 'win32';
    const found = execFileSync('pnpm', ['--version'], {
      encoding: 'utf8',
      env,
      shell,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return found.trim().split('.')[0] === version.split('.')[0];
  } catch {
    return false;
  }
}

function installedVersion(modules, name) {
  try {
    return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
  } catch {
    return undefined;
  }
}

/** npm hands its own settings down; pnpm and a nested npm would take them for theirs. */
function withoutNpm(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(npm_|NPM_CONFIG_(?!REGISTRY|USERCONFIG))/.test(name) || /^npm_config_registry$/i.test(name),
    ),
  );
}
