/** Holds that whoever owns an account hears by mail what happened to its second factor. */
import { generateSync } from 'otplib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { call, createAgent, createSite, createUser, PASSWORD } from '../../test/create.ts';
import { type Mailbox, startMailbox } from '../../test/mailbox.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { countDigits } from '../accounts/two-factor/guesses.ts';

let mailbox: Mailbox;
let server: TestServer;
let clock = Date.now();

beforeAll(async () => {
  mailbox = await startMailbox();
  server = await startTestServer({ worker: true, env: { SMTP_URL: mailbox.url }, now: () => clock });
});
afterAll(async () => {
  await server.close();
  await mailbox.close();
});

test('[T10] turned on, a recovery code used, made anew, guessed at, turned off, reset: a mail each, without any code in it', async () => {
  const site = await createSite(server.core);
  const admin = await createAgent(server.core, site, { name: 'Olga', role: 'owner' });
  const agent = await createAgent(server.core, site, { name: 'Mia <b>' });
  let heard = mailbox.mails.length;
  const post = <Body>(path: string, body: object) =>
    call<Body>(server, `/api/users/two_factor${path}`, { body: { password: PASSWORD, ...body }, token: agent.token });
  const secretCode = (secret: string) => generateSync({ secret, epoch: Math.floor(clock / 1000) });
  const next = async () => {
    const mail = (await mailbox.arrived(++heard))[heard - 1];
    expect(mail?.recipients).toEqual([agent.email]);
    return mail;
  };
  const turnOn = async () => {
    const { secret } = (await post<{ secret: string }>('', {})).body;
    const { recovery_codes } = (await post<{ recovery_codes: string[] }>('/confirm', { code: secretCode(secret) }))
      .body;
    clock += 30_000;
    return { secret, codes: recovery_codes };
  };

  const { secret, codes } = await turnOn();
  const on = await next();
  expect(on?.subject).toBe('Two-step sign-in is on');
  expect(on?.text).toContain('http://parley.test/settings/two-step');
  expect(on?.html).toContain('Mia &lt;b&gt;');

  const login = { email: agent.email, password: PASSWORD, code: codes[0] };
  expect((await call(server, '/api/users/login', { body: login })).status).toBe(200);
  const used = await next();
  expect(used?.subject).toBe('A recovery code was used to sign in');
  expect(used?.text).toContain('9 are left');

  await post('/recovery_codes', { code: secretCode(secret) });
  expect((await next())?.subject).toBe('You have new recovery codes');
  clock += 30_000;
  for (let n = 0; n < 30; n++) await countDigits(server.core, agent.id).catch(() => {});
  expect((await next())?.subject).toBe('Somebody knows your password');
  clock += 3_600_000;
  await post('/off', { code: secretCode(secret) });
  expect((await next())?.subject).toBe('Two-step sign-in was turned off');

  await turnOn();
  await next();
  await call(server, `/api/agents/${agent.id}/two_factor`, { method: 'DELETE', token: admin.token });
  const reset = await next();
  expect(reset?.subject).toBe('Your two-step sign-in was reset');
  expect(reset?.text).toContain('Olga took your second factor away');

  const said = mailbox.mails.map(({ text, html }) => `${text} ${html}`).join('');
  for (const word of [secret, ...codes]) expect(said).not.toContain(word);
});

test('[T10] a customer is led to its own page, and an address that is only claimed gets no mail', async () => {
  const site = await createSite(server.core);
  const [claims, proven] = [await createUser(server.core, site), await createUser(server.core, site)];
  const unproven = { email: null, claimed_email: claims.email };
  await server.core.db.updateTable('accounts').set(unproven).where('id', '=', claims.id).execute();
  const heard = mailbox.mails.length;
  for (const { token } of [claims, proven]) {
    const begun = await call<{ secret: string; uri: string }>(server, '/api/users/two_factor', {
      body: { password: PASSWORD },
      token,
    });
    if (token === claims.token) expect(begun.body.uri).toContain(encodeURIComponent(claims.email));
    const code = generateSync({ secret: begun.body.secret, epoch: Math.floor(clock / 1000) });
    expect((await call(server, '/api/users/two_factor/confirm', { body: { code }, token })).status).toBe(200);
  }
  const [mail] = (await mailbox.arrived(heard + 1)).slice(heard);
  expect(mail?.recipients).toEqual([proven.email]);
  expect(mail?.text).toContain('http://parley.test/you');
});

test.each([
  ['de', 'ltr', 'Anmeldung in zwei Schritten ist eingeschaltet', 'Guten Tag Mia,'],
  ['ar', 'rtl', 'تسجيل الدخول بخطوتين مفعّل', 'مرحبًا Mia،'],
] as const)('they come in the language of the account: %s', async (language, dir, subject, hello) => {
  const agent = await createAgent(server.core, await createSite(server.core), { name: 'Mia' });
  const heard = mailbox.mails.length;
  const { token } = agent;
  await call(server, '/api/users/profile', { method: 'PUT', body: { language, time_zone: 'Asia/Tokyo' }, token });
  const { body } = await call<{ secret: string }>(server, '/api/users/two_factor', {
    body: { password: PASSWORD },
    token,
  });
  const code = generateSync({ secret: body.secret, epoch: Math.floor(clock / 1000) });
  await call(server, '/api/users/two_factor/confirm', { body: { code }, token });
  const mail = (await mailbox.arrived(heard + 1))[heard];
  expect([mail?.recipients, mail?.subject]).toEqual([[agent.email], subject]);
  expect(mail?.html).toContain(`<html lang="${language}" dir="${dir}">`);
  for (const part of [mail?.text, mail?.html]) expect(part).toContain(hello);
  expect(mail?.text).toMatch(/GMT[+٠-٩\d]|غرينتش/);
});
