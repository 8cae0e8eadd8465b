/** The demo shop once more, on an origin of its own, with another script than the widget's in its tag, or with none. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

const TAG = /<script async src="[^"]*\/w\/acme\.js"[^>]*><\/script>/;

export interface TwinShop {
  readonly url: string;
  close(): void;
}

/** `script` null: the page without a tag. Each file is fetched from the shop once. */
export async function twinShop(shop: string, script: string | null): Promise<TwinShop> {
  const known = new Map<string, { type: string; body: Buffer }>();
  const server = createServer(async (request, response) => {
    const path = request.url ?? '/';
    if (path === '/floor.js') return response.writeHead(200, { 'content-type': 'text/javascript' }).end(script);
    let file = known.get(path);
    if (!file) {
      const answer = await fetch(new URL(path, shop));
      const type = answer.headers.get('content-type') ?? '';
      const body = Buffer.from(await answer.arrayBuffer());
      const tag = script === null ? '' : '<script async src="/floor.js"></script>';
      file = { type, body: type.includes('html') ? Buffer.from(body.toString().replace(TAG, tag)) : body };
      known.set(path, file);
    }
    return response.writeHead(200, { 'content-type': file.type }).end(file.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
