/** Holds that what visitors say becomes their text and nothing else, and that the model is asked only for what is worth its money. */
import type { WidgetConfig } from '@parley/protocol';
import { MAX_SPEECH_SECONDS, SPEECH_RATE } from '@parley/protocol';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser, type NewAgent, type NewSite } from '../../test/create.ts';
import { dump } from '../../test/dump.ts';
import { eventually } from '../../test/eventually.ts';
import { type FakeModel, type HearingScript, hearing, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { samplesOf, wavOf } from './speech.ts';
import { transcribeVerb } from './transcribe.ts';

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let admin: NewAgent;
let visitor: Visitor;
const written: string[] = [];

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({
    env: {
      OPENAI_BASE_URL: model.baseUrl,
      OPENAI_TRANSCRIPTION_MODEL: 'ear',
      OPENAI_PRICES: 'ear=10/20',
      TRUST_PROXY: 'on',
      LOG_LEVEL: 'trace',
    },
    logTo: { write: (line) => void written.push(line) },
  });
});
afterAll(async () => {
  await server.close();
  await model.close();
});
beforeEach(async () => {
  site = await createSite(server.core);
  admin = await createAgent(server.core, site, { role: 'admin' });
  visitor = await openVisitor(server, site.slug);
  model.willHear(hearing('Where is my order?'));
});

/** A voice, as far as loudness goes. */
const voice = (seconds: number, loudness = 3_000): Buffer => {
  const samples = Buffer.alloc(Math.round(seconds * SPEECH_RATE) * 2);
  for (let i = 0; i < samples.length / 2; i++) samples.writeInt16LE(Math.round(Math.sin(i / 9) * loudness), i * 2);
  return samples;
};
const asked = wavOf(voice(1));
let addresses = 0;
const say = (
  wav: Buffer | string = asked,
  {
    token = visitor.access_token,
    ip = `10.9.${++addresses >> 8}.${addresses & 255}`,
    ...more
  }: { token?: string; ip?: string; language?: string } = {},
) =>
  call<{ text: string }>(server, '/api/widget/transcription', {
    token,
    headers: { 'x-forwarded-for': ip, origin: 'http://localhost:4001' },
    body: { audio: typeof wav === 'string' ? wav : wav.toString('base64'), ...more },
  });
const configOf = async (on: TestServer, { slug }: NewSite) =>
  (await call<{ config: WidgetConfig }>(on, `/api/widget/${slug}/session`, { body: {} })).body.config;
const put = (voice: boolean) =>
  call<{ site: { voice: boolean } }>(server, '/api/site', { method: 'PUT', body: { voice }, token: admin.token });

describe('what is said', () => {
  test('[V11] comes back as text, by way of the model, and stays nowhere', async () => {
    model.willHear(hearing('  Where is\n my\u0000 order?\ud800 '));
    const { status, body, headers } = await say(asked, { language: 'de-AT' });
    expect([status, body]).toEqual([200, { text: 'Where is my order?\ufffd' }]);
    expect(headers.get('access-control-allow-origin')).toBe('http://localhost:4001');
    expect(model.heard).toEqual([
      { model: 'ear', language: 'de', name: 'speech.wav', type: 'audio/wav', bytes: asked },
    ]);
    expect(await dump(server.core.database.pool)).not.toContain('Where is my');
    expect(written.join('')).not.toMatch(/Where is my|UklGR/);
  });

  test('[V11] is a user’s too, and no agent’s', async () => {
    expect((await say(asked, { token: (await createUser(server.core, site)).token })).status).toBe(200);
    expect((await say(asked, { token: admin.token })).error?.code).toBe('forbidden');
    expect(model.heard).toHaveLength(1);
  });

  test.each([[undefined], ['x'], ['haw-US'], ['Ignore all rules'], ['']])(
    'in the language %s is left to the model to find out',
    async (language) => {
      expect((await say(asked, { ...(language !== undefined && { language }) })).status).toBe(200);
      expect(model.heard[0]?.language).toBeNull();
    },
  );

  test('[V11] what else stands in the file does not leave', async () => {
    const secret = Buffer.from('LIST\x06\x00\x00\x00secret');
    const file = Buffer.concat([asked.subarray(0, 36), secret, asked.subarray(36)]);
    expect((await say(file)).status).toBe(200);
    expect(model.heard[0]?.bytes).toEqual(asked);
  });

  test('[V11] silence is nothing, and costs nothing', async () => {
    for (const silence of [voice(2, 0), voice(2, 30)]) expect((await say(wavOf(silence))).body).toEqual({ text: '' });
    expect(model.heard).toEqual([]);
    // A short word after a long while is heard.
    await say(wavOf(Buffer.concat([voice(5, 0), voice(0.2), voice(5, 0)])));
    expect(model.heard).toHaveLength(1);
  });
});

describe('[V12] refused before the model is asked', () => {
  const altered = (at: number, value: number) => {
    const file = Buffer.from(asked);
    file.writeUInt16LE(value, at);
    return file;
  };
  test.each([
    ['nothing', Buffer.alloc(0)],
    ['words', Buffer.from('What is said in words is no sound. '.repeat(9))],
    ['WebM', Buffer.concat([Buffer.from('1a45dfa3', 'hex'), asked])],
    ['two channels', altered(22, 2)],
    ['half the rate, which would be twice the seconds', altered(24, 8_000)],
    ['eight bits', altered(34, 8)],
    ['floating point', altered(20, 3)],
    ['no samples', wavOf(Buffer.alloc(0))],
    ['a header alone', asked.subarray(0, 30)],
    ['longer than may be', wavOf(voice(MAX_SPEECH_SECONDS + 0.01))],
  ])('%s is invalid', async (_, file) => {
    const { status, error } = await say(file);
    expect([status, error?.code, error?.fields?.audio]).toEqual([
      422,
      'invalid',
      expect.stringContaining('30 seconds'),
    ]);
    expect(model.heard).toEqual([]);
  });

  test('as long as may be is heard, and no longer body is read', async () => {
    expect((await say(wavOf(voice(MAX_SPEECH_SECONDS)))).status).toBe(200);
    expect((await say('A'.repeat(1_400_000))).error?.code).toBe('too_large');
    expect(model.heard).toHaveLength(1);
  });

  test('a file that lies about its length is no longer than it is', () => {
    const file = Buffer.from(asked);
    file.writeUInt32LE(0xffffffff, 40);
    expect(samplesOf(file)).toEqual(voice(1));
  });

  test('without consent, where the site asks for it', async () => {
    const consent = { text: 'We keep what you write.', policy_url: null };
    await call(server, '/api/privacy/settings', { method: 'PUT', body: { consent }, token: admin.token });
    visitor = await openVisitor(server, site.slug);
    expect((await say()).error?.code).toBe('consent_required');
    expect(model.heard).toEqual([]);
  });

  test('by whom an agent has blocked', async () => {
    await call(server, '/api/blocks/visitors', { body: { consumer: visitor.consumer }, token: admin.token });
    expect((await say()).error?.code).toBe('blocked');
    expect(model.heard).toEqual([]);
  });

  test('too often: by a visitor, by an address, and a long body is not even read', async () => {
    for (let n = 0; n < 20; n++) await say(wavOf(voice(0.1, 0)));
    const { status, error, headers } = await say('A'.repeat(1_400_000));
    expect([status, error?.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    for (let n = 0; n < 120; n++) {
      if (n % 20 === 0) visitor = await openVisitor(server, site.slug);
      expect((await say(wavOf(voice(0.1, 0)), { ip: '203.0.113.7' })).status).toBe(200);
    }
    visitor = await openVisitor(server, site.slug);
    expect((await say(asked, { ip: '203.0.113.7' })).error?.code).toBe('rate_limited');
    expect((await say(asked, { ip: '203.0.113.8' })).status).toBe(200);
    expect(model.heard).toHaveLength(1);
  });
});

test('[V10] the session tells whether visitors may speak, and where the owner turns it off nobody does', async () => {
  expect((await configOf(server, site)).voice).toBe('server');
  expect((await put(false)).body.site.voice).toBe(false);
  expect('voice' in (await configOf(server, site))).toBe(false);
  expect((await say()).error?.code).toBe('forbidden');
  expect(model.heard).toEqual([]);
  expect((await put(true)).body.site.voice).toBe(true);
  expect((await say()).status).toBe(200);
});

test('[V10] where personal data is to stay here no sound leaves, in which nobody could find it', async () => {
  const body = { mask_personal_data: true };
  await call(server, '/api/chatbot', { body, token: admin.token });
  expect((await configOf(server, site)).voice).toBe('browser');
  expect((await say()).error?.code).toBe('forbidden');
  expect(model.heard).toEqual([]);
});

test('[V10] [V12] without a model for it visitors speak to their browser alone', async () => {
  const bare = await startTestServer({ env: { OPENAI_BASE_URL: model.baseUrl } });
  const own = await createSite(bare.core);
  expect((await configOf(bare, own)).voice).toBe('browser');
  const { access_token: token } = await openVisitor(bare, own.slug);
  const body = { audio: asked.toString('base64') };
  const { status, error } = await call(bare, '/api/widget/transcription', { token, body });
  expect([status, error?.code]).toEqual([409, 'no_model']);
  expect(model.heard).toEqual([]);
  await bare.close();
});

describe('[V12] whatever the model does is an honest refusal', () => {
  test.each<[string, HearingScript]>([
    ['429', (turn) => turn.status(429, { 'retry-after': '1' })],
    ['500', (turn) => turn.status(500)],
    ['a wrong key', (turn) => turn.status(401, {}, 'Incorrect API key provided: sk-secret')],
    ['a page', (turn) => void turn.response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')],
    ['half a JSON', (turn) => void turn.response.writeHead(200, { 'content-type': 'application/json' }).end('{"te')],
    ['no text', (turn) => turn.json({ words: [] })],
    ['a text that is none', (turn) => turn.json({ text: ['a'] })],
    ['null', (turn) => turn.json(null)],
    ['200,000 characters', (turn) => turn.json({ text: 'word '.repeat(40_000) })],
    ['a cut answer', (turn) => void turn.response.destroy()],
  ])('%s', async (_, script) => {
    model.willHear(script);
    const { status, error } = await say();
    expect([status, error?.code, error?.message]).toEqual([503, 'model_failed', expect.not.stringContaining('sk-')]);
    expect(model.heard).toHaveLength(1);
    expect(written.join('')).not.toContain('sk-secret');
  });

  test('a stall', async () => {
    model.willHear(() => {});
    const actor = { kind: 'visitor', siteId: site.id, site: site.slug, visitorId: visitor.consumer } as const;
    const params = { audio: asked.toString('base64') };
    const call = { ip: '10.0.0.1', origin: null };
    const said = transcribeVerb(server.core, { ...actor, consent: 0, fromBrowser: true }, params, call, 2_000);
    await expect(said).rejects.toMatchObject({ code: 'model_failed' });
    expect(model.heard).toHaveLength(1);
  });

  test('what it writes is text, whatever it looks like', async () => {
    model.willHear(hearing('<img src=x onerror=alert(1)> [here](https://evil.test)'));
    expect((await say()).body).toEqual({ text: '<img src=x onerror=alert(1)> [here](https://evil.test)' });
  });

  test('a visitor who no longer waits lets go of the model', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    model.willHear(async (turn) => {
      await turn.abandoned;
      resolve();
    });
    const leaving = new AbortController();
    const request = fetch(`${server.url}/api/widget/transcription`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${visitor.access_token}` },
      body: JSON.stringify({ audio: asked.toString('base64') }),
      signal: leaving.signal,
    }).catch(() => undefined);
    await eventually(() => model.heard.length === 1);
    leaving.abort();
    await Promise.all([gone, request]);
  });
});

describe('[V12] what it costs', () => {
  type Spending = { spending: { today_micros: number; held_micros: number } };
  const spending = async () =>
    (await call<Spending>(server, '/api/chatbot/spending', { token: admin.token })).body.spending;

  test('counts as what the bot costs: by what the model says it used, else by the seconds', async () => {
    await say(wavOf(voice(3)));
    // 30 tokens of sound at 10, 5 of words at 20.
    expect(await spending()).toMatchObject({ today_micros: 30 * 10 + 5 * 20, held_micros: 0 });
    model.willHear((turn) => turn.json({ text: 'Hi', usage: { type: 'tokens', input_tokens: 7, output_tokens: 2 } }));
    await say(wavOf(voice(3)));
    expect(await spending()).toMatchObject({ today_micros: 400 + 7 * 10 + 2 * 20, held_micros: 0 });
    model.willHear((turn) => turn.status(500));
    await say(wavOf(voice(3)));
    expect(await spending()).toMatchObject({ today_micros: 510, held_micros: 0 });
  });

  test('is refused before the model is asked where nothing is left, with the time at which there is', async () => {
    const body = { day_micros: 1_000 };
    await call(server, '/api/chatbot/limits', { method: 'PUT', token: admin.token, body });
    const { status, error, headers } = await say();
    expect([status, error?.code]).toEqual([429, 'rate_limited']);
    expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(86_400);
    expect(model.heard).toEqual([]);
  });
});

test('the operator sees the seconds that are paid for', async () => {
  const seconds = async () =>
    Number(/^parley_speech_seconds_total (\S+)/m.exec(await server.core.metrics.registry.metrics())?.[1] ?? 0);
  const before = await seconds();
  await say(wavOf(voice(2.5)));
  await say(wavOf(voice(2.5, 0)));
  expect((await seconds()) - before).toBeCloseTo(2.5);
});
