/** How each server wants to be spoken to: its address, its greeting, a message, and how its frames begin. Bytes, not JSON. */

export type ServerName = 'A' | 'B' | 'parley';

export interface Dialect {
  /** Sent when the socket is open. */
  readonly hello?: string;
  /** The frame after which the socket may be used; none: at once. */
  readonly ready?: Buffer;
  /** A frame that wants this answer. */
  readonly ping?: { readonly frame: Buffer; readonly answer: string };
  message(number: number, content: string, clientId: string): string;
  /** How the acknowledgement of one's own message begins. */
  readonly ack: Buffer;
  /** How a refusal begins. */
  readonly refusal: Buffer;
}

/** Stands once in every message that a reader gets, whatever the frame around it. */
export const MARK = Buffer.from('"client_id":"');

/** Whether the text from `from` begins with `prefix`. */
export const begins = (data: Buffer, from: number, to: number, prefix: Buffer): boolean =>
  to - from >= prefix.length && data.compare(prefix, 0, prefix.length, from, from + prefix.length) === 0;

export const DIALECTS: Readonly<Record<ServerName, Dialect>> = {
  A: {
    hello: '40',
    ready: Buffer.from('40{'),
    ping: { frame: Buffer.from('2'), answer: '3' },
    message: (number, content, clientId) => `42${number}["message",{"content":"${content}","client_id":"${clientId}"}]`,
    ack: Buffer.from('43'),
    refusal: Buffer.from('44'),
  },
  B: {
    message: (_number, content, clientId) => `{"type":"message","content":"${content}","client_id":"${clientId}"}`,
    ack: Buffer.from('{"type":"ack"'),
    refusal: Buffer.from('{"type":"error"'),
  },
  parley: {
    message: (number, content, clientId) =>
      `{"command":"new_message","id":"${number}","message":{"content":"${content}","client_id":"${clientId}"}}`,
    ack: Buffer.from('{"command":"new_message","id"'),
    refusal: Buffer.from('{"command":"error"'),
  },
};
