/** Holds what a person may say of itself, what looks like somebody else, and that no name becomes a mail's header. */
import type { ResultOf, updateProfile } from '@parley/protocol';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { call, createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { readAddress } from './email-address.ts';
import { requireName } from './names.ts';
import { claimUsername, requireUsername } from './usernames.ts';

let server: TestServer;
let site: NewSite;
let agent: NewAgent;

beforeAll(async () => {
  server = await startTestServer();
  site = await createSite(server.core);
});
afterAll(() => server.close());
beforeEach(async () => {
  agent = await createAgent(server.core, site, { name: 'Mia' });
});

const update = (body: object) =>
  call<ResultOf<typeof updateProfile>>(server, '/api/users/profile', { method: 'PUT', body, token: agent.token });

test('what is said is kept, what is left out stays, an empty text takes away', async () => {
  const first = await update({
    name: ' Mia  Okonkwo ',
    language: 'de',
    time_zone: 'Europe/Berlin',
    phone: '+49 30 1234',
    country: 'de',
    about: 'One line,\nand another.\u0007',
  });
  expect(first.body.profile).toMatchObject({
    name: 'Mia Okonkwo',
    language: 'de',
    time_zone: 'Europe/Berlin',
    phone: '+49 30 1234',
    country: 'DE',
    about: 'One line,\nand another.',
    street: '',
    email: agent.email,
  });
  const second = await update({ phone: '', city: 'Lisboa' });
  expect(second.body.profile).toEqual({ ...first.body.profile, phone: '', city: 'Lisboa' });
  const read = await call<ResultOf<typeof updateProfile>>(server, '/api/users/profile', { token: agent.token });
  expect(read.body).toEqual(second.body);
  const me = await call<{ user: { name: string } }>(server, '/api/users/me', { token: agent.token });
  expect(me.body.user.name).toBe('Mia Okonkwo');
});

test.each([
  [{ time_zone: 'Mars/Olympus' }, 'time_zone'],
  [{ country: 'XX' }, 'country'],
  [{ country: '1' }, 'country'],
  [{ language: 'tlh' }, 'language'],
  [{ name: ' \u200b ' }, 'name'],
  [{ name: 'Mia\r\nBcc: all@world.test' }, 'name'],
  [{ job_title: 'Boss\nX-Evil: 1' }, 'job_title'],
  [{ street: 'x'.repeat(201) }, 'street'],
])('%o is refused, and nothing of it is kept', async (bad, field) => {
  const answer = await update({ city: 'Nowhere', ...bad });
  expect([answer.status, Object.keys(answer.error?.fields ?? {})]).toEqual([422, [field]]);
  expect((await update({})).body.profile.city).toBe('');
});

test('[H13] no name that is taken holds a line break or anything invisible, whatever was typed', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc.constantFrom('\r\n', '\n', '\r', '\u2028', '\v', ''),
      (text, end) => {
        try {
          const name = requireName(`a${text}${end}b`, 'name');
          expect(name).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
          expect(end).toBe('');
        } catch (error) {
          expect((error as { code: string }).code).toBe('invalid');
        }
      },
    ),
    { numRuns: 2_000 },
  );
});

test('no address that is taken means more than one mailbox', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom('\r\nBcc: x@y.test', ',x@y.test', '>', '\n', '\0', ';', '"', ' ', '\u202e'),
      (text, evil) => {
        for (const address of [`mia${text}${evil}a@team.test`, `mia@te${evil}am${text}.test`])
          expect(readAddress(address)).toBeNull();
      },
    ),
    { numRuns: 1_000 },
  );
});

test('[H13] a username is plain letters after NFKC, and look-alikes of other scripts are none', () => {
  expect(requireUsername(' Ａｄａ-１ ')).toBe('ada-1');
  for (const bad of ['аda', 'ada_1', 'ad a', '-ada', 'ada\r\nx', 'ada\u200d', 'ａｄａ＿', 'ɑda', ''])
    expect(() => requireUsername(bad)).toThrow();
});

test('[H13] one that looks like another is taken, also by two at the same moment', async () => {
  const { db } = server.core;
  const claim = (username: string) => db.transaction().execute((tx) => claimUsername(tx, username));
  const add = (username: string) =>
    db.transaction().execute(async (tx) => {
      await claimUsername(tx, username);
      const id = crypto.randomUUID();
      await tx
        .insertInto('accounts')
        .values({ id, email: `${id}@x.test`, username, name: 'X', password_hash: null, deactivated_at: null })
        .execute();
    });
  await add('modern-lloyd10');
  for (const alike of [
    'modern-lloyd10',
    'rnodern-lloyd10',
    'modern-1loyd10',
    'modern-lloydlo',
    'modern-l1oydio'.replace('i', '1'),
  ])
    await expect(claim(alike)).rejects.toMatchObject({ code: 'taken' });
  await claim('modern-lloyd20');
  const outcomes = await Promise.allSettled(['boom-01', 'b0om-ol', 'boorn-0l'].map(add));
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});
