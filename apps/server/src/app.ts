/** The server, not listening: Fastify with its guards, the core, and every feature's commands, routes and wires. */
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import websocket from '@fastify/websocket';
import { API_KEY_PREFIX, CLOSE, COMMANDS, MAX_FRAME_BYTES, SUBPROTOCOL } from '@parley/protocol';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { isGuest } from './core/actor.ts';
import { memoryBus } from './core/bus.ts';
import { redisBus } from './core/bus-redis.ts';
import { type Authenticated, type Core, StateBox } from './core/core.ts';
import type { Connections } from './core/db.ts';
import { createDispatcher } from './core/dispatch.ts';
import { refuse } from './core/errors.ts';
import { Events } from './core/events.ts';
import type { Feature } from './core/feature.ts';
import { registerHealth } from './core/health.ts';
import { registerDoors, sendError } from './core/http.ts';
import { uuidv7 } from './core/ids.ts';
import { rateLimitStore } from './core/limits.ts';
import { Metrics } from './core/metrics.ts';
import { registerMetricsDoor } from './core/metrics-door.ts';
import { registerGauges } from './core/metrics-gauges.ts';
import { registerOccasions } from './core/occasion.ts';
import { Presence } from './core/presence.ts';
import { Rates } from './core/rates.ts';
import { registerSecurityHeaders, securityHeaders } from './core/security-headers.ts';
import { beyondSites } from './core/site-scope.ts';
import { Sockets } from './core/sockets.ts';
import { type Claims, jwtTokens } from './core/tokens.ts';
import type { Tracing } from './core/tracing.ts';
import { FEATURES } from './features.ts';

/** An article of 50,000 characters of any script fits; nothing else comes near. */
const BODY_LIMIT = 262_144;

/** Milliseconds that the last frames may take to be answered, and clients and requests then to leave. */
const FINISH_MS = 5_000;
const LEAVE_MS = 4_000;
/** Milliseconds over which clients come back: so many for each, so many at most. */
const SPREAD_MS = 2;
const LONGEST_SPREAD_MS = 10_000;

export interface Surroundings {
  readonly config: Config;
  readonly database: Connections;
  readonly log: Logger;
  readonly metrics?: Metrics;
  readonly tracing?: Tracing | null;
  readonly now?: () => number;
}

export interface App {
  readonly core: Core;
  readonly fastify: FastifyInstance;
  /** Begins the web role's background work; call once, after listening. */
  start(): void;
  /** Tells every client to reconnect elsewhere, ends background work, answers what is in flight, then resolves. */
  close(): Promise<void>;
}

export async function createApp({
  config,
  database,
  log,
  metrics = new Metrics(),
  tracing = null,
  now = Date.now,
}: Surroundings): Promise<App> {
  const headers = securityHeaders(config.publicUrl);
  const fastify = Fastify({
    loggerInstance: log,
    // The line's context carries the request's id already.
    childLoggerFactory: (logger) => logger,
    genReqId: () => uuidv7(),
    bodyLimit: BODY_LIMIT,
    // Any other offer (h2c, by Java's client and curl --http2) is declined by answering as if it had not been made.
    http: { shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket' },
    // An address that is none: said in our words, and not repeated.
    frameworkErrors: (_error, _request, reply) => {
      headers(reply);
      sendError(core, refuse('not_found'), reply);
    },
    // Fastify takes a number of hops too; its types forgot.
    trustProxy: config.trustProxy as boolean | string[],
    // Requests that are under way are answered; idle connections go at once.
    forceCloseConnections: 'idle',
    // A line for each request says little and costs much; what fails is logged where it fails.
    logController: new LogController({ disableRequestLogging: true }),
    routerOptions: { ignoreTrailingSlash: true },
  }) as unknown as FastifyInstance;
  const sockets = new Sockets();
  const stopping = new AbortController();
  const { redisUrl: url, secret } = config;
  const bus =
    url === null ? memoryBus() : redisBus({ url, secret, log, onLag: (seconds) => metrics.busLag.observe(seconds) });
  const core: Core = {
    config,
    database,
    db: database.db,
    log,
    bus,
    events: new Events(),
    sockets,
    presence: new Presence(bus),
    rates: new Rates(bus),
    metrics,
    tracing,
    tokens: await jwtTokens(fastify, config.secret),
    authenticate: (token, ip) => beyondSites('who a token stands for', () => authenticate(core, token, ip)),
    now,
    stopping: stopping.signal,
    state: new StateBox(),
  };
  bus.subscribe((announcement) => sockets.deliver(announcement));

  fastify.setErrorHandler((error, _request, reply) => sendError(core, error, reply));
  registerOccasions(fastify, core);
  registerSecurityHeaders(fastify, headers);
  await guard(fastify, core.rates);
  registerHealth(fastify, core);
  registerMetricsDoor(fastify, core);
  registerGauges(core);
  const dispatcher = createDispatcher(
    core,
    COMMANDS,
    FEATURES.flatMap((feature) => feature.handlers ?? []),
  );
  for (const feature of FEATURES) feature.wire?.(core);
  registerDoors(fastify, core, dispatcher);
  for (const feature of FEATURES) await feature.routes?.(fastify, core, dispatcher);
  await fastify.ready();

  const stops: (() => void | Promise<void>)[] = [];
  return {
    core,
    fastify,
    start: () => {
      core.presence.start();
      for (const feature of FEATURES) {
        const stop = feature.start?.(core);
        if (stop) stops.push(stop);
      }
    },
    close: async () => {
      stopping.abort();
      for (const stop of stops.splice(0)) await stop();
      core.presence.stop();
      await sendAway(sockets);
      const patience = setTimeout(() => {
        for (const socket of sockets.all()) socket.terminate();
        fastify.server.closeAllConnections();
      }, LEAVE_MS);
      // Those whose last answer has just left become idle one by one.
      const idle = setInterval(() => fastify.server.closeIdleConnections(), 100);
      await fastify.close();
      clearInterval(idle);
      clearTimeout(patience);
      await bus.close();
    },
  };
}

/** Answers what was read, then asks each client to come back at a time of its own: all at once would be the next node's storm. */
async function sendAway(sockets: Sockets): Promise<void> {
  const all = [...sockets.all()];
  const spreadMs = Math.min(LONGEST_SPREAD_MS, all.length * SPREAD_MS);
  const late = new Promise<void>((resolve) => {
    setTimeout(resolve, FINISH_MS).unref();
  });
  await Promise.all(
    all.map(async (socket) => {
      await Promise.race([socket.finish(), late]);
      socket.close({ ...CLOSE.restart, reason: `retry_in=${((Math.random() * spreadMs) / 1_000).toFixed(1)}` });
    }),
  );
}

/** Body types, cookies, limits and the socket's bounds: what every request meets before any feature. */
async function guard(fastify: FastifyInstance, rates: Rates): Promise<void> {
  await fastify.register(cookie);
  await fastify.register(rateLimit, { global: false, store: rateLimitStore(rates) });
  await fastify.register(websocket, {
    options: {
      maxPayload: MAX_FRAME_BYTES,
      perMessageDeflate: false,
      handleProtocols: (offered: Set<string>) => (offered.has(SUBPROTOCOL) ? SUBPROTOCOL : false),
    },
  });
  // The plugin would open a socket on any path, and close it without a word.
  fastify.addHook('onRequest', (request, _reply, done) =>
    done(request.ws && !request.routeOptions.url?.startsWith('/ws/') ? refuse('not_found') : undefined),
  );
  // The widget's calls come from other origins. Plain text spares them the preflight; no cookie travels with them.
  fastify.addContentTypeParser('text/plain', { parseAs: 'string' }, (request, body, done) => {
    if (!request.url.startsWith('/api/widget/'))
      return done(Object.assign(new Error('send application/json'), { statusCode: 415 }));
    try {
      done(null, JSON.parse(body as string));
    } catch {
      done(Object.assign(new Error('not JSON'), { statusCode: 400 }));
    }
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    if (!request.url.startsWith('/api/widget/') || request.headers.origin === undefined) return done();
    // Whether this origin may is the command's to say; here only the browser is let to read the answer.
    reply
      .header('access-control-allow-origin', request.headers.origin)
      .header('access-control-expose-headers', 'retry-after')
      .header('vary', 'origin')
      .header('cross-origin-resource-policy', 'cross-origin');
    return done();
  });
  fastify.options('/api/widget/*', async (_request, reply) =>
    reply
      .header('access-control-allow-methods', 'POST')
      .header('access-control-allow-headers', 'authorization, content-type')
      .header('access-control-max-age', '86400')
      .code(204)
      .send(),
  );
}

async function authenticate(core: Core, token: string, ip: string): Promise<Authenticated | null> {
  if (token.startsWith(API_KEY_PREFIX)) return (await authenticator('key')?.(core, token)) ?? null;
  const verified = core.tokens.verify(token);
  if (!verified) return null;
  const actor = await actorOf(core, verified.claims);
  if (actor && isGuest(actor)) for (const { keepsOut } of FEATURES) await keepsOut?.(core, actor, ip);
  return actor && { actor, expiresAt: verified.expiresAt };
}

const authenticator = <Kind extends keyof NonNullable<Feature['authenticators']>>(kind: Kind) =>
  FEATURES.find((feature) => feature.authenticators?.[kind])?.authenticators?.[kind];

async function actorOf(core: Core, claims: Claims): Promise<Authenticated['actor'] | null> {
  if (claims.kind === 'visitor') return (await authenticator('visitor')?.(core, claims)) ?? null;
  if (claims.kind === 'user') return (await authenticator('user')?.(core, claims)) ?? null;
  return (await authenticator('agent')?.(core, claims)) ?? null;
}
