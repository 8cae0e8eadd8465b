/**
 * Who owns a room, as a state machine. Pure: it changes a draft of a locked row; `message-log.ts` and `ownership.ts` write it.
 *
 *            visitor asks,           agent takes over (and back, when the agent leaves the site
 *            or passed to a team     or passes it to a team)
 *   bot ────────────────────> queue ──────────────────> agent
 *    ^ \_____________________________________________ /  |
 *    |        agent takes over, or simply answers         |
 *    └────────────────────────────────────────────────────┘ hand back
 *
 * Closing keeps the owner; a visitor's message reopens for the bot, an agent's for that agent. A room keeps its team until the
 * bot gets it.
 */
import type { HandOverReason, RoomEventKind } from '@parley/protocol';
import type { RoomRow } from './tables.ts';

export interface Draft {
  readonly before: RoomRow;
  readonly row: RoomRow;
}

export const draftOf = (row: RoomRow): Draft => ({ before: row, row: { ...row } });

export const ownerChanged = ({ before, row }: Draft): boolean => before.owner_generation !== row.owner_generation;
export const changed = ({ before, row }: Draft): boolean => before.version !== row.version;

function own(draft: Draft, kind: RoomRow['owner_kind'], id: string | null): void {
  const { row } = draft;
  if (row.owner_kind === kind && row.owner_id === id) return;
  row.owner_kind = kind;
  row.owner_id = id;
  if (kind === 'bot') row.team_id = row.hand_over = null;
  row.owner_generation = draft.before.owner_generation + 1;
  touch(draft);
}

/** One transaction is one version, however much changed in it. */
function touch({ before, row }: Draft): void {
  row.version = before.version + 1;
}

function wait(draft: Draft, since: Date | null): void {
  if ((draft.row.waiting_since === null) === (since === null)) return;
  draft.row.waiting_since = since;
  touch(draft);
}

function open(draft: Draft): boolean {
  if (draft.row.status === 'open') return false;
  draft.row.status = 'open';
  draft.row.closed_at = null;
  touch(draft);
  return true;
}

/** Each transition answers with the line that the log should say of it; null: nothing to say. */
export type Said = RoomEventKind | null;

export function visitorSpoke(draft: Draft, at: Date): Said {
  if (open(draft)) own(draft, 'bot', null);
  if (draft.row.owner_kind !== 'bot') wait(draft, at);
  return null;
}

/** Answering is taking over, unless another agent holds the room: then it is a second voice. */
export function agentSpoke(draft: Draft, accountId: string): Said {
  const said = open(draft) || draft.row.owner_kind !== 'agent' ? takenOver(draft, accountId) : null;
  wait(draft, null);
  return said;
}

export function takenOver(draft: Draft, accountId: string): Said {
  const opened = open(draft);
  if (draft.row.owner_kind === 'agent' && draft.row.owner_id === accountId) return opened ? 'reopened' : null;
  own(draft, 'agent', accountId);
  return 'agent_joined';
}

export function assigned(draft: Draft, accountId: string): Said {
  const opened = open(draft);
  if (!opened && draft.row.owner_kind === 'agent' && draft.row.owner_id === accountId) return null;
  own(draft, 'agent', accountId);
  return 'assigned';
}

/** Somebody of the team is waited for, whoever spoke last. */
export function passedToTeam(draft: Draft, teamId: string, at: Date): Said {
  const { row } = draft;
  const opened = open(draft);
  if (!opened && row.owner_kind === 'queue' && row.team_id === teamId) return null;
  own(draft, 'queue', null);
  row.team_id = teamId;
  touch(draft);
  wait(draft, at);
  return 'assigned';
}

export function personRequested(draft: Draft, at: Date, why?: HandOverReason): Said {
  if (!open(draft) && draft.row.owner_kind !== 'bot') return null;
  own(draft, 'queue', null);
  draft.row.hand_over = why ?? null;
  wait(draft, at);
  return 'person_requested';
}

export function handedBack(draft: Draft): Said {
  if (draft.row.owner_kind === 'bot') return null;
  own(draft, 'bot', null);
  wait(draft, null);
  return 'handed_back';
}

/** Nobody waits who did not wait before: the visitor's last words may have been answered. */
export function ownerLeft(draft: Draft, accountId: string | null): Said {
  if (draft.row.owner_kind !== 'agent' || draft.row.owner_id !== accountId) return null;
  own(draft, 'queue', null);
  return 'agent_left';
}

export function closed(draft: Draft, at: Date): Said {
  if (draft.row.status === 'closed') return null;
  draft.row.status = 'closed';
  draft.row.closed_at = at;
  draft.row.waiting_since = null;
  touch(draft);
  return 'closed';
}

export function reopened(draft: Draft, accountId: string): Said {
  if (!open(draft)) return null;
  own(draft, 'agent', accountId);
  return 'reopened';
}

/** For ever: its visitor is forgotten. */
export function frozen(draft: Draft, at: Date): void {
  closed(draft, at);
  draft.row.visitor_id = null;
  draft.row.erased_at = at;
  // A streaming answer ends.
  draft.row.owner_generation = draft.before.owner_generation + 1;
  touch(draft);
}

/** The site vouches for who the visitor is, which is part of the room's view. */
export function visitorIdentified(draft: Draft): Said {
  touch(draft);
  return 'signed_in';
}

/** P7: whether the bot may still say something that it began under `generation`. */
export const botMaySpeak = ({ row }: Draft, generation: number | undefined): boolean =>
  row.owner_kind === 'bot' && row.status === 'open' && row.owner_generation === generation;
