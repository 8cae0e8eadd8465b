/** Holds the documents to their standards, to the command table, to the server's routes, and to real answers. */

import specs from '@asyncapi/specs';
import { COMMANDS, EVENTS } from '@parley/protocol';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { Check, Errors } from 'typebox/value';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chat, openVisitor } from '../../test/client.ts';
import { assertDescribed, FrameContract } from '../../test/contract.ts';
import { call, createSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { EXAMPLES } from './examples.ts';

interface Operation {
  readonly operationId: string;
  readonly tags: readonly string[];
  readonly summary: string;
}

let server: TestServer;
let openapi: { readonly paths: Record<string, Record<string, Operation>> };
let asyncapi: { readonly operations: Record<string, { readonly messages: { $ref: string }[] }> };

beforeAll(async () => {
  server = await startTestServer();
  await createSite(server.core, { slug: 'acme' });
  openapi = (await call<typeof openapi>(server, '/api/openapi.json')).body;
  asyncapi = (await call<typeof asyncapi>(server, '/api/asyncapi.json')).body;
});
afterAll(() => server.close());

const operations = () =>
  Object.entries(openapi.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
  );

describe('openapi.json', () => {
  test('[O1] is a document of OpenAPI 3.1', async () => {
    const validator = new Validator();
    expect(await validator.validate(structuredClone(openapi))).toEqual({ valid: true });
    expect(validator.version).toBe('3.1');
  });

  test('has every HTTP door of the command table, with its words, and nothing else', () => {
    const doors = COMMANDS.flatMap(({ name, summary, http }) => (http ? [{ name, summary, ...http }] : []));
    expect(
      operations().map(({ operation, path, method }) => [operation.operationId, operation.summary, method, path]),
    ).toEqual(
      expect.arrayContaining(
        doors.map(({ name, summary, method, path }) => [name, summary, method, path.replace(/:(\w+)/g, '{$1}')]),
      ),
    );
    expect(new Set(operations().map(({ operation }) => operation.operationId)).size).toBe(operations().length);
    for (const { operation } of operations()) expect(operation.tags).toHaveLength(1);
  });

  test('has every route with /api in it that the server has, but for the two documents', () => {
    // Lines of a tree: each is indented by four, and tells its piece of the path and its methods.
    const places: string[] = [];
    const served: string[] = [];
    for (const line of server.app.fastify.printRoutes({ commonPrefix: false }).split('\n')) {
      const [, indent, piece, methods] = /^([│ ]*)[├└]── (\S*)(?: \(([^)]*)\))?/.exec(line) ?? [];
      if (indent === undefined || piece === undefined) continue;
      const depth = indent.length / 4;
      places.length = depth;
      places.push(piece);
      const path = places.join('').replace(/(?<=.)\/$/, '');
      for (const method of methods?.split(', ') ?? []) {
        if (/\/api(\/|$)/.test(path) && !/^(HEAD|OPTIONS)$/.test(method)) served.push(`${method} ${path}`);
      }
    }
    expect(served.length).toBeGreaterThan(20);
    const described = operations().map(({ path, method }) => `${method} ${path.replace(/\{(\w+)\}/g, ':$1')}`);
    expect(served.filter((one) => !described.includes(one)).sort()).toEqual([
      'GET /api/asyncapi.json',
      'GET /api/openapi.json',
    ]);
    expect(described.filter((one) => !served.includes(one))).toEqual([]);
  });
});

describe('asyncapi.json', () => {
  test('[O1] is a document of AsyncAPI 3.0', () => {
    const ajv = new Ajv({ strict: false, validateFormats: true, allErrors: false });
    addFormats.default(ajv);
    const check = ajv.compile(specs.schemasWithoutId['3.0.0'] as object);
    expect([check(structuredClone(asyncapi)), check.errors]).toEqual([true, null]);
  });

  test('has every command that a socket takes, and every event', () => {
    const spoken = COMMANDS.filter((spec) => spec.socket).map((spec) => spec.name);
    for (const socket of ['room', 'site']) {
      expect(Object.keys(asyncapi.operations)).toEqual(
        expect.arrayContaining([...spoken, 'events'].map((name) => `${socket}.${name}`)),
      );
    }
    const sent = asyncapi.operations['site.events']?.messages.map(({ $ref }) => $ref.split('/').at(-1));
    expect(sent).toEqual(Object.keys(EVENTS));
  });
});

describe('[O2] drift is noticed', () => {
  const exchange = { method: 'GET', path: '/api/articles?query=x', body: undefined, status: 200 };
  const found = { articles: [], next: null };

  test('over HTTP: a field, a status or a code that the document does not have', () => {
    expect(() => assertDescribed({ ...exchange, answer: found })).not.toThrow();
    expect(() => assertDescribed({ ...exchange, answer: { articles: [] } })).toThrow(/next/);
    expect(() => assertDescribed({ ...exchange, answer: { ...found, total: 1 } })).toThrow(/additional/);
    expect(() => assertDescribed({ ...exchange, status: 201, answer: found })).toThrow(/201/);
    const refused = (code: string) => ({ error: { code, message: 'x' } });
    expect(() => assertDescribed({ ...exchange, status: 401, answer: refused('unauthenticated') })).not.toThrow();
    expect(() => assertDescribed({ ...exchange, status: 401, answer: refused('invalid_credentials') })).toThrow(/code/);
    expect(() =>
      assertDescribed({ ...exchange, path: `/api/articles?query=${'x'.repeat(201)}`, answer: found }),
    ).toThrow(/accepted/);
  });

  test('on a socket: an unknown event, a field too many, a refusal that the command does not have', () => {
    const contract = new FrameContract('ws://parley.test/ws/chat/acme/x');
    contract.sent({ command: 'count_rooms', id: '1' });
    const error = { command: 'error', id: '1', message: 'x', retry: false };
    expect(() => contract.assertDescribed({ ...error, code: 'forbidden' })).not.toThrow();
    expect(() => contract.assertDescribed({ ...error, code: 'too_late' })).toThrow(/refuse/);
    expect(() => contract.assertDescribed({ command: 'snowed' })).toThrow(/no such event/);
    const heartbeat = { command: 'heartbeat', heads: { 'acme x': 1 }, versions: {} };
    expect(() => contract.assertDescribed(heartbeat)).not.toThrow();
    expect(() => contract.assertDescribed({ ...heartbeat, weather: 'snow' })).toThrow(/additional/);
    expect(() => contract.assertDescribed({ command: 'new_messages', messages: [] })).toThrow(/no such event/);
  });

  test('and a conversation has none', async () => {
    const visitor = await openVisitor(server, 'acme');
    const socket = await chat(server, 'acme', visitor);
    await socket.call('new_message', { message: { content: 'hello', client_id: 'c1' } });
    expect(await socket.call('new_message', { message: { content: 'other', client_id: 'c1' } })).toMatchObject({
      code: 'conflict',
    });
    await call(server, `/api/messages?room=${encodeURIComponent(`acme ${visitor.consumer}`)}&limit=1`, {
      token: visitor.access_token,
    });
    await socket.close();
  });
});

test.each(Object.entries(EXAMPLES))('the example of %s is one', (name, { params, result }) => {
  const spec = COMMANDS.find((one) => one.name === name);
  for (const [schema, example] of [
    [spec?.params, params],
    [spec?.result, result],
  ] as const) {
    if (schema && example) expect([Check(schema, example), [...Errors(schema, example)]]).toEqual([true, []]);
  }
});

describe('the pages', () => {
  test('are served with what they load, all of it from here', async () => {
    for (const path of ['/docs', '/docs/', '/docs/socket']) {
      const page = await fetch(server.url + path);
      const html = await page.text();
      expect([path, page.status, page.headers.get('content-type')]).toEqual([path, 200, 'text/html; charset=utf-8']);
      const files = [...html.matchAll(/(?:src|href)="(\/[^"#]*)"/g)].map(([, file]) => file as string);
      expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(html).not.toMatch(/<script>|<style| style=| on\w+="/);
      expect(page.headers.get('content-security-policy')).not.toMatch(/unsafe/);
      for (const file of files) expect([file, (await fetch(server.url + file)).status]).toEqual([file, 200]);
    }
  });
  test('the sockets’ page names every command and event', async () => {
    const html = await (await fetch(`${server.url}/docs/socket`)).text();
    for (const { name, socket } of COMMANDS) expect([name, html.includes(`id="${name}"`)]).toEqual([name, socket]);
    for (const name of Object.keys(EVENTS)) expect(html).toContain(`id="${name}"`);
  });
  test('no other file of the library, and none beside our own, can be had', async () => {
    for (const file of ['swagger-ui-bundle.js.map', '..%2ffeature.ts', 'constructor', '__proto__']) {
      expect((await fetch(`${server.url}/docs/assets/${file}`)).status).toBe(404);
    }
  });
});
