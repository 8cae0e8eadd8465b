/** The frame of the pages that describe the API, and `/docs` itself, which Swagger UI fills in the browser. */
import { randomBytes } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { type Html, html } from '../email/templates/html.ts';

const PLACES = [
  ['/docs', 'HTTP', '/api/openapi.json', 'openapi.json'],
  ['/docs/socket', 'Sockets', '/api/asyncapi.json', 'asyncapi.json'],
] as const;

export function page(path: (typeof PLACES)[number][0], { head, main }: { head: Html; main: Html }): string {
  const [, title, source, file] = PLACES.find(([place]) => place === path) as (typeof PLACES)[number];
  const places = PLACES.map(([place, name]) =>
    place === path ? html`<a href="${place}" aria-current="page">${name}</a>` : html`<a href="${place}">${name}</a>`,
  );
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Parley API</title>
<link rel="icon" href="data:,">
${head}
<link rel="stylesheet" href="/docs/assets/docs.css">
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top"><b>Parley API</b><nav aria-label="Pages">${places}</nav><a class="source" href="${source}">${file}</a></header>
${main}
</body>
</html>
`.source;
}

/** Sends a page whose scripts, where it has any, carry `nonce`. */
export function sendPage(reply: FastifyReply, source: string, nonce?: string): FastifyReply {
  const policy = [
    "default-src 'none'",
    "style-src 'self'",
    "img-src 'self' data:",
    ...(nonce === undefined ? [] : [`script-src 'nonce-${nonce}'`, "connect-src 'self'"]),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return reply
    .type('text/html; charset=utf-8')
    .header('content-security-policy', policy.join('; '))
    .header('cache-control', 'no-cache')
    .send(source);
}

/** A number that is good for one answer. */
export const newNonce = (): string => randomBytes(16).toString('base64url');

export const httpPage = (nonce: string): string =>
  page('/docs', {
    head: html`<link rel="stylesheet" href="/docs/assets/swagger-ui.css">`,
    main: html`<div id="main"><div id="reference"></div>
<noscript><p>This page needs JavaScript. The same is in <a href="/api/openapi.json">openapi.json</a>.</p></noscript></div>
<script nonce="${nonce}" src="/docs/assets/swagger-ui-bundle.js"></script>
<script nonce="${nonce}" src="/docs/assets/docs.js"></script>`,
  });
