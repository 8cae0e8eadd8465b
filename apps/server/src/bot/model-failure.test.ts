/** The bot with a language model behind it: what the visitor reads when the model is slow, busy, broken or away. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSite, type NewSite } from '../../test/create.ts';
import { type Answering, type FakeModel, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, forgetAnswers, isPiece, Talk } from '../../test/talk.ts';
import { answerJob } from './answer-job.ts';
import { askModel, SECOND_PATIENCE } from './model-answer.ts';
import { promptFor } from './prompt.ts';
import { SENTENCES } from './sentences.ts';
import { readTurn } from './turn.ts';
import { noUsage } from './usage.ts';

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let talk: Talk;

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme', origins: ['https://shop.test'] });
  await fillKnowledge(server.core, site);
});
afterAll(async () => {
  await server.close();
  await model.close();
});
beforeEach(async () => {
  await forgetAnswers(server);
  talk = await Talk.begin(server, site);
});

describe('a model that fails', () => {
  const honest = { role: 'bot', offer_person: true };

  it('with 429 is asked again, and may then answer', async () => {
    model.will((answering) => answering.status(429, { 'retry-after': '0' }), saying('Five years [1].'));
    expect(await talk.ask('How long is the warranty?')).toMatchObject({ content: 'Five years.' });
  });

  it.each<[string, (answering: Answering) => void]>([
    ['429', (answering) => answering.status(429, { 'retry-after': '0' })],
    ['500', (answering) => answering.status(500, { 'retry-after': '0' })],
    ['429 for an hour', (answering) => answering.status(429, { 'retry-after': '3600' })],
    ['401', (answering) => answering.status(401)],
    ['nothing', (answering) => answering.finish()],
    [
      'white space',
      (answering) => {
        answering.text(' \n');
        answering.finish();
      },
    ],
    [
      'an HTML page',
      (answering) => {
        answering.response.writeHead(200, { 'content-type': 'text/html' });
        answering.response.end('<html>Log in</html>');
      },
    ],
    [
      'broken JSON',
      (answering) => {
        answering.response.writeHead(200, { 'content-type': 'text/event-stream' });
        answering.response.end('data: {"choices": [{"del\n\ndata: [DONE]\n\n');
      },
    ],
    [
      'other JSON',
      (answering) => {
        answering.response.writeHead(200, { 'content-type': 'text/event-stream' });
        answering.response.end('data: {"choices": "?", "x": null}\n\ndata: 42\n\ndata: [DONE]\n\n');
      },
    ],
    [
      'an error in the stream',
      (answering) => {
        answering.text('Well, ');
        answering.response.end('data: {"error": {"message": "overloaded"}}\n\n');
      },
    ],
    [
      'a cut stream',
      (answering) => {
        answering.text('Well, ');
        answering.response.end();
      },
    ],
    [
      'a torn connection',
      (answering) => {
        answering.text('Well, ');
        setImmediate(() => answering.response.destroy());
      },
    ],
  ])('with %s ends in an honest sentence and the offer of a person', async (_, script) => {
    model.will(script);
    expect(await talk.ask('Zzyzx frobnicates?')).toMatchObject({ ...honest, content: SENTENCES.en.failed });
    expect(await talk.roles()).toEqual(['visitor', 'bot']);
  });

  it('leaves the passage, where there surely is one', async () => {
    model.will((answering) => answering.status(401));
    const said = await talk.ask('How long does the warranty last?');
    expect(said).toMatchObject(honest);
    expect(said.content).toContain('could not finish');
    expect(said.content).toContain('five-year warranty');
    expect(said.sources).toHaveLength(1);
  });

  it('takes back what it had begun', async () => {
    const { promise: seen, resolve: tear } = Promise.withResolvers<void>();
    model.will(async (answering) => {
      answering.text('Five ');
      await seen;
      answering.response.destroy();
    });
    const begun = talk.socket.next(isPiece);
    const ended = talk.socket.next('bot_ended');
    const answer = talk.nextAnswer();
    const question = await talk.say('How long does the warranty last?');
    await begun;
    tear();
    expect(await ended).toMatchObject({ reason: 'failed', answer: `bot:${question.id}` });
    expect(await answer).toMatchObject(honest);
  });

  it('that knows no tools is asked without them', async () => {
    model.will((answering) => answering.status(400), saying('Five years [1].'));
    expect(await talk.ask('How long is the warranty?')).toMatchObject({ content: 'Five years.' });
    expect(model.asked.map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0]);
  });

  it.each<[string, (answering: Answering) => void]>([
    ['says nothing', () => undefined],
    ['stops in the middle', (answering) => answering.text('Well, ')],
  ])('that %s is not waited for for ever', async (_, script) => {
    // Held by an agent, so that the worker leaves the question to the test.
    await talk.ask('hello');
    await talk.quietly({ owner_kind: 'queue' });
    await talk.say('How long is the warranty?');
    await talk.quietly({ owner_kind: 'bot', owner_id: null });
    const { id } = await talk.stored();
    const turn = await readTurn(server.core, site.id, id);
    if (!turn) throw new Error('no turn');
    model.will(script);
    const asked = askModel(server.core, {
      turn,
      passages: [],
      prompt: promptFor(turn, []),
      usage: noUsage(),
      signal: new AbortController().signal,
      onText: () => undefined,
      patience: { silenceMs: 120, totalMs: 400, pauseMs: 10 },
    });
    await expect(asked).rejects.toThrow('too long');
  });

  it.each([
    [1, false],
    [2, true],
  ])('is waited for less where the answer was begun before and lost (attempt %i)', async (attempt, less) => {
    await talk.ask('hello');
    await talk.quietly({ owner_kind: 'queue' });
    const question = await talk.say('How long is the warranty?');
    await talk.quietly({ owner_kind: 'bot', owner_id: null });
    model.will(saying('Five years [1].'));
    const { id: roomId } = await talk.stored();
    const timers = vi.spyOn(globalThis, 'setTimeout');
    const context = { attempt, maxAttempts: 8, signal: new AbortController().signal };
    await answerJob(server.core, { siteId: site.id, roomId }, context);
    const waits = timers.mock.calls.map(([, ms]) => ms);
    timers.mockRestore();
    expect(waits.includes(SECOND_PATIENCE.silenceMs)).toBe(less);
    expect(await talk.answerTo(question)).toMatchObject({ content: 'Five years.' });
  });

  it('that is not there at all ends in an honest sentence too', async () => {
    const gone = await startFakeModel();
    await gone.close();
    const lonely = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: gone.baseUrl } });
    const nowhere = await createSite(lonely.core, { slug: 'acme' });
    const own = await Talk.begin(lonely, nowhere);
    expect(await own.ask('Zzyzx frobnicates?')).toMatchObject({ ...honest, content: SENTENCES.en.failed });
    await lonely.close();
  });
});
