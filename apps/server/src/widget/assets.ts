/** The built widget in memory, compressed once: a few kilobytes that every page of every site asks for. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

export interface Script {
  readonly plain: Buffer;
  readonly gzip: Buffer;
  readonly brotli: Buffer;
  readonly etag: string;
}

export function script(text: string | Buffer): Script {
  const plain = Buffer.from(text);
  return {
    plain,
    gzip: gzipSync(plain, { level: 9 }),
    brotli: brotliCompressSync(plain, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }),
    etag: `"${createHash('sha256').update(plain).digest('base64url').slice(0, 22)}"`,
  };
}

export interface Widget {
  /** Holds the string literal `"__PARLEY_CONFIG__"` where the site's config goes. */
  readonly loader: string;
  readonly chat: string;
  readonly files: ReadonlyMap<string, Script>;
}

/** Reads `dist` (manifest.json, loader, modules). Throws when the widget was not built. */
export function readWidget(dist: string): Widget {
  const manifest = JSON.parse(readFileSync(join(dist, 'manifest.json'), 'utf8')) as { loader: string; chat: string };
  const files = readdirSync(dist).filter((name) => name.endsWith('.js') && name !== manifest.loader);
  return {
    loader: readFileSync(join(dist, manifest.loader), 'utf8'),
    chat: manifest.chat,
    files: new Map(files.map((name) => [name, script(readFileSync(join(dist, name)))])),
  };
}

/** Sends a script to any origin, in the best encoding that the browser takes, or 304. */
export function sendScript(
  request: FastifyRequest,
  reply: FastifyReply,
  found: Script,
  cacheControl: string,
): FastifyReply {
  reply
    .header('content-type', 'text/javascript; charset=utf-8')
    .header('access-control-allow-origin', '*')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('vary', 'accept-encoding')
    .header('cache-control', cacheControl)
    .header('etag', found.etag);
  if (request.headers['if-none-match'] === found.etag) return reply.code(304).send();
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(found.brotli);
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(found.gzip);
  return reply.send(found.plain);
}
