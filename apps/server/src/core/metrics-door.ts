/**
 * `/metrics` for Prometheus. Never public: with METRICS_TOKEN it wants that bearer from everybody; without one it answers
 * only who comes straight from a loopback or private address, past no proxy.
 */
import { timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ERRORS } from '@parley/protocol';
import type { FastifyInstance } from 'fastify';
import type { Config } from '../config.ts';
import { isNear } from './address.ts';
import type { Core } from './core.ts';
import { refuse } from './errors.ts';
import { hashToken } from './tokens.ts';

/** What proxies add. One of them suffices: whoever came past a proxy may be anybody, whatever TRUST_PROXY says. */
const TRACES_OF_A_PROXY = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'cf-connecting-ip', 'via'];

/** Whether this caller may read the figures. */
export function mayReadMetrics(
  { metricsToken, publicUrl }: Pick<Config, 'metricsToken' | 'publicUrl'>,
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
): boolean {
  if (metricsToken !== null) {
    const given = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? '';
    return timingSafeEqual(hashToken(given), hashToken(metricsToken));
  }
  if (!isNear(socket.remoteAddress ?? '')) return false;
  if (TRACES_OF_A_PROXY.some((name) => headers[name] !== undefined)) return false;
  // A proxy that leaves no trace passes the public name on, which nobody near needs.
  const { host, hostname } = new URL(publicUrl);
  return headers.host !== host || hostname === 'localhost' || isNear(hostname.replace(/^\[|\]$/g, ''));
}

export function registerMetricsDoor(app: FastifyInstance, core: Core): void {
  app.get('/metrics', async (request, reply) => {
    if (!mayReadMetrics(core.config, request.raw)) throw refuse('forbidden');
    const { registry } = core.metrics;
    return reply
      .header('cache-control', 'no-store')
      .type(registry.contentType)
      .send(await registry.metrics());
  });
}

/** The same figures on METRICS_PORT, and nothing else there: for a node without the web role, or a port that no proxy reaches. */
export async function listenForMetrics(core: Core, port: number): Promise<{ port: number; stop(): Promise<void> }> {
  const server = createServer((request, response) => {
    const { registry } = core.metrics;
    const say = (status: number, type: string, body: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    if (request.url !== '/metrics') say(404, 'text/plain', ERRORS.not_found.message);
    else if (!mayReadMetrics(core.config, request)) say(403, 'text/plain', ERRORS.forbidden.message);
    else
      registry.metrics().then(
        (text) => say(200, registry.contentType, text),
        (error: Error) => {
          core.log.error({ err: error }, 'the figures could not be read');
          say(500, 'text/plain', ERRORS.internal.message);
        },
      );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, core.config.host, resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
