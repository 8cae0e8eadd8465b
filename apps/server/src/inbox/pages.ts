/**
 * The inbox's page and the widget's preview, which the inbox alone may frame. Only scripts that carry the number of this
 * one answer run, and what they load; text becomes script nowhere (Trusted Types), but for the ways named here.
 */
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyReply } from 'fastify';

/** Stands in the built pages where the number goes; as in `apps/inbox/vite.config.ts`. */
const PLACE = '__CSP_NONCE__';

interface Page {
  readonly file: string;
  readonly frameAncestors: string;
  /** Who may make markup or a script's address. */
  readonly trustedTypes: string;
}
export const INBOX: Page = { file: 'index.html', frameAncestors: "'none'", trustedTypes: "'none'" };
/** Lit's templates, and the address of the site's own tag. */
export const PREVIEW: Page = {
  file: 'preview.html',
  frameAncestors: "'self'",
  trustedTypes: 'parley-preview lit-html',
};

const policy = (page: Page, nonce: string, publicUrl: string): string =>
  [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    "style-src 'self'",
    "font-src 'self'",
    // Pictures run nothing, also those that the page itself makes.
    "img-src 'self' data: blob:",
    `connect-src 'self' ${publicUrl.replace(/^http/, 'ws')}`,
    "frame-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    `frame-ancestors ${page.frameAncestors}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${page.trustedTypes}`,
  ].join('; ');

/** Read anew for each, so that a page built meanwhile is the one that is sent. */
export async function sendPage(
  reply: FastifyReply,
  page: Page,
  dist: string,
  publicUrl: string,
): Promise<FastifyReply> {
  const html = await readFile(join(dist, page.file), 'utf8');
  const nonce = randomBytes(16).toString('base64url');
  if (page.frameAncestors === "'self'") reply.header('x-frame-options', 'SAMEORIGIN');
  return (
    reply
      .type('text/html; charset=utf-8')
      .header('content-security-policy', policy(page, nonce, publicUrl))
      // The number is good for one answer: no copy of it may be told to be still good.
      .header('cache-control', 'no-cache')
      .send(html.replaceAll(PLACE, nonce))
  );
}
