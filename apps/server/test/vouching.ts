/** A site that vouches for its own users: its secret, and what it signs with it. */
import { createHmac, randomUUID } from 'node:crypto';
import { call } from './create.ts';
import type { TestServer } from './server.ts';

export const newSecret = async (server: TestServer, token: string, body: object = {}): Promise<string> =>
  (await call<{ secret: string }>(server, '/api/identity/secrets', { body, token })).body.secret;

/** A part of a token. */
export const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** An identity for two minutes from `at` on; a fresh one each time: `jti` is random. */
export function signedIdentity(secret: string, sub: string, claims: object = {}, at = Date.now()): string {
  const exp = Math.floor(at / 1_000) + 120;
  const text = `${part({ alg: 'HS256' })}.${part({ sub, exp, jti: randomUUID(), ...claims })}`;
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`;
}
