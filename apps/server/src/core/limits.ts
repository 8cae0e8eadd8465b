/**
 * How often what may be asked: the one place that says so. Nobody who uses the product meets these numbers; who floods it is
 * told `rate_limited` and for how long. They count on all nodes together (`core/rates.ts`). Beside them stand what slows down
 * guessing (`accounts/attempts.ts`) and each socket's frames (`core/frame-allowance.ts`).
 */
import type { FastifyRateLimitStore, FastifyRateLimitStoreCtor } from '@fastify/rate-limit';
import type { CommandName } from '@parley/protocol';
import type { Actor } from './actor.ts';
import { addressBlock } from './address.ts';
import type { Call } from './core.ts';
import type { Rates } from './rates.ts';

type By = 'address' | 'visitor' | 'account' | 'key' | 'site';
/** Calls within so many seconds. */
export type Limit = readonly [calls: number, seconds: number];
type Limits = Readonly<Partial<Record<By, Limit>>>;

const MINUTE = 60;
const HOUR = 3_600;

/** One command that needs no token, where nothing else is said: a whole office behind one address stays below. */
const WITHOUT_TOKEN: Limit = [600, MINUTE];

/**
 * All calls with a token over HTTP, together. A socket's frames have an allowance of their own. A key has less than a person's
 * browsers: a program that asks ten times a second had better listen on a socket, and one that runs wild leaves its site to others.
 */
const OVER_HTTP: Limits = {
  visitor: [600, MINUTE],
  account: [3_000, MINUTE],
  key: [600, MINUTE],
  site: [60_000, MINUTE],
};

/** What costs more than an answer: mails, indexes, other people's attention. Over both doors. */
const COMMANDS: Readonly<Partial<Record<CommandName, Limits>>> = {
  // A deploy brings everybody back within seconds, thousands of them behind one address perhaps.
  open_session: { address: [30_000, MINUTE] },
  sign_up: { address: [60, MINUTE] },
  sign_up_visitor: { address: [60, MINUTE] },
  invite_agent: { account: [60, HOUR], site: [200, HOUR] },
  set_photo: { account: [30, HOUR] },
  export_account: { account: [30, HOUR] },
  leave_email: { visitor: [30, MINUTE] },
  // Each is paid for by the second, 30 of them at most: a site's may cost a few dollars an hour, whoever floods it.
  transcribe: { visitor: [20, 10 * MINUTE], address: [120, HOUR], site: [600, HOUR] },
  new_room: { visitor: [60, MINUTE] },
  request_person: { visitor: [60, MINUTE] },
  // Somebody who types for a minute pauses thirty times at most.
  suggest: { visitor: [120, MINUTE], address: [1_200, MINUTE], site: [6_000, MINUTE] },
  read_article: { visitor: [120, MINUTE], address: [1_200, MINUTE], site: [6_000, MINUTE] },
  // Each is paid for; an inbox translates what comes into view, twenty at a time.
  rewrite_text: { account: [60, MINUTE], site: [600, MINUTE] },
  translate_messages: { account: [60, MINUTE], site: [600, MINUTE] },
  draft_reply: { account: [60, MINUTE], site: [600, MINUTE] },
  draft_article: { account: [60, MINUTE], site: [600, MINUTE] },
  fetch_rooms: { account: [1_200, MINUTE] },
  start_bot_replay: { account: [20, HOUR], site: [40, HOUR] },
  add_bot_avatar: { account: [30, HOUR] },
  try_bot: { account: [30, MINUTE], site: [300, HOUR] },
  create_article: { account: [300, MINUTE], site: [1_000, MINUTE] },
  update_article: { account: [300, MINUTE], site: [1_000, MINUTE] },
  create_source: { account: [30, MINUTE], site: [60, MINUTE] },
  upload_file: { account: [60, MINUTE], site: [120, MINUTE] },
  start_import: { account: [60, MINUTE], site: [120, MINUTE] },
  retry_import: { account: [60, MINUTE], site: [120, MINUTE] },
};

/**
 * New visitors (`visitors/flood.ts`); who is known again is not counted: a whole office may reconnect. More than come unasked bring a
 * proof of work, or have waited. Of a site: far above what any team could talk to, and little for a database. With proofs: what a
 * database still takes.
 */
export const FLOOD = {
  unaskedOfAddress: [600, MINUTE],
  unasked: [3_000, MINUTE],
  provenOfAddress: [600, MINUTE],
  proven: [120_000, MINUTE],
  waited: [600, MINUTE],
} as const satisfies Record<string, Limit>;

/** Zero bits of a proof: 2^18 hashes take a phone about a second, a computer a fifth of it; 2^21 are the most that is asked of anybody. */
export const PROOF_BITS = { least: 18, most: 21 };

/**
 * Questions for the model (`bot/may-ask.ts`). Beyond them the bot answers from the articles: nobody is refused, and a flood costs
 * nothing. A person asks a few in ten minutes; a whole office behind one address a few dozen.
 */
export const MODEL = { visitor: [40, 600], address: [400, 600], site: [4_000, 600] } as const satisfies Record<
  string,
  Limit
>;

/** What the HTTP door of a command counts by address, before it reads a body. */
export const addressLimitOf = (name: string): Limit => COMMANDS[name as CommandName]?.address ?? WITHOUT_TOKEN;

/** What one call of a command with a large body counts before that is read, beside the call itself. Throws `rate_limited`. */
export function takeBody(rates: Rates, name: string, actor: Actor, ip: string): void {
  const limits = COMMANDS[name as CommandName];
  if (limits && actor.kind !== 'nobody') take(rates, `body of ${name}`, limits, { ip, ...actor });
}

interface Whom {
  readonly ip: string;
  readonly siteId?: string | undefined;
  readonly visitorId?: string | undefined;
  readonly accountId?: string | undefined;
  readonly keyId?: string | undefined;
}

/** Counts one `what` for everybody whom it is limited by. Throws `rate_limited`. */
export function take(
  rates: Rates,
  what: string,
  limits: Limits,
  { ip, siteId, visitorId, accountId, keyId }: Whom,
): void {
  const whom = { address: addressBlock(ip), visitor: visitorId, account: accountId, key: keyId, site: siteId };
  for (const [by, [calls, seconds]] of Object.entries(limits) as [By, Limit][]) {
    const key = whom[by];
    if (key !== undefined) rates.take(`${what} by ${by}`, key, calls, seconds * 1_000);
  }
}

/** For the dispatcher: counts a call of an actor with a token. Throws `rate_limited`. */
export function takeCall(rates: Rates, name: string, actor: Actor, call: Call): void {
  const special = COMMANDS[name as CommandName];
  if ((!special && !call.http) || actor.kind === 'nobody') return;
  const { siteId, visitorId, accountId }: Partial<Whom> = actor;
  const keyId = actor.kind === 'agent' && actor.key ? accountId : undefined;
  const whom = { ip: call.ip, siteId, visitorId, accountId, keyId };
  if (call.http) take(rates, 'http', OVER_HTTP, whom);
  if (special) take(rates, name, special, whom);
}

/** The `store` for @fastify/rate-limit. */
export const rateLimitStore = (rates: Rates): FastifyRateLimitStoreCtor =>
  class Store implements FastifyRateLimitStore {
    readonly #route: string;

    constructor(route: unknown) {
      this.#route = typeof route === 'string' ? route : '';
    }

    incr(
      caller: string,
      done: (error: null, count: { current: number; ttl: number }) => void,
      windowMs: number,
      max: number,
    ): void {
      const { calls, endsIn } = rates.count(this.#route, caller, max, windowMs);
      done(null, { current: calls, ttl: endsIn });
    }

    child(route: object): Store {
      // The plugin hands over more than its types say.
      const { method, url } = (route as { routeInfo: { method: string; url: string } }).routeInfo;
      return new Store(`${method} ${url}`);
    }
  };
