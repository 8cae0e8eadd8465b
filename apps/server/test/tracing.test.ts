/** Spans as a collector receives them: what is within what, what led to what, and nothing that anybody said. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { chat, openVisitor } from './client.ts';
import { createSite } from './create.ts';
import { type FakeModel, startFakeModel } from './model.ts';
import { startTestServer, type TestServer } from './server.ts';
import { isBot } from './talk.ts';

interface Attribute {
  readonly key: string;
  readonly value: { readonly stringValue?: string; readonly intValue?: number | string };
}
interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly kind: number;
  readonly attributes: readonly Attribute[];
  readonly links?: readonly { readonly spanId: string }[];
  readonly status: { readonly code?: number; readonly message?: string };
}

/** An OTLP receiver: takes what is posted to /v1/traces. */
async function startCollector() {
  const spans: ReceivedSpan[] = [];
  const resources: Attribute[][] = [];
  const posts: { url: string; key: string | undefined; body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    posts.push({ url: request.url as string, key: request.headers['x-key'] as string | undefined, body });
    const { resourceSpans } = JSON.parse(body) as {
      resourceSpans: { resource: { attributes: Attribute[] }; scopeSpans: { spans: ReceivedSpan[] }[] }[];
    };
    for (const { resource, scopeSpans } of resourceSpans) {
      resources.push(resource.attributes);
      for (const scope of scopeSpans) spans.push(...scope.spans);
    }
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans,
    resources,
    posts,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function start(env: Record<string, string>): Promise<{ server: TestServer; model: FakeModel }> {
  const model = await startFakeModel();
  closing.push(() => model.close());
  const server = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: model.baseUrl, ...env } });
  closing.push(() => server.close());
  return { server, model };
}

const SAID = 'Is the marmalade tent waterproof?';
async function ask(server: TestServer): Promise<void> {
  const site = await createSite(server.core);
  const visitor = await openVisitor(server, site.slug);
  const socket = await chat(server, site.slug, visitor);
  const answered = socket.next(isBot);
  await socket.call('new_message', { message: { content: SAID } });
  await answered;
  await socket.call('fetch_messages', { room: `${site.slug} nobody` });
  await fetch(`${server.url}/readyz`);
  await socket.close();
}

const attribute = ({ attributes }: ReceivedSpan, key: string) => attributes.find((one) => one.key === key)?.value;

test('requests, frames, commits, jobs and calls of the model arrive at the collector, tied to each other', async () => {
  const collector = await startCollector();
  closing.push(collector.close);
  const { server } = await start({
    OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'x-key=the%20key',
    OTEL_SERVICE_NAME: 'parley-under-test',
    OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=test',
  });
  await ask(server);
  // Sends what it has, as a stopping program does. The answer's job may still be ending: it is in the next sending.
  await closing.pop()?.();

  expect(collector.posts[0]).toMatchObject({ url: '/v1/traces', key: 'the key' });
  const resource = Object.fromEntries((collector.resources[0] ?? []).map(({ key, value }) => [key, value.stringValue]));
  expect(resource).toMatchObject({
    'service.name': 'parley-under-test',
    'service.version': 'test',
    'deployment.environment.name': 'test',
    'telemetry.sdk.language': 'nodejs',
  });
  const named = (name: string) => {
    const found = collector.spans.find((span) => span.name === name);
    if (!found) throw new Error(`no span ${name} among ${collector.spans.map((span) => span.name).join(', ')}`);
    return found;
  };
  const session = named('POST /api/widget/:site/session');
  expect(attribute(session, 'http.response.status_code')?.intValue).toBe(200);
  expect(attribute(session, 'http.route')?.stringValue).toBe('/api/widget/:site/session');

  const frame = named('frame new_message');
  const commit = collector.spans.find(({ name, links }) => name === 'commit' && links?.[0]?.spanId === frame.spanId);
  expect(commit).toBeDefined();
  expect(commit?.traceId).not.toBe(frame.traceId);
  expect(frame.links?.map(({ spanId }) => spanId)).toEqual([commit?.spanId]);
  expect(attribute(frame, 'parley.site')?.stringValue).toMatch(/^[0-9a-f-]{36}$/);

  const job = named('job answer');
  const call = collector.spans.find(({ name }) => name.startsWith('chat '));
  expect(call).toMatchObject({ parentSpanId: job.spanId, traceId: job.traceId, kind: 3 });
  const answer = collector.spans.find(({ name, links }) => name === 'commit' && links?.[0]?.spanId === job.spanId);
  expect(answer).toBeDefined();

  const refused = named('frame fetch_messages');
  expect(attribute(refused, 'parley.refused')?.stringValue).toBe('room_not_found');
  // Not ours to mend.
  expect(refused.status.code ?? 0).toBe(0);

  expect(collector.spans.filter(({ name }) => name.includes('readyz'))).toEqual([]);
  const sent = collector.posts.map(({ body }) => body).join('');
  expect(sent).not.toContain('marmalade');
  expect(sent).not.toContain('Hello.');
});

test('a sampler that takes nothing sends nothing, and children follow their parents', async () => {
  const collector = await startCollector();
  closing.push(collector.close);
  const { server } = await start({
    OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.url}/elsewhere`,
    OTEL_TRACES_SAMPLER: 'parentbased_traceidratio',
    OTEL_TRACES_SAMPLER_ARG: '0',
  });
  await ask(server);
  await closing.pop()?.();
  expect(collector.posts).toEqual([]);
});

test('a collector that is away costs the spans and nothing else', async () => {
  const { server } = await start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  await ask(server);
});

test('without an endpoint there is no tracing, nor with the SDK disabled', async () => {
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9', OTEL_SDK_DISABLED: 'true' };
  const { server } = await start(env);
  expect(server.core.tracing).toBeNull();
  await ask(server);
});
