/** Many questions at once: no answer waits for another one to end, and each arrives whole, once, in order, at whoever asked. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createSite, type NewSite } from '../../test/create.ts';
import { type FakeModel, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { isBot, isPiece, type Said, Talk } from '../../test/talk.ts';

/** More than jobs of all other kinds may run at once. */
const CONVERSATIONS = 20;
const TOKENS = 60;
const SEED = Number(process.env.SEED ?? 7);

let model: FakeModel;
let server: TestServer;
let site: NewSite;

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
  site = await createSite(server.core);
});
afterAll(async () => {
  await server.close();
  await model.close();
});

/** Mulberry32. */
let state = SEED;
const random = (): number => {
  state = (state + 0x6d2b79f5) | 0;
  let t = Math.imul(state ^ (state >>> 15), 1 | state);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
};

const tokensOf = (parcel: string): string[] =>
  Array.from({ length: TOKENS }, (_, n) => (n === 0 ? `Parcel ${parcel}:` : ` ${n.toString(36).padStart(3, '0')}`));

it(`[L2] [L3] ${CONVERSATIONS} answers stream at the same time, each whole, once and in order`, async () => {
  const { promise: all, resolve } = Promise.withResolvers<void>();
  let asked = 0;
  model.will(async (answering) => {
    const question = answering.asked.messages.at(-1)?.content ?? '';
    const [first = '', ...others] = tokensOf(/parcel (\w+)/.exec(question)?.[1] ?? '');
    answering.text(first);
    // No answer ends before the last one has begun.
    if (++asked === CONVERSATIONS) resolve();
    await all;
    while (others.length > 0) {
      answering.text(...others.splice(0, 1 + Math.floor(random() * 8)));
      await new Promise((next) => setImmediate(next));
    }
    answering.finish();
  });
  const talks = await Promise.all(Array.from({ length: CONVERSATIONS }, () => Talk.begin(server, site)));
  const answers = await Promise.all(
    talks.map(async (talk, n) => talk.answerTo(await talk.say(`Tell me where the parcel p${n}x is in the warehouse`))),
  );

  for (const [n, talk] of talks.entries()) {
    const whole = tokensOf(`p${n}x`).join('');
    expect(answers[n]?.content).toBe(whole);
    let text = '';
    for (const piece of talk.socket.frames.filter(isPiece)) {
      expect(piece.offset).toBeLessThanOrEqual(text.length);
      text = text.slice(0, piece.offset as number) + piece.text;
      expect(whole.startsWith(text)).toBe(true);
    }
    expect(text).not.toBe('');
    expect(talk.socket.frames.filter(isBot).map((frame) => (frame.message as Said).id)).toEqual([answers[n]?.id]);
    expect(await talk.roles()).toEqual(['visitor', 'bot']);
  }
}, 30_000);
