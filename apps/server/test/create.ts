/** Factories: the least rows that a test needs, made the shortest way; and one HTTP call as a program would make it. */
import type { AgentRole, ErrorCode } from '@parley/protocol';
import { userJoined } from '../src/accounts/events.ts';
import { hashPassword } from '../src/accounts/passwords.ts';
import type { Core } from '../src/core/core.ts';
import { uuidv7 } from '../src/core/ids.ts';
import { hashToken, newOpaqueToken } from '../src/core/tokens.ts';
import { assertDescribed } from './contract.ts';
import type { TestServer } from './server.ts';

export interface NewSite {
  readonly id: string;
  readonly slug: string;
}

const unique = () => uuidv7().slice(-8);

export async function createSite(
  core: Core,
  { slug = `site-${unique()}`, name = 'Acme', origins = [] }: { slug?: string; name?: string; origins?: string[] } = {},
): Promise<NewSite> {
  const id = uuidv7();
  await core.db.insertInto('sites').values({ id, slug, name, origins }).execute();
  return { id, slug };
}

export interface NewAgent {
  readonly id: string;
  readonly sessionId: string;
  readonly email: string;
  readonly username: string;
  readonly name: string;
  /** An access token, as signing in gives. */
  readonly token: string;
}

export const PASSWORD = 'a password of tests';
let passwordHash: Promise<string> | undefined;

/** An agent with a session; the password is PASSWORD. */
export async function createAgent(
  core: Core,
  site: NewSite,
  { name = 'Mia', role = 'agent', demo = false }: { name?: string; role?: AgentRole; demo?: boolean } = {},
): Promise<NewAgent> {
  passwordHash ??= hashPassword(PASSWORD);
  const id = uuidv7();
  const sessionId = uuidv7();
  const username = `agent-${unique()}`;
  const email = `${username}@team.test`;
  await core.db
    .insertInto('accounts')
    .values({ id, email, username, name, demo, password_hash: await passwordHash, deactivated_at: null })
    .execute();
  await core.db.insertInto('memberships').values({ site_id: site.id, account_id: id, role }).execute();
  await core.db
    .insertInto('sessions')
    .values({
      id: sessionId,
      account_id: id,
      site_id: site.id,
      token_hash: hashToken(newOpaqueToken()),
      expires_at: new Date(core.now() + 86_400_000),
    })
    .execute();
  const token = core.tokens.sign({ kind: 'agent', siteId: site.id, site: site.slug, accountId: id, sessionId });
  return { id, sessionId, email, username, name, token };
}

export interface NewUser {
  readonly id: string;
  readonly sessionId: string;
  /** Proven. */
  readonly email: string;
  readonly username: string;
  /** The visitor that it is. */
  readonly consumer: string;
  readonly token: string;
}

/** An end customer with a session; the password is PASSWORD. */
export async function createUser(core: Core, site: NewSite): Promise<NewUser> {
  passwordHash ??= hashPassword(PASSWORD);
  const [id, sessionId, visitor_id] = [uuidv7(), uuidv7(), uuidv7()];
  const username = `user-${unique()}`;
  const email = `${username}@customer.test`;
  await core.db
    .insertInto('accounts')
    .values({ id, email, username, name: username, password_hash: await passwordHash, deactivated_at: null })
    .execute();
  await core.db.transaction().execute(async (tx) => {
    await tx.insertInto('users').values({ site_id: site.id, account_id: id, visitor_id }).execute();
    await core.events.emit(userJoined, tx, { siteId: site.id, accountId: id, visitorId: visitor_id, name: username });
  });
  await core.db
    .insertInto('sessions')
    .values({
      id: sessionId,
      account_id: id,
      site_id: site.id,
      audience: 'user',
      token_hash: hashToken(newOpaqueToken()),
      expires_at: new Date(core.now() + 86_400_000),
    })
    .execute();
  const token = core.tokens.sign({ kind: 'user', siteId: site.id, site: site.slug, accountId: id, sessionId });
  return { id, sessionId, email, username, consumer: visitor_id, token };
}

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  readonly error: { code: ErrorCode; message: string; fields?: Record<string, string> } | undefined;
  readonly headers: Headers;
  /** `name=value` of the cookie it sets; empty for none. */
  readonly cookie: string;
}

/** POST with a body, GET without, unless `method` says otherwise. Follows no redirect. */
export async function call<Body = Record<string, unknown>>(
  server: Pick<TestServer, 'url'>,
  path: string,
  options: { body?: object; token?: string; headers?: Record<string, string>; method?: string } = {},
): Promise<Answer<Body>> {
  const { body, token, headers = {}, method = body === undefined ? 'GET' : 'POST' } = options;
  const response = await fetch(`${server.url}${path}`, {
    method,
    redirect: 'manual',
    headers: {
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const parsed = text.startsWith('{') ? (JSON.parse(text) as Body & { error?: Answer<Body>['error'] }) : undefined;
  assertDescribed({ method, path, body, status: response.status, answer: parsed });
  return {
    status: response.status,
    body: parsed as Body,
    error: parsed?.error,
    headers: response.headers,
    cookie: /^([^=;]+=[^;]+);/.exec(response.headers.get('set-cookie') ?? '')?.[1] ?? '',
  };
}
