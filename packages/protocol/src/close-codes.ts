/** Why the server closes a socket, and whether the client should come back by itself. */

export interface CloseReason {
  readonly code: number;
  readonly reason: string;
  /** `resume`: reconnect with backoff. `renew`: get a fresh access token first. `stop`: do not come back by itself. */
  readonly then: 'resume' | 'renew' | 'stop';
}

export const CLOSE = {
  /** RFC 6455 1009: a frame above 64 KiB. */
  tooLarge: { code: 1009, reason: 'frame too large', then: 'resume' },
  /** RFC 6455 registry 1012: the node is stopping; another takes over. */
  restart: { code: 1012, reason: 'server restarting', then: 'resume' },
  /** More than 1 MiB unsent: the client reads too slowly and catches up by `fetch_messages`. */
  slow: { code: 4408, reason: 'reading too slowly', then: 'resume' },
  /** The access token ran out and no `authenticate` came; or what the session says is not true any more: there is something to agree to. */
  expired: { code: 4401, reason: 'token expired', then: 'renew' },
  /** Signed out, removed, deactivated or the role changed. */
  revoked: { code: 4403, reason: 'access ended', then: 'stop' },
  /** An agent blocked this visitor, or the addresses that it comes from. */
  blocked: { code: 4423, reason: 'blocked', then: 'stop' },
  /** Far more frames than anyone types. */
  flooding: { code: 4429, reason: 'too many frames', then: 'resume' },
} as const satisfies Record<string, CloseReason>;
