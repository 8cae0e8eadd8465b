/**
 * Lets new visitors in, also while very many come at once, to one site from everywhere or from one address: then each pays with a little
 * work, or waits. So a flood makes coming in dearer, and locks nobody out. Who is known again never comes here.
 *
 *   up to so many a minute           comes in unasked
 *   beyond, with a good proof        comes in, up to a bound that is far higher
 *   beyond, having waited            comes in, up to so many a minute
 *   otherwise                        `proof_wanted`: a challenge, and how long to wait without solving it
 *
 * The price grows with what is paid: who only calls makes nothing dearer for the others. The numbers stand in `FLOOD`.
 */
import { addressBlock } from '../core/address.ts';
import type { Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { FLOOD, type Limit, PROOF_BITS } from '../core/limits.ts';
import { Proofs, type Proven, type Unproven } from '../core/proof.ts';
import { visitorMetrics } from './metrics.ts';
import { Waits } from './waits.ts';

const PROVEN = 'proven visitors by site';
const WAITED = 'visitors who waited by site';
const FLOODED = 'floods by site';
/** Milliseconds between two lines of the log about one site. */
const TELL_EVERY_MS = 10 * 60_000;

/** In `fields.proof` of the refusal. */
const WHY: Readonly<Record<Unproven, string>> = {
  malformed: 'is no challenge with a dot and digits after it',
  foreign: 'answers a challenge of another site or address, or none of ours',
  expired: 'answers a challenge that has run out',
  unsolved: 'has a hash with too few zero bits in front',
  used: 'was used before',
};

export interface Newcomer {
  readonly siteId: string;
  readonly ip: string;
  readonly proof: string | undefined;
}

/** How somebody may come in. A proof is yet to be spent, with the visitor that it is for. */
export type Admitted = { readonly way: 'unasked' | 'wait' } | { readonly way: 'proof'; readonly proven: Proven };

const KEY = Symbol('the door for new visitors');
const doorOf = (core: Core) =>
  core.state.get(KEY, () => ({ proofs: new Proofs(core.config.secret, core.now), waits: new Waits(core.now) }));

/** Counts one; `spent` says that its proof turned out to be. Throws `proof_wanted`, and `rate_limited` where too many come with a good proof. */
export function admit(core: Core, { siteId, ip, proof }: Newcomer, spent = false): Admitted {
  const { proofs, waits } = doorOf(core);
  const address = addressBlock(ip);
  const whom = `${siteId} ${address}`;
  const read = proof === undefined ? null : spent ? 'used' : proofs.read(proof, whom);
  const why = typeof read === 'string' ? read : null;
  if (why) visitorMetrics(core).proofsRefused.inc({ why });
  const proven = typeof read === 'string' ? null : read;
  if (proven && isRoomForProven(core, siteId, address)) return { way: 'proof', proven };
  if (comesUnasked(core, siteId, address)) return { way: 'unasked' };
  const left = waits.left(whom) || placeOf(core, siteId, whom);
  if (left === 0) return { way: 'wait' };
  const retryAfter = Math.ceil(left / 1_000);
  // The work is done; more of it would not help.
  if (proven) throw refuse('rate_limited', { retryAfter });
  const challenge = proofs.ask(whom, priceOf(core, siteId));
  throw refuse('proof_wanted', { retryAfter, challenge, ...(why && { fields: { proof: WHY[why] } }) });
}

const within = ({ rates }: Core, what: string, whom: string, [most, seconds]: Limit): boolean =>
  rates.count(what, whom, most, seconds * 1_000).calls <= most;

/** Of an address each is counted that comes with a good proof, spent ones too: it may not try again and again. */
const isRoomForProven = (core: Core, siteId: string, address: string): boolean =>
  core.rates.calls(PROVEN, siteId) < FLOOD.proven[0] &&
  within(core, 'proven visitors by address', address, FLOOD.provenOfAddress);

/** What comes from one address beyond its own number is no flood of the site's. */
function comesUnasked(core: Core, siteId: string, address: string): boolean {
  if (!within(core, 'new visitors by address', address, FLOOD.unaskedOfAddress)) return false;
  if (within(core, 'new visitors by site', siteId, FLOOD.unasked)) return true;
  tell(core, siteId);
  return false;
}

/** To be called once the visitor is there. */
export function admitted(core: Core, siteId: string, way: Admitted['way']): void {
  visitorMetrics(core).newVisitors.inc({ way });
  // By the lower number: nodes are to know early what the price is.
  if (way === 'proof') core.rates.count(PROVEN, siteId, FLOOD.unasked[0], FLOOD.proven[1] * 1_000);
}

/** 0: there is a place among those who waited; otherwise milliseconds until there may be one. */
function placeOf(core: Core, siteId: string, whom: string): number {
  const { waits } = doorOf(core);
  const [most, seconds] = FLOOD.waited;
  const { calls, endsIn } = core.rates.count(WAITED, siteId, most, seconds * 1_000);
  if (calls > most) return waits.begin(whom, endsIn);
  waits.end(whom);
  return 0;
}

/** One bit more, which is twice the work, whenever twice as many have paid within the minute. */
function priceOf({ rates }: Core, siteId: string): number {
  const dearer = Math.ceil(Math.log2(rates.calls(PROVEN, siteId) / FLOOD.unasked[0]));
  return Math.min(PROOF_BITS.most, PROOF_BITS.least + Math.max(0, dearer));
}

function tell({ rates, log }: Core, siteId: string): void {
  if (rates.count(FLOODED, siteId, 1, TELL_EVERY_MS).calls > 1) return;
  log.warn({ site: siteId }, 'far more new visitors than usual: each is asked for a proof of work');
}
