/** Serves what describes the API: two documents for programs, two pages for people. Anybody may read them. */
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core/core.ts';
import type { Feature } from '../core/feature.ts';
import { registerAssets } from './assets.ts';
import { asyncapi } from './asyncapi.ts';
import { openapi } from './openapi.ts';
import { httpPage, newNonce, sendPage } from './page.ts';
import { socketPage } from './socket-page.ts';

/** The documents are made once: they do not change while the program runs. */
function routes(app: FastifyInstance, core: Core): void {
  const { publicUrl } = core.config;
  const sockets = asyncapi(publicUrl);
  for (const [path, document] of [
    ['/api/openapi.json', openapi(publicUrl)],
    ['/api/asyncapi.json', sockets],
  ] as const) {
    const text = JSON.stringify(document);
    app.get(path, async (_request, reply) =>
      reply.type('application/json; charset=utf-8').header('cache-control', 'no-cache').send(text),
    );
  }
  app.get('/docs', async (_request, reply) => {
    const nonce = newNonce();
    return sendPage(reply, httpPage(nonce), nonce);
  });
  const socketHtml = socketPage(sockets);
  app.get('/docs/socket', async (_request, reply) => sendPage(reply, socketHtml));
  registerAssets(app);
}

export const reference: Feature = { name: 'reference', routes };
