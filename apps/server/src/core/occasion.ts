/** Gives every HTTP request its occasion: an id that its answer carries too, the context of its log lines, and a span where traces are sent. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Core } from './core.ts';
import { type LogContext, within } from './log-context.ts';
import { duringSpan, type Span } from './tracing.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** On the request itself: a weak map of thousands of them is the garbage collector's burden. */
    occasion: { readonly context: LogContext; readonly span: Span | undefined } | null;
  }
}

/** What asks every few seconds whether we live says nothing in a trace. */
const UNTRACED: ReadonlySet<string | undefined> = new Set(['/healthz', '/readyz', '/metrics']);

export function registerOccasions(app: FastifyInstance, core: Core): void {
  app.decorateRequest('occasion', null);
  const enter = (request: FastifyRequest, done: () => void) => {
    const { context = {}, span } = request.occasion ?? {};
    within(context, () => duringSpan(span, done));
  };
  app.addHook('onRequest', (request, reply, done) => {
    const route = request.routeOptions.url;
    // A socket's frames have spans of their own.
    const span =
      core.tracing && !UNTRACED.has(route) && !request.ws
        ? core.tracing.start(`${request.method} ${route ?? '(none)'}`, {
            kind: 'server',
            attributes: {
              'http.request.method': request.method,
              ...(route && { 'http.route': route }),
              'parley.request': request.id,
            },
          })
        : undefined;
    request.occasion = { context: { request: request.id }, span };
    reply.header('x-request-id', request.id);
    enter(request, done);
  });
  // Again: a body that is read on the way leaves the asynchronous call that the first one began.
  app.addHook('preValidation', (request, _reply, done) => enter(request, done));
  app.addHook('onResponse', (request, reply, done) => {
    const span = request.occasion?.span;
    span?.set({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= 500) span?.fail(String(reply.statusCode));
    span?.end();
    done();
  });
}
