/**
 * The headers that tell browsers what our answers may do. Every answer is shut: nothing of it runs, loads or is framed, also
 * when it is opened by itself or taken for a page. A page opens what it needs with a policy of its own (`inbox/pages.ts`).
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance, FastifyReply } from 'fastify';
import helmet from 'helmet';

const SHUT = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox";

/** What no page of ours asks a browser for, nor any frame within it. */
const NOT_NEEDED = [
  'accelerometer',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'idle-detection',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'serial',
  'usb',
  'xr-spatial-tracking',
];

/** Puts them on an answer, where a route has not said otherwise itself. */
export type SecurityHeaders = (reply: FastifyReply) => void;

export function securityHeaders(publicUrl: string): SecurityHeaders {
  const headers: [string, string][] = [
    ['content-security-policy', SHUT],
    ['permissions-policy', NOT_NEEDED.map((name) => `${name}=()`).join(', ')],
  ];
  const collecting = {
    setHeader: (name: string, value: string) => headers.push([name.toLowerCase(), value]),
    removeHeader: () => undefined,
  };
  const write = helmet({
    strictTransportSecurity: publicUrl.startsWith('https:'),
    xFrameOptions: { action: 'deny' },
    crossOriginEmbedderPolicy: false,
    contentSecurityPolicy: false,
  });
  write({} as IncomingMessage, collecting as unknown as ServerResponse, (error?: unknown) => {
    if (error) throw error;
  });
  return (reply) => {
    for (const [name, value] of headers) if (!reply.hasHeader(name)) reply.header(name, value);
  };
}

/** On every answer, refusals and refused handshakes too. */
export function registerSecurityHeaders(app: FastifyInstance, write: SecurityHeaders): void {
  app.addHook('onSend', (_request, reply, _payload, done) => {
    write(reply);
    done();
  });
}

/** Sends a page that holds one style sheet, `style`, in a `<style>`, and no script. */
export function sendPlainPage(reply: FastifyReply, html: string, style: string): FastifyReply {
  const hash = createHash('sha256').update(style).digest('base64');
  return reply
    .type('text/html; charset=utf-8')
    .header(
      'content-security-policy',
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    )
    .send(html);
}
