// Serves the shop: a fixed table of pages and one stylesheet. No path of a request ever reaches the file system.

import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { helpPage } from './help-page.ts';
import { helpPageDe } from './help-page-de.ts';
import { layout, type Page } from './layout.ts';
import { basketPage, frontPage, lostPage, productPage, productsPage } from './pages.ts';
import { type Kind, kinds } from './product.ts';
import { productBySlug } from './products.ts';

export interface DemoOptions {
  /** 0 takes any free port. */
  readonly port: number;
  readonly host: string;
  /** Where the support chat is served; http or https. */
  readonly parleyUrl: string;
  readonly log: (text: string) => void;
}

export interface Demo {
  readonly url: string;
  /** Ends every connection and resolves when the port is free again. */
  readonly close: () => Promise<void>;
}

const css = readFileSync(new URL('./shop.css', import.meta.url));

const isKind = (text: string | null): text is Kind => text !== null && Object.hasOwn(kinds, text);

/** The page at a path, or undefined. Only these paths exist. */
function pageAt(path: string, query: URLSearchParams): Page | undefined {
  if (path === '/' || path === '/strict') return frontPage();
  if (path === '/help') return helpPage();
  if (path === '/hilfe') return helpPageDe();
  if (path === '/basket') return basketPage(query.get('thing'));
  if (path === '/products') {
    const kind = query.get('kind');
    return productsPage(isKind(kind) ? kind : undefined);
  }
  const product = productBySlug.get(/^\/products\/([a-z0-9-]+)$/.exec(path)?.[1] ?? '');
  return product && productPage(product);
}

/** What a careful site owner sends: only marked scripts and styles, no string ever becomes script. */
function strictPolicy(nonce: string, parleyUrl: string): string {
  const { origin } = new URL(parleyUrl);
  return [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'`,
    `style-src 'nonce-${nonce}'`,
    `connect-src ${origin} ${origin.replace(/^http/, 'ws')}`,
    "img-src 'self' data:",
    "require-trusted-types-for 'script'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}

function answer(request: IncomingMessage, response: ServerResponse, parleyUrl: string): void {
  const send = (status: number, type: string, body: string | Buffer): void => {
    response.writeHead(status, { 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body) });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('cache-control', 'no-cache');
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return send(405, 'text/plain', 'This shop is only to look at.\n');
  }
  const target = request.url ?? '/';
  if (!URL.canParse(target, 'http://shop')) return send(400, 'text/plain', 'This is no address.\n');
  const { pathname, searchParams } = new URL(target, 'http://shop');
  const path = pathname.replace(/(?<=.)\/$/, '');
  if (path === '/shop.css') return send(200, 'text/css', css);
  if (path !== '/strict') {
    const page = pageAt(path, searchParams);
    return send(page ? 200 : 404, 'text/html', layout(page ?? lostPage(), { parleyUrl }));
  }
  const nonce = randomBytes(16).toString('base64');
  response.setHeader('content-security-policy', strictPolicy(nonce, parleyUrl));
  response.setHeader('cache-control', 'no-store');
  send(200, 'text/html', layout(frontPage(), { parleyUrl, nonce }));
}

/** Listens, or rejects with Node's own error: its `code` is `EADDRINUSE` where the port is taken. */
export async function startDemo({ port, host, parleyUrl, log }: DemoOptions): Promise<Demo> {
  const base = parleyUrl.replace(/\/+$/, '');
  const server = createServer((request, response) => {
    try {
      answer(request, response, base);
    } catch (error) {
      log(`${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  server.on('error', (error) => log(error.message));
  const anywhere = host === '0.0.0.0' || host === '::';
  const name = anywhere ? 'localhost' : host.includes(':') ? `[${host}]` : host;
  return {
    url: `http://${name}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
