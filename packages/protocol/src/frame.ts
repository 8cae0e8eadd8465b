/** The envelopes: what wraps every command on its way in and every answer on its way out. */
import { type Static, Type } from 'typebox';
import type { ErrorCode } from './errors.ts';

/** Bytes of one frame, both ways (protocol.md: 64 KiB). */
export const MAX_FRAME_BYTES = 65_536;
/** UTF-16 code units of one message's content. Four bytes each at most still fit a frame. */
export const MAX_CONTENT_LENGTH = 8_000;
/** The WebSocket subprotocol the server answers with; the token travels beside it as `parley.token.<token>`. */
export const SUBPROTOCOL = 'parley.v1';
export const TOKEN_SUBPROTOCOL_PREFIX = 'parley.token.';
/** The server's heartbeat, in milliseconds: with it P6's 20 seconds hold even when one beat is lost. */
export const HEARTBEAT_MS = 9_000;
/** A client that heard nothing for so long reconnects. */
export const SILENCE_MS = 45_000;

export const ClientFrame = Type.Object({
  command: Type.String({ maxLength: 64 }),
  id: Type.Optional(Type.String({ maxLength: 64 })),
});
export type ClientFrame = Static<typeof ClientFrame>;

export interface ErrorFrame {
  command: 'error';
  id?: string;
  code: ErrorCode;
  message: string;
  retry: boolean;
  /** For `invalid`: what is wrong, by field. */
  fields?: Record<string, string>;
  /** For `rate_limited` and `overloaded`: seconds to wait. */
  retry_after?: number;
  /** For a refused `new_message`: whose it was. */
  client_id?: string;
}
