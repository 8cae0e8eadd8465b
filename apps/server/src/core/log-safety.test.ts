/** Errors as Postgres, JSON.parse and Node word them, without the values that they quote. */
import { expect, test } from 'vitest';
import { loggedError, withoutSecrets, wordsOnly } from './log-safety.ts';

test.each([
  ['invalid input syntax for type uuid: "hello"', 'invalid input syntax for type uuid: …'],
  [`Unexpected token 'h', "hello all" is not valid JSON`, 'Unexpected token …'],
  ['value "my whole life story" is out of range', 'value "…" is out of range'],
  [`Cannot read properties of undefined (reading 'seq')`, `Cannot read properties of undefined (reading 'seq')`],
  ['relation "rooms" does not exist', 'relation "rooms" does not exist'],
])('%s', (said, logged) => {
  expect(wordsOnly(said)).toBe(logged);
});

test('of an error its place stays, and no field that is not chosen', () => {
  const error = Object.assign(new Error('duplicate key', { cause: new Error('because "of something said"') }), {
    code: '23505',
    detail: 'Key (email)=(vera@visitor.test) already exists.',
    constraint: 'accounts_email_key',
  });
  const logged = loggedError(error);
  expect(logged).toMatchObject({ code: '23505', constraint: 'accounts_email_key', cause: { message: 'because "…"' } });
  expect(logged.stack).toMatch(/^ {4}at .*log-safety\.test\.ts/);
  expect(JSON.stringify(logged)).not.toMatch(/vera|something said/);
});

test('addresses and tokens do not pass the last net; ids and masked addresses do', () => {
  const token = Buffer.alloc(32, 7).toString('base64url');
  expect(withoutSecrets(`{"a":"vera@visitor.test","b":"${token}","c":"eyJhbGci.eyJzdWIi.c2ln"}`)).toBe(
    '{"a":"[address]","b":"[token]","c":"[token]"}',
  );
  expect(
    withoutSecrets('read ECONNRESET 203.0.113.77:443, ::ffff:203.0.113.77, 2001:db8:7:6::5 [2001:db8:7:6::5]:443'),
  ).toBe('read ECONNRESET 203.0.113.0/24:443, 203.0.113.0/24, 2001:db8:7::/48 [2001:db8:7::/48]:443');
  const near =
    'connect ECONNREFUSED 127.0.0.1:5432 10.1.2.3 ::1 0.0.0.0:4000 :: [::]:4000 at 06:59:02, a.ts:12:5, version 1.2.3';
  expect(withoutSecrets(near)).toBe(near);
  const fine = '{"to":"v***@visitor.test","request":"0192f0c4-7e1c-7c3a-9f5e-0123456789ab-12"}';
  expect(withoutSecrets(fine)).toBe(fine);
});
