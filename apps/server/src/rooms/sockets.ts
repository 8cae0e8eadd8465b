/** The two sockets of the protocol: `/ws/chat/:site/:key` (one room) and `/ws/room/:site` (all rooms of the site). */
import type { VisitorRoomChangedEvent } from '@parley/protocol';
import { ERRORS, type ErrorCode, TOKEN_SUBPROTOCOL_PREFIX } from '@parley/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { accountChannel, sessionChannel } from '../accounts/channels.ts';
import { type Actor, isGuest } from '../core/actor.ts';
import { isNear } from '../core/address.ts';
import type { Authenticated, Core } from '../core/core.ts';
import type { Dispatcher } from '../core/dispatch.ts';
import { isDatabaseAway, Refused } from '../core/errors.ts';
import { bearer } from '../core/http.ts';
import { serveSocket } from '../core/socket.ts';
import { originAllowed } from '../sites/origins.ts';
import { findSite } from '../sites/sites.ts';
import { isOwnKey } from './access.ts';
import {
  agentsChannel,
  batchesChannel,
  messagesChannel,
  roomAgentsChannel,
  roomName,
  visitorChannel,
} from './channels.ts';
import { visitorRoom } from './ownership.ts';
import { comeIn } from './who-is-here.ts';

interface Target {
  site: string;
  key?: string;
}

/** All that a visitor may say on the agents' socket. */
const ANNOUNCE_ONLY: ReadonlySet<string> = new Set(['new_room', 'authenticate']);

/** A whole team behind one address, with several windows each. */
const AGENTS_TIMES = 4;
const RETRY_AFTER_SECONDS = 5;

declare module 'fastify' {
  interface FastifyRequest {
    /** Who may open the socket that it asks for. */
    admitted: Authenticated | null;
  }
}

/** `Authorization: Bearer`, or from a browser the subprotocol `parley.token.<token>`. */
function tokenOf(request: FastifyRequest): string | null {
  const header = bearer(request);
  if (header) return header;
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  const token = offered.find((name) => name.startsWith(TOKEN_SUBPROTOCOL_PREFIX));
  return token?.slice(TOKEN_SUBPROTOCOL_PREFIX.length) ?? null;
}

/** A network of one's own is not counted: where TRUST_PROXY is forgotten it is the proxy, and stands for everybody. */
function isCrowded(core: Core, ip: string, kind: Actor['kind']): boolean {
  const most = core.config.socketsPerAddress * (kind === 'agent' ? AGENTS_TIMES : 1);
  return core.sockets.from(ip, kind) >= most && !isNear(ip);
}

/** Decides before the upgrade; a refused handshake gets a status and no socket. */
async function admit(core: Core, request: FastifyRequest): Promise<Authenticated | ErrorCode> {
  const target = request.params as Target;
  const token = tokenOf(request);
  if (!token) return 'unauthenticated';
  const who = await core.authenticate(token, request.ip);
  if (!who || who.actor.kind === 'nobody') return 'unauthenticated';
  const { actor } = who;
  if (actor.kind === 'enrolling') return 'two_factor_setup_required';
  if (actor.kind === 'agent' && actor.key && !actor.key.scopes.has('read_rooms')) return 'forbidden';
  if (isCrowded(core, request.ip, actor.kind)) return 'rate_limited';
  const site = await findSite(core, target.site);
  if (!site || actor.siteId !== site.id) return 'forbidden';
  if (target.key !== undefined && isGuest(actor) && !isOwnKey(actor.visitorId, target.key)) return 'forbidden';
  const rule = { listed: site.origins, publicUrl: core.config.publicUrl, host: request.headers.host };
  if (!originAllowed(request.headers.origin ?? null, rule)) return 'origin_not_allowed';
  return who;
}

function channelsOf({ actor }: Authenticated, key: string | undefined, batch: boolean): string[] {
  if (actor.kind === 'agent') {
    const { siteId } = actor;
    const messages = batch ? batchesChannel(siteId) : messagesChannel(siteId);
    const rooms = key === undefined ? [agentsChannel(siteId), messages] : [roomAgentsChannel(siteId, key)];
    return [...rooms, sessionChannel(actor.sessionId), accountChannel(actor.accountId)];
  }
  if (!isGuest(actor) || key === undefined) return [];
  const room = visitorChannel(actor.siteId, key);
  const session = actor.kind === 'user' ? actor : actor.signIn;
  return session ? [room, sessionChannel(session.sessionId), accountChannel(session.accountId)] : [room];
}

export function registerSockets(app: FastifyInstance, core: Core, dispatcher: Dispatcher): void {
  app.decorateRequest('admitted', null);
  const preValidation = async (request: FastifyRequest, reply: FastifyReply) => {
    const verdict = core.stopping.aborted
      ? 'unavailable'
      : await admit(core, request).catch((error: unknown): ErrorCode => {
          if (error instanceof Refused) return error.code;
          if (!isDatabaseAway(error)) throw error;
          return 'unavailable';
        });
    if (typeof verdict !== 'string') {
      request.admitted = verdict;
      return undefined;
    }
    const { status, message, retry } = ERRORS[verdict];
    if (retry) reply.header('retry-after', RETRY_AFTER_SECONDS);
    return reply.code(status).send({ error: { code: verdict, message } });
  };

  for (const url of ['/ws/chat/:site/:key', '/ws/room/:site']) {
    app.get(url, { websocket: true, preValidation }, (ws, request) => {
      const who = request.admitted;
      if (!who) return ws.terminate();
      const { site, key } = request.params as Target;
      const guestOnRoom = key === undefined && isGuest(who.actor);
      const socket = serveSocket(core, dispatcher, ws, {
        ip: request.ip,
        origin: request.headers.origin ?? null,
        who,
        channels: channelsOf(who, key, (request.query as { batch?: unknown }).batch === '1'),
        room: key === undefined ? null : roomName(site, key),
        ...(guestOnRoom && { commands: ANNOUNCE_ONLY }),
      });
      comeIn(core, socket, key);
      if (key === undefined || !isGuest(who.actor)) return undefined;
      // The visitor's state of the room first of all, so that a client need not ask.
      visitorRoom(core, { siteId: who.actor.siteId, site, key }).then(
        (room) => {
          const event: VisitorRoomChangedEvent | null = room && { command: 'room_changed', room };
          if (event) socket.send(JSON.stringify(event));
        },
        (error: Error) => core.log.warn({ reason: error.message }, 'a room was not shown on connecting'),
      );
      return undefined;
    });
  }
}
