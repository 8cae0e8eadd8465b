/** `/healthz`: the program runs. `/readyz`: it can serve, that is, the database answers and is migrated. */
import type { FastifyInstance } from 'fastify';
import type { Core } from './core.ts';
import { migrationsPending } from './migrate.ts';

/** Milliseconds; probes come every few seconds and must not pile up behind a database that is away. */
const PATIENCE = 2_000;

/** A node without Redis serves on, only slower towards the others: no reason to send nobody to it. */
const redisOf = ({ bus }: Core) => (bus.state === 'alone' ? {} : { redis: bus.state });

export function registerHealth(app: FastifyInstance, core: Core): void {
  app.get('/healthz', { logLevel: 'warn' }, async () => ({ status: 'ok' }));
  app.get('/readyz', { logLevel: 'warn' }, async (_request, reply) => {
    if (core.stopping.aborted) return reply.code(503).send({ status: 'not ready', reason: 'stopping' });
    const late = new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error('the database does not answer')), PATIENCE).unref();
    });
    try {
      const pending = await Promise.race([migrationsPending(core.database.pool), late]);
      if (pending.length === 0) return { status: 'ready', ...redisOf(core) };
      return reply.code(503).send({ status: 'not ready', reason: `migrations to run: ${pending.join(', ')}` });
    } catch (error) {
      core.log.warn({ reason: (error as Error).message }, 'not ready');
      return reply.code(503).send({ status: 'not ready', reason: 'the database cannot be reached' });
    }
  });
}
