/** The website that is imported, in a process of its own: a thousand pages, made before it is asked for them. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const WORDS =
  'tent boot pack stove mat lamp return refund zip pole seam wax size weight price order parcel store repair rent'.split(
    ' ',
  );
const pages = Number(process.argv[2]);

const text = (page: number, n: number) =>
  Array.from({ length: 60 }, (_, i) => WORDS[(page * 7 + n * 13 + i * (n + 3)) % WORDS.length]).join(' ');
const section = (n: number, i: number) =>
  `<section class="content-section content-section--wide"><h2>Section ${i}</h2><p>${text(n, i)}.</p></section>`;
/** Each links to ten others, and carries the markup that pages carry. */
const pageOf = (n: number) =>
  `<!doctype html><html><head><title>Page ${n}</title></head><body><nav>${'<a class="menu-item menu-item-level-2" href="/0">Menu</a>'.repeat(120)}</nav>
<main><h1>Page ${n}</h1>${Array.from({ length: 12 }, (_, i) => section(n, i)).join('')}
<ul>${Array.from({ length: 10 }, (_, i) => `<li><a href="/${(n * 10 + i) % pages}">more</a></li>`).join('')}</ul></main></body></html>`;

const all = Array.from({ length: pages }, (_, n) => Buffer.from(pageOf(n)));
const server = createServer((request, response) => {
  const page = all[Number(request.url?.slice(1) || 0)];
  if (!page) return response.writeHead(404).end();
  return response.writeHead(200, { 'content-type': 'text/html' }).end(page);
});
process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port, bytes: all[pages >> 1]?.length });
});
