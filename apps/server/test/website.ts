/** A website for tests of the crawler: real HTTP on port 0, pages that a test changes as it goes, and a list of what was asked for. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Page =
  | string
  | { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: string | Buffer }
  | ((request: IncomingMessage, response: ServerResponse) => void);

export interface Website {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  /** `127.0.0.1:<port>`, for CRAWL_ALLOW. */
  readonly host: string;
  /** By path with its query. What is not here is 404. */
  readonly pages: Map<string, Page>;
  /** What was asked for, in order. */
  readonly asked: string[];
  close(): Promise<void>;
}

/** A page of HTML that holds enough to be one. */
export const html = (title: string, text: string, links: readonly string[] = [], head = ''): string =>
  `<!doctype html><html><head><title>${title} – Acme</title>${head}</head><body>
<nav><a href="/">Home</a></nav><main><h1>${title}</h1><p>${text}</p>
<ul>${links.map((link) => `<li><a href="${link}">${link}</a></li>`).join('')}</ul></main><footer>© Acme</footer></body></html>`;

export async function startWebsite(pages: Readonly<Record<string, Page>>): Promise<Website> {
  const known = new Map(Object.entries(pages));
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url as string;
    asked.push(path);
    const page = known.get(path);
    if (typeof page === 'function') return page(request, response);
    if (page === undefined) return response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not here</h1>');
    const { status = 200, headers = {}, body = '' } = typeof page === 'string' ? { body: page } : page;
    return response.writeHead(status, { 'content-type': 'text/html; charset=utf-8', ...headers }).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    pages: known,
    asked,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
