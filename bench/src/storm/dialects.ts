/** How a visitor comes back to each server: its session, its socket, its history. */
import type { ServerName } from '../load/dialects.ts';

export interface Dialect {
  readonly session: { readonly path: (site: string) => string; readonly body: (token: string) => string };
  /** From the session's answer. */
  readonly socket: (answer: string, site: string) => { path: string; headers: Record<string, string> };
  /** Sent first, where the socket wants a greeting; after `ready` comes `history`. */
  readonly hello?: string;
  readonly ready?: Buffer;
  /** Asks for the last 20 messages. */
  readonly history: string;
  /** How the answer begins. */
  readonly answer: Buffer;
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** The body may have come in chunks, between their lengths. */
const tokenOf = (answer: string) =>
  (JSON.parse(answer.slice(answer.indexOf('{'), answer.lastIndexOf('}') + 1)) as { token: string }).token;
const baseline = { path: () => '/session', body: (token: string) => JSON.stringify({ token }) };

export const DIALECTS: Readonly<Record<ServerName, Dialect>> = {
  A: {
    session: baseline,
    socket: (answer) => ({ path: '/socket.io/?EIO=4&transport=websocket', headers: bearer(tokenOf(answer)) }),
    hello: '40',
    ready: Buffer.from('40{'),
    history: '420["history"]',
    answer: Buffer.from('430['),
  },
  B: {
    session: baseline,
    socket: (answer) => ({ path: '/ws', headers: bearer(tokenOf(answer)) }),
    history: '{"type":"history"}',
    answer: Buffer.from('{"type":"history"'),
  },
  parley: {
    session: {
      path: (site) => `/api/widget/${site}/session`,
      body: (token) => JSON.stringify({ visitor_token: token }),
    },
    socket: (answer, site) => {
      const { consumer, access_token } = JSON.parse(answer) as { consumer: string; access_token: string };
      return { path: `/ws/chat/${site}/${consumer}`, headers: bearer(access_token) };
    },
    history: '{"command":"fetch_messages","id":"1","limit":20}',
    answer: Buffer.from('{"command":"messages","id":"1"'),
  },
};
