/**
 * The whole way that people go, over PUBLIC_URL and whatever proxy stands there: a visitor's session, two real sockets, a question
 * that the agent's side receives, and an answer that comes back. It happens in a site of its own, which is then gone.
 */
import Fastify from 'fastify';
import type { Pool } from 'pg';
import type { Config } from '../config.ts';
import { jwtTokens } from '../core/tokens.ts';
import { type Finding, fail, ok, within } from './finding.ts';
import { makeSite, removeSite, type ThrowawaySite } from './throwaway-site.ts';
import { openWire, type Wire } from './wire.ts';

/** Milliseconds for one step; a heartbeat later (9 s) the message would arrive anyhow, and the bus have failed. */
const STEP = 6_000;

/** Whether the program answers at PUBLIC_URL at all. */
export async function lookAtWeb({ publicUrl }: Config): Promise<Finding> {
  try {
    const response = await fetch(`${publicUrl}/readyz`, { signal: AbortSignal.timeout(STEP), redirect: 'manual' });
    const text = await response.text();
    if (response.ok && text.includes('"ready"')) return ok('address', `${publicUrl} is ready`);
    return fail(
      'address',
      `${publicUrl}/readyz answers ${response.status}: ${text.slice(0, 200).replace(/\s+/g, ' ')}`,
      response.status === 503 && text.includes('not ready')
        ? 'The program runs and has no database, or one to be migrated: see above.'
        : 'Something else answers there. Point the proxy at Parley’s PORT, or mend PUBLIC_URL.',
    );
  } catch (error) {
    const { message, cause } = error as Error;
    return fail(
      'address',
      `${publicUrl} cannot be reached: ${cause instanceof Error ? cause.message || String(cause) : message}`,
      'Start Parley; else see whether PUBLIC_URL, its DNS name, its certificate and the proxy behind it are right.',
    );
  }
}

export async function holdConversation(config: Config, pool: Pool): Promise<Finding> {
  const fastify = Fastify();
  const tokens = await jwtTokens(fastify, config.secret);
  await fastify.ready();
  const wires: Wire[] = [];
  let site: ThrowawaySite | undefined;
  try {
    site = await makeSite(pool, tokens);
    return await talk(config.publicUrl, site, wires);
  } catch (error) {
    if (error instanceof Trouble) return fail('conversation', error.message, error.fix);
    throw error;
  } finally {
    for (const wire of wires) wire.close();
    if (site) await removeSite(pool, site);
    await fastify.close();
  }
}

class Trouble extends Error {
  readonly fix: string;
  constructor(found: string, fix: string) {
    super(found);
    this.fix = fix;
  }
}

async function talk(publicUrl: string, site: ThrowawaySite, wires: Wire[]): Promise<Finding> {
  const { origin } = new URL(publicUrl);
  const visitor = await openSession(publicUrl, origin, site);
  const room = `${site.slug} ${visitor.consumer}`;
  const open = async (path: string, token: string, who: 'visitor' | 'agent') => {
    const wire = await within(
      STEP,
      'the socket',
      openWire(publicUrl.replace(/^http/, 'ws') + path, origin, token),
    ).catch((error: Error) => {
      throw new Trouble(`the ${who}'s socket does not open: ${error.message}`, fixOfSocket(who, error.message));
    });
    wires.push(wire);
    return wire;
  };
  const chat = await open(`/ws/chat/${site.slug}/${visitor.consumer}`, visitor.access_token, 'visitor');
  const inbox = await open(`/ws/room/${site.slug}`, site.agentToken, 'agent');

  const question = await say(chat, inbox, { content: 'Is there a doctor?', client_id: 'question' }, undefined, 'agent');
  const answer = await say(inbox, chat, { content: 'There is.', client_id: 'answer' }, room, 'visitor');
  return ok(
    'conversation',
    `a visitor asked (acknowledged in ${question.acknowledged} ms, with the agent in ${question.arrived} ms), an agent answered (${answer.acknowledged}, ${answer.arrived} ms)`,
  );
}

async function openSession(publicUrl: string, origin: string, { slug }: ThrowawaySite) {
  const response = await fetch(`${publicUrl}/api/widget/${slug}/session`, {
    method: 'POST',
    // As the widget sends it.
    headers: { 'content-type': 'text/plain', origin },
    body: '{}',
    signal: AbortSignal.timeout(STEP),
  });
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as { consumer: string; access_token: string };
  const found = `no session for a visitor: ${response.status} ${text.slice(0, 200)}`;
  if (text.includes('site_not_found'))
    throw new Trouble(found, 'PUBLIC_URL leads to a Parley on another database: make both the same.');
  if (text.includes('origin_not_allowed'))
    throw new Trouble(found, 'The node was started with another PUBLIC_URL, and the proxy does not pass the Host on.');
  throw new Trouble(found, 'See the log of the node that answered: its line carries the x-request-id of the answer.');
}

/** The visitor's token is the node's own; the agent's is ours. */
function fixOfSocket(who: 'visitor' | 'agent', message: string): string {
  if (who === 'agent' && /HTTP 40[13]/.test(message))
    return 'The running node has another SECRET than this doctor was given: the same on all nodes, and here.';
  return 'The proxy must pass WebSockets on (Upgrade and Connection headers, HTTP/1.1 to the node): see docs/operators.md, Behind a proxy.';
}

/** Says it on one wire, and waits for the acknowledgement there and the message on the other. Milliseconds, both. */
async function say(
  from: Wire,
  to: Wire,
  message: { content: string; client_id: string },
  room: string | undefined,
  whom: string,
): Promise<{ acknowledged: number; arrived: number }> {
  const begun = performance.now();
  const since = () => Math.round(performance.now() - begun);
  const arrives = within(
    STEP,
    'it',
    to.seen(({ command, message: said }) => command === 'new_message' && isIt(said, message.content)),
  ).then(since);
  arrives.catch(() => undefined);
  from.send({ command: 'new_message', id: message.client_id, ...(room && { room }), message });
  const reply = await within(
    STEP,
    'an acknowledgement',
    from.seen(({ id }) => id === message.client_id),
  ).catch((error: Error) => {
    throw new Trouble(
      `a message is not stored: ${error.message}`,
      'See the nodes’ log, and whether the database is slow.',
    );
  });
  if (reply.command === 'error')
    throw new Trouble(`a message is refused: ${reply.code}`, 'See the log of the node that answered.');
  const acknowledged = since();
  const arrived = await arrives.catch(() => {
    throw new Trouble(
      `a message is stored and does not reach the ${whom} at once`,
      'The two sockets met different nodes that do not hear each other: give all of them the same REDIS_URL (and SECRET).',
    );
  });
  return { acknowledged, arrived };
}

const isIt = (said: unknown, content: string): boolean =>
  (said as { content?: unknown } | undefined)?.content === content;
