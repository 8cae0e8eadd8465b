/** Serves the built inbox with the strictest policy, signs one agent in and speaks to a `FakeSite` over the socket. */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { ERRORS, type ErrorCode } from '@parley/protocol/errors';
import { type WebSocket, WebSocketServer } from 'ws';
import { type FakeOptions, FakeSite, PASSWORD, Refused } from './fake-site.ts';
import { FakeUser } from './fake-user.ts';

export { PASSWORD };

const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
const NONCE = 'once';
/** As the real server's, for both pages. */
const POLICY = [
  "default-src 'none'",
  `script-src 'nonce-${NONCE}'`,
  "style-src 'self'",
  "font-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "frame-src 'self'",
  "frame-ancestors 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types parley-preview lit-html',
].join('; ');

export interface FakeServer {
  url: string;
  site: FakeSite;
  /** True: every new socket is refused and every open one cut. */
  cut: (down: boolean) => void;
  /** Ends the agent's access, as a logout elsewhere does. */
  revoke: () => void;
  /** Signs the next browser in without its page of sign-in. */
  signedIn: boolean;
  /** Whether the last sign-in asked to be remembered. */
  remembered: boolean;
  /** Commands named here are not answered until released. */
  stalled: Set<string>;
  release: () => void;
  close: () => Promise<void>;
}

/** `dist`: the built inbox. */
export async function startFakeServer(dist: string, options: FakeOptions = {}): Promise<FakeServer> {
  const site = new FakeSite(options);
  const user = new FakeUser(site);
  const sockets = new Set<WebSocket>();
  const stalled = new Set<string>();
  let waiting: (() => void)[] = [];
  let down = false;

  const session = () => ({ access_token: 'fake-token', token: 'fake-token', expires_in: 600, user: site.me });
  const json = (response: ServerResponse, status: number, body: object) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const refuse = (response: ServerResponse, status: number, code: string, message: string) =>
    json(response, status, { error: { code, message } });

  async function api(request: IncomingMessage, response: ServerResponse, url: URL) {
    const path = url.pathname;
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = text ? JSON.parse(text) : {};
    const own = user.answer(request.method ?? 'GET', url, body);
    if (own) return json(response, 200, own);
    if (path === '/api/users/login') {
      if (body.password !== PASSWORD)
        return refuse(response, 401, 'invalid_credentials', 'The email or the password is not right.');
      if (site.account.deactivated && !body.come_back)
        return refuse(response, 403, 'account_deactivated', 'This account is deactivated.');
      site.account.deactivated = false;
      if (site.me.two_factor === 'on') site.twoFactor.check(body.code);
      server.remembered = body.remember_device === true;
      server.signedIn = true;
      return json(response, 200, session());
    }
    if (path === '/api/users/two_factor') return json(response, 200, site.call('begin_two_factor', body as never));
    if (path === '/api/users/two_factor/confirm')
      return json(response, 200, site.call('confirm_two_factor', body as never));
    if (path === '/api/users/refresh') {
      return server.signedIn
        ? json(response, 200, session())
        : refuse(response, 401, 'unauthenticated', 'Sign in again.');
    }
    if (path === '/api/users/logout') server.signedIn = user.signedIn = false;
    if (path === '/api/users/password' && String(body.token).startsWith('expired'))
      return refuse(response, 404, 'link_expired', 'This link has expired or was used. Ask for a new one.');
    if (path === '/api/users/password' && String(body.token).startsWith('customer'))
      return json(response, 200, {
        ...session(),
        user: { id: 'u', role: 'user', site: 'acme', site_name: 'Acme Outdoor' },
      });
    if (path === '/api/users/password' && site.me.two_factor === 'on') site.twoFactor.check(body.code);
    if (path === '/api/chatbot/avatar') return json(response, 201, { avatar: '/favicon.svg' });
    if (path === '/api/sources/files') return json(response, 201, site.call('upload_file', body as never));
    if (path === '/api/users/photo') {
      if (!String(body.image).startsWith('/9j/') && !String(body.image).startsWith('iVBOR'))
        return json(response, 422, {
          error: { code: 'invalid', message: 'Wrong', fields: { image: 'is not a picture that can be used' } },
        });
      site.account.profile = { ...site.account.profile, photo: '/favicon.svg' };
      return json(response, 200, { photo: '/favicon.svg' });
    }
    if (path === '/api/users/deactivate/confirm') {
      site.account.used.push(`${path} ${body.token}`);
      return json(response, 200, { returns_until: new Date(Date.now() + 30 * 86_400_000).toISOString() });
    }
    if (path.startsWith('/api/users/email/') || path === '/api/users/come_back') {
      site.account.used.push(`${path} ${body.token}`);
      return String(body.token).startsWith('expired')
        ? refuse(response, 404, 'link_expired', 'This link has expired or was used. Ask for a new one.')
        : json(response, 200, { email: site.account.profile.email });
    }
    if (path === '/api/users/password' || path === '/api/setup') {
      server.signedIn = true;
      return json(response, 200, session());
    }
    return json(response, 200, {});
  }

  async function file(response: ServerResponse, path: string) {
    if (path.startsWith('/exports/'))
      return response.writeHead(200, { 'content-disposition': `attachment; filename="${path.slice(9)}"` }).end('{}');
    const name = extname(path) ? normalize(path) : '/index.html';
    try {
      const read = await readFile(join(dist, name));
      const content = name.endsWith('.html') ? String(read).replaceAll('__CSP_NONCE__', NONCE) : read;
      const type = TYPES[extname(name)] ?? 'application/octet-stream';
      response.writeHead(200, { 'content-type': type, 'content-security-policy': POLICY }).end(content);
    } catch {
      response.writeHead(404).end();
    }
  }

  const http = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (!url.pathname.startsWith('/api/')) return void file(response, url.pathname);
    api(request, response, url).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      const { code, message, fields } = error;
      json(response, code === 'invalid' ? 422 : 401, { error: { code, message, fields } });
    });
  });
  const wss = new WebSocketServer({ noServer: true, handleProtocols: () => 'parley.v1' });
  http.on('upgrade', (request, socket, head) => {
    if (down || !server.signedIn) return socket.destroy();
    wss.handleUpgrade(request, socket, head, (ws) => {
      sockets.add(ws);
      ws.on('close', () => sockets.delete(ws));
      ws.on('message', (data) => answer(ws, JSON.parse(String(data))));
    });
  });

  function answer(ws: WebSocket, frame: { command: never; id?: string }) {
    const reply = () => {
      const { command, id, ...params } = frame;
      try {
        const spelled: Record<string, string> = {
          fetch_messages: 'messages',
          fetch_rooms: 'room',
          fetch_room: 'room',
          count_rooms: 'room_counts',
          authenticate: 'authenticated',
        };
        ws.send(JSON.stringify({ command: spelled[command] ?? command, ...site.call(command, params as never), id }));
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        ws.send(
          JSON.stringify({
            command: 'error',
            id,
            code: error.code,
            message: error.message,
            retry: ERRORS[error.code as ErrorCode]?.retry ?? false,
            fields: error.fields,
          }),
        );
      }
    };
    if (stalled.has(frame.command)) waiting.push(reply);
    else reply();
  }
  site.announce = (frame) => {
    for (const ws of sockets) ws.send(JSON.stringify(frame));
  };

  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const server: FakeServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    site,
    signedIn: false,
    remembered: false,
    stalled,
    release: () => {
      stalled.clear();
      for (const reply of waiting) reply();
      waiting = [];
    },
    cut: (next) => {
      down = next;
      if (down) for (const ws of sockets) ws.terminate();
    },
    revoke: () => {
      server.signedIn = false;
      for (const ws of sockets) ws.close(4403, 'access ended');
    },
    close: async () => {
      for (const ws of sockets) ws.terminate();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
    },
  };
  return server;
}
