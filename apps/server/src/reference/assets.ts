/** The files that the pages load: our own two, and Swagger UI's, which its package brings. Nothing comes from elsewhere. */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { refuse } from '../core/errors.ts';

const own = (file: string): string => fileURLToPath(new URL(`./page/${file}`, import.meta.url));
const library = (file: string): string => fileURLToPath(import.meta.resolve(`swagger-ui-dist/${file}`));

const FILES: Readonly<Record<string, () => string>> = {
  'docs.css': () => own('docs.css'),
  'docs.js': () => own('docs.js'),
  'swagger-ui.css': () => library('swagger-ui.css'),
  'swagger-ui-bundle.js': () => library('swagger-ui-bundle.js'),
};

/** Read and compressed when somebody first asks: few do, and half a megabyte is not for every program's memory. */
export function registerAssets(app: FastifyInstance): void {
  const compressed = new Map<string, Promise<Buffer>>();
  app.get<{ Params: { file: string } }>('/docs/assets/:file', async ({ params: { file }, headers }, reply) => {
    const path = Object.hasOwn(FILES, file) ? FILES[file]?.() : undefined;
    if (!path) throw refuse('not_found');
    reply
      .type(file.endsWith('.css') ? 'text/css; charset=utf-8' : 'text/javascript; charset=utf-8')
      .header('cache-control', 'public, max-age=3600')
      .header('vary', 'accept-encoding');
    if (!/\bgzip\b/.test(headers['accept-encoding'] ?? '')) return reply.send(await readFile(path));
    const zipped = compressed.get(file) ?? readFile(path).then(promisify(gzip));
    compressed.set(file, zipped);
    return reply.header('content-encoding', 'gzip').send(await zipped);
  });
}
