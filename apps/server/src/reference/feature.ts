/** Serves what describes the API: two documents for programs, two pages for people. Anybody may read them. */
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core/core.ts';
import type { Feature } from '../core/feature.ts';
import { registerAssets } from './assets.ts';
import { asyncapi } from './asyncapi.ts';
import { openapi } from './openapi.ts';
import { httpPage, newNonce, sendPage } from './page.ts';
import { socketPage } from './socket-page.ts';

/** Each document is made when it is first asked for: most programs never are, and all of them start sooner. */
function routes(app: FastifyInstance, core: Core): void {
  const { publicUrl } = core.config;
  const openapiText = once(() => JSON.stringify(openapi(publicUrl)));
  const sockets = once(() => asyncapi(publicUrl));
  const asyncapiText = once(() => JSON.stringify(sockets()));
  const socketHtml = once(() => socketPage(sockets()));
  for (const [path, text] of [
    ['/api/openapi.json', openapiText],
    ['/api/asyncapi.json', asyncapiText],
  ] as const)
    app.get(path, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text()),
    );
  app.get('/docs', async (_request, reply) => {
    const nonce = newNonce();
    return sendPage(reply, httpPage(nonce), nonce);
  });
  app.get('/docs/socket', async (_request, reply) => sendPage(reply, socketHtml()));
  registerAssets(app);
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

export const reference: Feature = { name: 'reference', routes };
