/** Serves the widget: `/w/<site>.js`, the loader with the site's looks in it, and `/w/_/...`, the modules it loads later. */
import { fileURLToPath } from 'node:url';
import type { FastifyInstance } from 'fastify';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import type { Feature } from '../core/feature.ts';
import { findSite } from '../sites/sites.ts';
import { readWidget, type Script, script, sendScript, type Widget } from './assets.ts';

const DIST = fileURLToPath(new URL('../../../widget/dist/', import.meta.url));
/** A change of the site's looks shows within five minutes; meanwhile the loader costs returning pages nothing. */
const LOADER_CACHE = 'public, max-age=300, stale-while-revalidate=86400';
const MODULE_CACHE = 'public, max-age=31536000, immutable';
/** Loaders kept compressed; the least used sites' are made again. */
const MOST_LOADERS = 1_000;

async function loaderOf(core: Core, widget: Widget, slug: string): Promise<string> {
  const site = await findSite(core, slug);
  if (!site)
    return `console.warn("Parley: there is no site ${JSON.stringify(slug).slice(1, -1)}. Check the script tag.")`;
  const config = {
    slug: site.slug,
    base: core.config.publicUrl,
    chat: `/w/_/${widget.chat}`,
    accent: site.accent,
    position: site.position,
    name: site.name,
    label: `Chat with ${site.name}`,
  };
  // A function, so that "$&" in a site's name stays what it is.
  return widget.loader.replace('"__PARLEY_CONFIG__"', () => JSON.stringify(config));
}

function routes(app: FastifyInstance, core: Core): void {
  let widget: Widget | undefined;
  const built = () => {
    widget ??= readWidget(DIST);
    return widget;
  };
  const loaders = new Map<string, Script>();

  app.get<{ Params: { file: string } }>('/w/_/:file', async (request, reply) => {
    const { file } = request.params;
    const { files, chat } = built();
    const found = files.get(file);
    if (found) return sendScript(request, reply, found, MODULE_CACHE);
    // A page that was opened before an upgrade asks for the chat by its old name: any loader works with today's.
    const current = /^chat-[\w-]+\.js$/.test(file) ? files.get(chat) : undefined;
    if (!current) throw refuse('not_found');
    return sendScript(request, reply, current, 'no-store');
  });
  app.get<{ Params: { file: string } }>('/w/:file', async (request, reply) => {
    const slug = /^([a-z0-9-]{1,63})\.js$/.exec(request.params.file)?.[1];
    if (!slug) throw refuse('not_found');
    const text = await loaderOf(core, built(), slug);
    let found = loaders.get(text);
    if (!found) {
      if (loaders.size >= MOST_LOADERS) loaders.clear();
      found = script(text);
      loaders.set(text, found);
    }
    return sendScript(request, reply, found, LOADER_CACHE);
  });
}

export const widget: Feature = { name: 'widget', routes };
