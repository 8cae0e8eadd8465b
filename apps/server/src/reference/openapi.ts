/** The HTTP face as an OpenAPI 3.1 document, made from the command table: what is not declared there is not here. */
import { Challenge, type CommandName, type CommandSpec, ERRORS, type ErrorCode, GROUPS } from '@parley/protocol';
import { VERSION } from '../core/version.ts';
import { EXAMPLES } from './examples.ts';
import { httpRefusalsOf } from './refusals.ts';
import { type JsonSchema, shapes, shown } from './schemas.ts';
import { securityOf, securitySchemes } from './security.ts';

const INTRODUCTION = `Everything here is a command; the same commands are spoken over two WebSockets, which [/docs/socket](/docs/socket) describes.
What a client may rely on (order, repetition, refusals) are the numbered rules of PROTOCOL.md.

**Ignore fields that you do not know**: new ones may appear at any time. A trailing slash is accepted on every path.`;

export function openapi(serverUrl: string): JsonSchema {
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [group, specs] of Object.entries(GROUPS)) {
    for (const spec of specs) {
      if (!spec.http) continue;
      const { path, aliases = [], method } = spec.http;
      for (const spelling of [path, ...aliases]) {
        const place = spelling.replace(/:(\w+)/g, '{$1}');
        const described = operation(spec, spec.http, group);
        const older = { operationId: `${spec.name}${spelling.replace(/\W+/g, '_')}`, deprecated: true };
        paths[place] = {
          ...paths[place],
          [method.toLowerCase()]: spelling === path ? described : { ...described, ...older },
        };
      }
    }
  }
  return {
    openapi: '3.1.1',
    info: {
      title: 'Parley',
      version: VERSION,
      summary: 'Support chat: rooms, messages, the bot and what it knows.',
      description: INTRODUCTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl }],
    tags: Object.keys(GROUPS).map((name) => ({ name })),
    paths,
    components: { schemas: { ...shapes(), Error: errorSchema() }, securitySchemes: securitySchemes() },
  };
}

function operation(spec: CommandSpec, http: NonNullable<CommandSpec['http']>, group: string): JsonSchema {
  const { properties, required = [] } = spec.params as unknown as Required<JsonSchema>;
  const inPath = [...http.path.matchAll(/:(\w+)/g)].map(([, name]) => name as string);
  const rest = Object.keys(properties).filter((name) => !inPath.includes(name));
  const inQuery = http.method === 'GET' || http.method === 'DELETE' ? rest : [];
  const inBody = rest.filter((name) => !inQuery.includes(name));
  const example = EXAMPLES[spec.name as CommandName];
  const given = (example?.params ?? {}) as Record<string, unknown>;
  const parameter = (name: string, where: 'path' | 'query') => {
    const { description, ...schema } = shown(properties[name] as object);
    return {
      name,
      in: where,
      required: where === 'path' || required.includes(name),
      schema,
      ...(description !== undefined && { description }),
      ...(name in given && { example: given[name] }),
    };
  };
  return {
    operationId: spec.name,
    tags: [group],
    summary: spec.summary,
    ...(spec.description !== undefined && { description: spec.description }),
    security: securityOf(spec),
    ...(rest.length > inBody.length || inPath.length > 0
      ? {
          parameters: [
            ...inPath.map((name) => parameter(name, 'path')),
            ...inQuery.map((name) => parameter(name, 'query')),
          ],
        }
      : {}),
    ...(inBody.length > 0 && {
      requestBody: {
        required: inBody.some((name) => required.includes(name)),
        content: { 'application/json': json(body(spec, inBody), pick(given, inBody)) },
      },
    }),
    responses: { [http.status ?? 200]: answer(spec, example?.result), ...refusals(spec) },
  };
}

function body({ params }: CommandSpec, names: readonly string[]): JsonSchema {
  const { properties, required = [], ...rest } = shown(params) as Required<JsonSchema>;
  const needed = required.filter((name) => names.includes(name));
  return { ...rest, properties: pick(properties, names), ...(needed.length > 0 && { required: needed }) };
}

const answer = (spec: CommandSpec, example: object | undefined): JsonSchema => ({
  description: 'Done.',
  content: { 'application/json': json(shown(spec.result), example) },
});

const json = (schema: JsonSchema, example: object | undefined): JsonSchema => ({
  schema,
  ...(example && Object.keys(example).length > 0 && { example }),
});

const pick = <Value>(from: Readonly<Record<string, Value>>, names: readonly string[]): Record<string, Value> =>
  Object.fromEntries(Object.entries(from).filter(([name]) => names.includes(name)));

/** One answer a status, naming the codes that this command may give with it. */
function refusals(spec: CommandSpec): Record<string, JsonSchema> {
  const byStatus = Map.groupBy(httpRefusalsOf(spec), (code) => ERRORS[code].status);
  return Object.fromEntries(
    [...byStatus].map(([status, codes]) => [
      status,
      {
        description: codes.map((code) => `\`${code}\`: ${ERRORS[code].message}`).join('\n\n'),
        ...(codes.some((code) => ERRORS[code].retry) &&
          status !== 500 && {
            headers: { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } },
          }),
        content: {
          'application/json': {
            schema: { ...errorSchema(codes), description: 'See the schema Error.' },
            example: { error: { code: codes[0], message: ERRORS[codes[0] as ErrorCode].message } },
          },
        },
      },
    ]),
  );
}

const errorSchema = (codes: readonly string[] = Object.keys(ERRORS)): JsonSchema => ({
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: codes, description: 'From a closed list.' },
        message: { type: 'string', description: 'What to do now, in English.' },
        fields: {
          type: 'object',
          additionalProperties: { type: 'string' },
          description: 'For `invalid` and `taken`: what is wrong, by field.',
        },
        ...(codes.includes('proof_wanted') && { challenge: shown(Challenge) }),
      },
    },
  },
});
