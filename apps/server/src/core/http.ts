/** The HTTP doors, made from the command table: the same verbs, the same refusals, JSON in and out. */
import { ERRORS, type ErrorCode } from '@parley/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Value } from 'typebox/value';
import { type Actor, NOBODY } from './actor.ts';
import type { Call, Core } from './core.ts';
import type { Dispatcher } from './dispatch.ts';
import { asRefusal, Refused, refuse } from './errors.ts';
import { addressLimitOf, takeBody } from './limits.ts';
import { note } from './log-context.ts';

/** The token of an `Authorization: Bearer` (or `Token`) header. */
export const bearer = (request: FastifyRequest): string | null =>
  /^(?:Bearer|Token) +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1] ?? null;

async function actorOf(core: Core, request: FastifyRequest): Promise<Actor> {
  const token = bearer(request);
  if (!token) return NOBODY;
  const known = await core.authenticate(token, request.ip);
  if (!known) throw refuse('unauthenticated');
  if (known.actor.kind !== 'nobody') note({ site: known.actor.siteId });
  return known.actor;
}

/** Fastify's and its plugins' own refusals, in our words. */
const BY_STATUS: Readonly<Record<number, ErrorCode>> = {
  400: 'bad_json',
  // A path that leads out of the folder of files.
  403: 'not_found',
  404: 'not_found',
  413: 'too_large',
  415: 'bad_json',
  429: 'rate_limited',
};

function refusalOf(error: unknown): Refused {
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 0;
  const code = BY_STATUS[status];
  return code && !(error instanceof Refused) ? refuse(code) : asRefusal(error);
}

/** `{error: {code, message, fields?, challenge?}}` with the code's status; a bug is logged once, under the request's id. */
export function sendError(core: Core, error: unknown, reply: FastifyReply): FastifyReply {
  const refused = refusalOf(error);
  core.metrics.refused('http', refused.code);
  const { status } = ERRORS[refused.code];
  if (refused.code === 'internal') core.log.error({ err: error }, 'a request failed');
  else if (refused.code === 'unavailable') core.log.warn({ reason: (error as Error).message }, 'no database');
  if (refused.details.retryAfter) reply.header('retry-after', Math.ceil(refused.details.retryAfter));
  const { fields, challenge } = refused.details;
  const { code, message } = refused;
  return reply
    .code(status)
    .send({ error: { code, message, ...(fields && { fields }), ...(challenge && { challenge }) } });
}

/** Registers a route for every command that has an HTTP door; a trailing slash is accepted. */
export function registerDoors(app: FastifyInstance, core: Core, dispatcher: Dispatcher): void {
  for (const spec of dispatcher.specs) {
    if (!spec.http) continue;
    const { method, path, aliases = [], status = 200, maxBody } = spec.http;
    const [max, seconds] = addressLimitOf(spec.name);
    for (const url of [path, ...aliases])
      app.route({
        method,
        url,
        ...(maxBody !== undefined && {
          bodyLimit: maxBody,
          // So much is not read from just anybody, nor counted towards the site's by who may not send it.
          onRequest: async (request: FastifyRequest) => {
            const actor = await actorOf(core, request);
            dispatcher.authorise(actor, spec);
            takeBody(core.rates, spec.name, actor, request.ip);
          },
        }),
        // Nobody signed in to do this: the address is all there is to count by.
        ...(spec.who.includes('anyone') && {
          config: { rateLimit: { max, timeWindow: seconds * 1_000 } },
        }),
        handler: async (request, reply) => {
          const call: Call = { ip: request.ip, origin: request.headers.origin ?? null, http: { request, reply } };
          const given =
            method === 'GET' || method === 'DELETE' ? request.query : request.body === undefined ? {} : request.body;
          if (typeof given !== 'object' || given === null || Array.isArray(given)) throw refuse('bad_json');
          // What stands in an address is text: numbers and booleans become what the parameters say.
          const path = request.params as object;
          const addressed = Value.Convert(spec.params, method === 'GET' ? { ...given, ...path } : { ...path });
          const actor = await actorOf(core, request);
          const result = await dispatcher.dispatch(actor, spec.name, { ...given, ...(addressed as object) }, call);
          return reply.code(status).send(result);
        },
      });
  }
}
