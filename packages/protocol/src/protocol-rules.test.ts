/** Holds PROTOCOL.md to the code: each rule stands in a test's title, and each table says what the schemas say. */
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { TSchema } from 'typebox';
import { describe, expect, test } from 'vitest';
import * as protocol from './index.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const page = readFileSync(new URL('../PROTOCOL.md', import.meta.url), 'utf8');

describe('rules', () => {
  const ruleIn = (text: string): string[] => [...text.matchAll(/\[([A-Z]\d+)\]/g)].map(([, id]) => id as string);
  const rules = [...page.matchAll(/^- \*\*\[([A-Z]\d+)\]\*\* /gm)].map(([, id]) => id as string);
  // A title follows `test(`, or the `)(` of a table of cases.
  const TITLE = /(?:\b(?:test|it|describe)(?:\.\w+)*(?:<[^>]*>)?\(|\)\()\s*(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;
  const titles = globSync(['packages/*/**/*.test.ts', 'apps/*/**/*.test.ts', 'e2e/journeys/*.test.ts'], {
    cwd: ROOT,
    exclude: ['**/node_modules/**', '**/dist/**'],
  }).flatMap((file) =>
    [...readFileSync(`${ROOT}${file}`, 'utf8').matchAll(TITLE)].map(([, , title]) => title as string),
  );
  const quoted = new Set(titles.flatMap(ruleIn));

  test('each has one place on the page', () => {
    expect(rules.length).toBeGreaterThan(40);
    expect(rules.filter((id, i) => rules.indexOf(id) !== i)).toEqual([]);
  });
  test('each is quoted in the title of the test that holds it', () => {
    expect(titles.length).toBeGreaterThan(200);
    expect(rules.filter((id) => !quoted.has(id))).toEqual([]);
  });
  test('no title and no sentence quotes one that is not there', () => {
    expect([...quoted, ...ruleIn(page)].filter((id) => !rules.includes(id))).toEqual([]);
  });
});

describe('tables', () => {
  /** The rows below a heading, up to the next heading, as they are written. */
  const rowsUnder = (heading: string): string[] => {
    const from = page.indexOf(`\n${heading}\n`);
    expect([heading, from > 0]).toEqual([heading, true]);
    const rest = page.slice(from + heading.length + 2);
    const end = rest.search(/^#{2,3} /m);
    return (end < 0 ? rest : rest.slice(0, end)).split('\n').filter((line) => line.startsWith('| `'));
  };

  test('commands: parameters, answers, callers and HTTP doors', () => {
    for (const [heading, commands] of Object.entries(protocol.GROUPS)) {
      const written = rowsUnder(`### ${heading}`);
      expect(written).toEqual(expect.arrayContaining(commands.map(commandRow)));
      expect(written).toHaveLength(commands.length);
    }
    expect(Object.values(protocol.GROUPS).flat()).toHaveLength(protocol.COMMANDS.length);
  });

  test('shapes', () => {
    expect(rowsUnder('### Shapes')).toEqual(
      Object.entries(protocol.SHAPES).map(([name, schema]) => `| \`${name}\` | ${fields(schema)} |`),
    );
  });

  test('errors: status and whether to send again', () => {
    expect(rowsUnder('## Errors').map((row) => row.split(' | ').slice(0, 3).join(' | '))).toEqual(
      Object.entries(protocol.ERRORS).map(([code, { status, retry }]) => `| \`${code}\` | ${status} | ${retry}`),
    );
  });

  test('[A2] permissions, and the roles that have them', () => {
    expect(rowsUnder('## Who may call')).toEqual(
      Object.entries(protocol.PERMISSIONS).map(([name, roles]) => `| \`${name}\` | ${roles.join(', ')} |`),
    );
  });

  test('scopes of API keys, and the commands that they open', () => {
    expect(rowsUnder('## Scopes of API keys').map((row) => row.match(/`\w+`/g))).toEqual(
      Object.entries(protocol.SCOPES).map(([scope, names]) => [scope, ...names].map((name) => `\`${name}\``)),
    );
  });

  test('the audit log’s actions', () => {
    const actions = rowsUnder('### Audit actions').map((row) => row.split('`')[1]);
    expect(actions).toEqual(protocol.AUDIT_ACTIONS);
  });

  test('close codes and what a client does then', () => {
    expect(rowsUnder('## Close codes').map((row) => row.split(' | ').slice(0, 2).join(' | '))).toEqual(
      Object.values(protocol.CLOSE).map(({ code, then }) => `| \`${code}\` | ${then}`),
    );
  });

  test('events', () => {
    const names = new Set(Object.values(protocol.EVENTS).map((event) => `\`${event.properties.command.const}\``));
    expect(rowsUnder('## Events').map((row) => row.split(' | ')[0]?.slice(2))).toEqual([...names]);
  });
});

describe('words about a command', () => {
  test.each(protocol.COMMANDS.map((spec) => [spec.name, spec] as const))(
    '%s: a few words, and a promise',
    (_, spec) => {
      expect(spec.summary).toMatch(/^[A-Z].{3,58}[^.]$/);
      if (spec.description !== undefined) expect(spec.description).toMatch(/^[A-Z`].*[.]$/);
      expect(protocol.COMMANDS.filter(({ summary }) => summary === spec.summary)).toHaveLength(1);
    },
  );
  test('stand in its declaration alone, where the pages of the API find them too', () => {
    const sources = globSync('packages/protocol/src/*.ts', { cwd: ROOT }).map((file) =>
      readFileSync(ROOT + file, 'utf8'),
    );
    expect(sources.flatMap((text) => text.match(/\*\/\nexport const \w+ = command\(.*/g) ?? [])).toEqual([]);
  });
});

const shapeNames = new Map(Object.entries(protocol.SHAPES).map(([name, schema]) => [JSON.stringify(schema), name]));

function commandRow({ name, params, result, who, http, socket, reply }: protocol.CommandSpec): string {
  const answer = reply === name || !socket ? '' : `as \`${reply}\`: `;
  const paths = http && [http.path, ...(http.aliases ?? [])].map((path) => `\`${http.method} ${path}\``);
  const door = paths ? `${socket ? '' : 'only '}${paths.join(', ')}` : 'none';
  const status = http?.status && http.status !== 200 ? ` (${http.status})` : '';
  return `| \`${name}\` | ${fields(params)} | ${answer}${fields(result)} | ${who.join(', ')} | ${door}${status} |`;
}

interface JsonSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
}

/** The fields of an object, or of each of several; a dash for none. */
function fields(schema: TSchema): string {
  const { properties, anyOf } = schema as JsonSchema;
  if (anyOf) return anyOf.map((one) => fields(one as TSchema)).join(', or ');
  const named = inner(schema as JsonSchema);
  return Object.keys(properties ?? {}).length === 0 ? '-' : `\`${named}\``;
}

const inner = ({ properties = {}, required = [] }: JsonSchema): string =>
  Object.entries(properties)
    .map(([name, schema]) => `${name}${required.includes(name) ? '' : '?'}: ${kind(schema)}`)
    .join(', ');

/** A schema in words: `string 1..64`, `'open' or 'closed'`, `[Message]`. */
function kind(schema: JsonSchema): string {
  const shape = shapeNames.get(JSON.stringify(schema));
  if (shape) return shape;
  if (schema.const !== undefined) return `'${schema.const}'`;
  if (schema.anyOf) return schema.anyOf.map(kind).join(' or ');
  if (schema.type === 'array') {
    return `[${kind(schema.items as JsonSchema)}]${range(schema.minItems, schema.maxItems)}`;
  }
  for (const each of Object.values(schema.patternProperties ?? {})) return `{id: ${kind(each)}}`;
  if (schema.type === 'object') return `{${inner(schema)}}`;
  return `${schema.type}${range(schema.minLength ?? schema.minimum, schema.maxLength ?? schema.maximum)}`;
}

const range = (least?: number, most?: number): string =>
  least === undefined && most === undefined ? '' : ` ${least ?? ''}..${most ?? ''}`;
