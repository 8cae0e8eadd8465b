/** Serves the built inbox at `/`: its files by name, and its page for every address that is one of its own. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import { ERRORS } from '@parley/protocol';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { Core } from '../core/core.ts';
import type { Feature } from '../core/feature.ts';
import { INBOX, PREVIEW, sendPage } from './pages.ts';

const DIST = fileURLToPath(new URL('../../../inbox/dist/', import.meta.url));
/** What programs ask for, or what only a server can answer: a page of the inbox there would say that all is well. */
const NOT_PAGES = /^\/(api|accounts|chatbot|ws|w|kb|r|photos|exports|docs|assets)\//;

async function routes(app: FastifyInstance, core: Core): Promise<void> {
  const built = existsSync(DIST);
  const inbox = (reply: FastifyReply) => sendPage(reply, INBOX, DIST, core.config.publicUrl);
  if (built) {
    for (const path of ['/', '/index.html']) app.get(path, (_request, reply) => inbox(reply));
    app.get('/preview.html', (_request, reply) => sendPage(reply, PREVIEW, DIST, core.config.publicUrl));
    await app.register(fastifyStatic, {
      root: DIST,
      index: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders: (reply, path) => {
        // Vite names what it bundles by content.
        reply.header('cache-control', path.includes('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    const path = request.url.split('?')[0] as string;
    if (built && /^(GET|HEAD)$/.test(request.method) && !NOT_PAGES.test(path) && !path.includes('.')) {
      return inbox(reply);
    }
    return reply.code(404).send({ error: { code: 'not_found', message: ERRORS.not_found.message } });
  });
}

export const inbox: Feature = { name: 'inbox', routes };
