/** The bot with a language model behind it: grounded, streamed, interrupted, and honest when the model is not there. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chat, connect, type Frame, openVisitor, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { type Answering, type FakeModel, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { articles } from '../demo/content/articles.ts';
import { insertArticle } from '../knowledge/save-article.ts';
import { askModel } from './model-answer.ts';
import { SENTENCES } from './sentences.ts';
import { readTurn } from './turn.ts';

interface Said {
  role: string;
  content: string;
  client_id: string;
  sources?: { url: string }[];
  offer_person?: boolean;
  event?: string;
}

let model: FakeModel;
let server: TestServer;
let site: NewSite;
let inbox: RawClient;

beforeAll(async () => {
  model = await startFakeModel();
  server = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme', origins: ['https://shop.test'] });
  const mia = await createAgent(server.core, site, { role: 'admin' });
  await server.core.db.transaction().execute(async (tx) => {
    for (const article of articles) await insertArticle(tx, { site_id: site.id, id: uuidv7(), ...article });
  });
  inbox = await connect(server, '/ws/room/acme', mia.token);
});
afterAll(async () => {
  await server.close();
  await model.close();
});

const isBot = (frame: Frame) => frame.command === 'new_message' && (frame.message as Said).role === 'bot';

let socket: RawClient;
let room: string;
let key: string;
beforeEach(async () => {
  const visitor = await openVisitor(server, 'acme');
  socket = await chat(server, 'acme', visitor);
  key = visitor.consumer;
  room = `acme ${key}`;
});

const say = async (content: string) =>
  (await socket.call('new_message', { message: { content } })).message as { id: string };
async function ask(content: string): Promise<Said> {
  const answer = socket.next(isBot);
  await say(content);
  return (await answer).message as Said;
}
const log = async () => (await socket.call('fetch_messages')).messages as Said[];
const pieces = () => socket.frames.filter(({ command }) => command === 'bot_delta');
const shown = () => pieces().reduce((text, { offset, text: piece }) => text.slice(0, offset as number) + piece, '');

describe('an answer of the model', () => {
  it('is grounded: numbered passages, history, rules; its citations become sources', async () => {
    model.will(saying('It costs ', '€4.90 [1], ', 'to Portugal too [1].'), saying('Three to five days [1].'));
    const first = await ask('How much is shipping to Portugal?');
    expect(first.content).toBe('It costs €4.90, to Portugal too.');
    expect(first.sources).toHaveLength(1);
    expect(first.sources?.[0]?.url).toMatch(/^http:\/\/parley\.test\/kb\/acme\/shipping/);
    expect(first.offer_person).toBeUndefined();
    await ask('And how long does it take?');
    const [one, two] = model.asked;
    expect(one).toMatchObject({ model: 'fake', stream: true });
    expect(one?.messages[0]?.content).toMatch(/<passage number="1" about="Shipping costs/);
    expect(one?.messages[0]?.content).toContain('are data');
    expect(one?.messages.at(-1)).toEqual({ role: 'user', content: 'How much is shipping to Portugal?' });
    expect(two?.messages.slice(1)).toEqual([
      { role: 'user', content: 'How much is shipping to Portugal?' },
      { role: 'assistant', content: 'It costs €4.90, to Portugal too.' },
      { role: 'user', content: 'And how long does it take?' },
    ]);
  });

  it('streams to visitor and agent, and the pieces add up to it', async () => {
    const { promise: gate, resolve: go } = Promise.withResolvers<void>();
    model.will(async (answering) => {
      answering.text('Five ', 'years ');
      await gate;
      answering.text('on everything [1].');
      answering.finish();
    });
    const begun = socket.next((frame) => frame.command === 'bot_delta');
    const watched = inbox.next((frame) => frame.command === 'bot_delta' && frame.room === room);
    const answer = socket.next(isBot);
    const question = await say('How long is the warranty?');
    expect(await begun).toMatchObject({ answer: `bot:${question.id}`, offset: 0, author: 'Assistant', room });
    expect(await watched).toMatchObject({ text: expect.stringContaining('Five') });
    go();
    const said = (await answer).message as Said;
    expect(said).toMatchObject({ content: 'Five years on everything.', client_id: `bot:${question.id}` });
    expect(said.content.startsWith(shown())).toBe(true);
  });

  it('leads nowhere but to the site, and carries no HTML', async () => {
    model.will(
      saying(
        '<b>See</b> [ours](https://shop.test/x) or [this](https://evil.test/x?data=1) ![p](https://evil.test/p) https://evil.test',
      ),
    );
    const said = await ask('What does the warranty cover?');
    expect(said.content).toBe('See [ours](https://shop.test/x) or this p (…)');
    expect(JSON.stringify(pieces())).not.toContain('evil');
  });

  it('offers a person when it does not know', async () => {
    model.will(saying('I do not know that. Shall I fetch a person? [?]'));
    expect(await ask('What is the warranty on love?')).toMatchObject({
      content: 'I do not know that. Shall I fetch a person?',
      offer_person: true,
    });
  });

  it('hands off as a typed action, whatever its arguments', async () => {
    model.will((answering) => answering.tool('hand_off'));
    const queued = socket.next((frame) => (frame.message as Said | undefined)?.event === 'person_requested');
    const said = await ask('The warranty is a joke, I am furious');
    expect(said.content).toContain(SENTENCES.en.handOff);
    await queued;
  });

  it('costs nothing where words are prepared or a person is wanted', async () => {
    model.will(saying('no'));
    await ask('hello');
    await ask('I want a human');
    expect(model.asked).toHaveLength(0);
  });

  it('ends at a sentence when the model has no end', async () => {
    model.will((answering) => {
      for (let i = 0; i < 300; i++) answering.text('This sentence is one of very many. ');
    });
    const said = await ask('How long is the warranty?');
    expect(said.content.length).toBeLessThanOrEqual(4_002);
    expect(said.content).toMatch(/many\. …$/);
  });
});

describe('a takeover in the middle of an answer', () => {
  it('ends it visibly, calls the model off, and nothing of the bot comes after', async () => {
    let answering: Answering | undefined;
    model.will((begun) => {
      answering = begun;
      begun.text('Let me tell you ');
    });
    const begun = socket.next((frame) => frame.command === 'bot_delta');
    const question = await say('How long is the warranty?');
    await begun;
    const ended = socket.next('bot_ended');
    const seen = inbox.next((frame) => frame.command === 'bot_ended' && frame.room === room);
    await inbox.call('take_over', { room });
    expect(await ended).toMatchObject({ answer: `bot:${question.id}`, reason: 'taken_over', room });
    await seen;
    await answering?.abandoned;
    await inbox.call('new_message', { room, message: { content: 'Mia here.' } });
    expect((await log()).map(({ role }) => role)).toEqual(['visitor', 'system', 'agent']);
  });

  it('is noticed without the bus too', async () => {
    model.will((begun) => begun.text('Let me tell you '));
    const begun = socket.next((frame) => frame.command === 'bot_delta');
    await say('How long is the warranty?');
    await begun;
    const ended = socket.next('bot_ended');
    await server.core.db
      .updateTable('rooms')
      .set({ owner_kind: 'queue', owner_generation: 2 })
      .where('key', '=', key)
      .execute();
    expect(await ended).toMatchObject({ reason: 'taken_over' });
  });
});

describe('a model that fails', () => {
  const honest = { role: 'bot', offer_person: true };

  it('with 429 is asked again, and may then answer', async () => {
    model.will((answering) => answering.status(429, { 'retry-after': '0' }), saying('Five years [1].'));
    expect(await ask('How long is the warranty?')).toMatchObject({ content: 'Five years.' });
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
    expect(await ask('Zzyzx frobnicates?')).toMatchObject({ ...honest, content: SENTENCES.en.failed });
    expect((await log()).map(({ role }) => role)).toEqual(['visitor', 'bot']);
  });

  it('leaves the passage, where there surely is one', async () => {
    model.will((answering) => answering.status(401));
    const said = await ask('How long does the warranty last?');
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
    const begun = socket.next((frame) => frame.command === 'bot_delta');
    const ended = socket.next('bot_ended');
    const answer = socket.next(isBot);
    const question = await say('How long does the warranty last?');
    await begun;
    tear();
    expect(await ended).toMatchObject({ reason: 'failed', answer: `bot:${question.id}` });
    expect((await answer).message).toMatchObject(honest);
  });

  it('that knows no tools is asked without them', async () => {
    model.will((answering) => answering.status(400), saying('Five years [1].'));
    expect(await ask('How long is the warranty?')).toMatchObject({ content: 'Five years.' });
    expect(model.asked.map(({ tools }) => tools?.length ?? 0)).toEqual([1, 0]);
  });

  it.each<[string, (answering: Answering) => void]>([
    ['says nothing', () => undefined],
    ['stops in the middle', (answering) => answering.text('Well, ')],
  ])('that %s is not waited for for ever', async (_, script) => {
    // Held by an agent, so that the worker leaves the question to the test.
    await ask('hello');
    await inbox.call('take_over', { room });
    await say('How long is the warranty?');
    const { id } = await server.core.db
      .updateTable('rooms')
      .set({ owner_kind: 'bot', owner_id: null })
      .where('key', '=', key)
      .returning('id')
      .executeTakeFirstOrThrow();
    const turn = await readTurn(server.core, site.id, id);
    if (!turn) throw new Error('no turn');
    model.will(script);
    const asked = askModel(server.core, {
      turn,
      passages: [],
      signal: new AbortController().signal,
      onText: () => undefined,
      patience: { silenceMs: 120, totalMs: 400, pauseMs: 10 },
    });
    await expect(asked).rejects.toThrow('too long');
  });

  it('that is not there at all ends in an honest sentence too', async () => {
    const gone = await startFakeModel();
    await gone.close();
    const lonely = await startTestServer({ worker: true, env: { OPENAI_BASE_URL: gone.baseUrl } });
    await createSite(lonely.core, { slug: 'acme' });
    const own = await chat(lonely, 'acme', await openVisitor(lonely, 'acme'));
    const answer = own.next(isBot);
    await own.call('new_message', { message: { content: 'Zzyzx frobnicates?' } });
    expect((await answer).message).toMatchObject({ ...honest, content: SENTENCES.en.failed });
    await lonely.close();
  });
});
