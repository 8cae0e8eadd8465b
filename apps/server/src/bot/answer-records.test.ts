/** What is kept of how the bot came to each answer: with the message or not at all, of every kind, and none of the words. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createSite, type NewSite } from '../../test/create.ts';
import { type FakeModel, type Script, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, forgetAnswers, type Said, Talk } from '../../test/talk.ts';
import { uuidv7 } from '../core/ids.ts';
import type { BotAnswerRow } from './tables.ts';

let model: FakeModel;
let withModel: TestServer;
let without: TestServer;
const sites = new Map<TestServer, NewSite>();

beforeAll(async () => {
  model = await startFakeModel();
  const env = { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' };
  withModel = await startTestServer({ worker: true, env });
  without = await startTestServer({ worker: true });
  for (const server of [withModel, without]) {
    const site = await createSite(server.core, { slug: 'acme', name: 'Acme' });
    await fillKnowledge(server.core, site);
    const prepared = { title: 'Hours', triggers: ['opening hours'], content: 'From 9 to 5.' };
    await server.core.db
      .insertInto('predefined_answers')
      .values({ site_id: site.id, id: uuidv7(), ...prepared })
      .execute();
    sites.set(server, site);
  }
});
afterAll(async () => {
  await withModel.close();
  await without.close();
  await model.close();
});

let talk: Talk;
const begin = async (server: TestServer) => {
  await forgetAnswers(server);
  talk = await Talk.begin(server, sites.get(server) as NewSite);
};

async function recordOf(server: TestServer, { seq }: Said): Promise<BotAnswerRow> {
  const { id } = await talk.stored();
  return server.core.db
    .selectFrom('bot_answers')
    .selectAll()
    .where('site_id', '=', (sites.get(server) as NewSite).id)
    .where('room_id', '=', id)
    .where('seq', '=', seq)
    .executeTakeFirstOrThrow();
}

describe('without a model', () => {
  beforeEach(() => begin(without));

  it.each([
    ['opening hours', 'predefined'],
    ['hello', 'predefined'],
    ['How long does the warranty last?', 'passage'],
    // What comes first shares but common words with it.
    ['Can you put new soles on old boots?', 'passage'],
    ['Who won the world cup in 1974?', 'unknown'],
    ['I want to talk to a person', 'hand_off'],
  ])('%s: %s, which costs nothing', async (question, kind) => {
    const record = await recordOf(without, await talk.ask(question));
    expect(record).toMatchObject({ kind, question_seq: 1, language: 'en', model: null, helped: null });
    expect([record.tokens_in, record.tokens_out, record.cost_micros]).toEqual([0, 0, 0]);
  });

  it('a quoted passage is known by its article, that article’s revision, and how well it fits', async () => {
    const article = () =>
      without.core.db.selectFrom('articles').selectAll().where('slug', '=', 'warranty').executeTakeFirstOrThrow();
    const { id, body } = await article();
    const before = await recordOf(without, await talk.ask('How long does the warranty last?'));
    expect(before.confidence).toBeGreaterThan(0.6);
    expect(before.passages[0]).toMatchObject({ article_id: id, revision: 1, cited: true });
    await without.core.db
      .updateTable('articles')
      .set({ body: `${body}\n` })
      .where('id', '=', id)
      .execute();
    const after = await recordOf(without, await talk.ask('How long does the warranty last?'));
    expect(after.passages[0]).toMatchObject({ article_id: id, revision: 2 });
  });

  it('goes with its room', async () => {
    await talk.ask('hello');
    const { id } = await talk.stored();
    await without.core.db.deleteFrom('rooms').where('id', '=', id).execute();
    const left = await without.core.db.selectFrom('bot_answers').selectAll().where('room_id', '=', id).execute();
    expect(left).toEqual([]);
  });
});

describe('with a model', () => {
  beforeEach(() => begin(withModel));
  const QUESTION = 'How much is shipping to Portugal?';

  it('tells the tokens that its server counted, and which passages it cited', async () => {
    model.will((answering) => {
      answering.text('It costs €4.90 [2].');
      answering.finish('stop', { prompt_tokens: 812, completion_tokens: 9 });
    });
    const record = await recordOf(withModel, await talk.ask(QUESTION));
    expect(model.asked[0]?.stream_options).toEqual({ include_usage: true });
    expect(record).toMatchObject({ kind: 'model', model: 'fake', tokens_in: 812, tokens_out: 9 });
    expect(record.tokens_estimated).toBe(false);
    expect(record.passages.map(({ cited }) => cited).slice(0, 2)).toEqual([false, true]);
  });

  it('estimates where the server does not tell, and says so', async () => {
    model.will(saying('It costs €4.90.'));
    const record = await recordOf(withModel, await talk.ask(QUESTION));
    expect(record).toMatchObject({ kind: 'model', tokens_estimated: true, tokens_out: 5 });
    expect(record.tokens_in).toBeGreaterThan(300);
    // It cited none, so it may rest on any.
    expect(record.passages.every(({ cited }) => cited)).toBe(true);
  });

  it('asks a server that cannot tell again without the wish, its tools kept', async () => {
    model.will((answering) => answering.status(400, {}, 'Unknown parameter: stream_options'), saying('€4.90 [1].'));
    const record = await recordOf(withModel, await talk.ask(QUESTION));
    expect(model.asked.map(({ stream_options, tools }) => [stream_options !== undefined, tools?.length])).toEqual([
      [true, 1],
      [false, 1],
    ]);
    expect(record).toMatchObject({ kind: 'model', tokens_estimated: true });
  });

  it('waits no longer for the count than a moment', async () => {
    model.will((answering) => {
      answering.text('It costs €4.90.');
      answering.piece({}, 'stop');
    });
    expect(await recordOf(withModel, await talk.ask(QUESTION))).toMatchObject({
      kind: 'model',
      tokens_estimated: true,
    });
  });

  it.each<[string, Script, object]>([
    ['unknown', saying('I do not know that. [?]'), { tokens_estimated: true }],
    ['hand_off', (answering) => answering.tool('hand_off'), {}],
    ['failed', (answering) => answering.status(401), { tokens_in: 0, tokens_out: 0, tokens_estimated: false }],
    [
      'failed',
      (answering) => {
        answering.text('Well, ');
        answering.response.end();
      },
      // Asked once: something of it was shown.
      { tokens_out: 2, tokens_estimated: true },
    ],
  ])('%s', async (kind, script, more) => {
    model.will(script);
    expect(await recordOf(withModel, await talk.ask(QUESTION))).toMatchObject({ kind, ...more });
  });
});
