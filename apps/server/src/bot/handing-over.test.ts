/** Why the bot passes a room on, what the visitor's word on its answers does, and what the agent is told. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { type FakeModel, saying, startFakeModel } from '../../test/model.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, isRequest, type Said, Talk } from '../../test/talk.ts';
import { SENTENCES } from './sentences.ts';
import { readSummary } from './summary.ts';

let model: FakeModel;
let mia: NewAgent;
let server: TestServer;
let site: NewSite;
let inbox: RawClient;
let talk: Talk;

interface HandOver {
  readonly reason: string | null;
  readonly summary?: string;
  readonly pending: boolean;
  readonly questions: number;
}
const handOver = async () => (await inbox.call('get_hand_over', { room: talk.room })).hand_over as HandOver | null;
const room = async () => ((await inbox.call('fetch_room', { room: talk.room })).rooms as { hand_over?: string }[])[0];
const rate = ({ seq }: Said, helped: boolean) => talk.socket.call('rate_answer', { seq, helped });
const passedOn = async () => (await talk.socket.seen(isRequest)).message as Said & { hand_over: string };

async function serve(env: Record<string, string>): Promise<void> {
  server = await startTestServer({ worker: true, env });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme' });
  await fillKnowledge(server.core, site);
  mia = await createAgent(server.core, site, { role: 'admin' });
  inbox = await connect(server, '/ws/room/acme', mia.token);
}

describe('without a model', () => {
  beforeAll(() => serve({}));
  afterAll(() => server.close());
  beforeEach(async () => {
    talk = await Talk.begin(server, site);
  });

  it('[M15] asks whether an answer helped, keeps the latest word, and shows it to agents', async () => {
    const answer = await talk.ask('How long does the warranty last?');
    expect(answer).toMatchObject({ ask_helped: true });
    expect(await rate(answer, false)).toMatchObject({ seq: answer.seq, helped: false });
    await rate(answer, true);
    await rate(answer, true);
    expect((await inbox.call('explain_answers', { room: talk.room })).answers).toMatchObject([
      { seq: answer.seq, kind: 'passage', helped: true, passages: [{ cited: true, changed: false, revision: 1 }] },
    ]);
    expect(await talk.ask('thanks')).not.toHaveProperty('ask_helped');
    expect(await talk.socket.call('rate_answer', { seq: 1, helped: true })).toMatchObject({ code: 'not_found' });
    expect((await talk.stored()).owner_kind).toBe('bot');
  });

  it('[M15] passes on after the second answer that did not help, once, and not for the same one twice', async () => {
    const first = await talk.ask('How long does the warranty last?');
    await rate(first, false);
    await rate(first, false);
    const second = await talk.ask('How much is it to rent a tent?');
    const words = talk.nextAnswer();
    await Promise.all([rate(second, false), rate(second, false)]);
    expect((await words).content).toContain(SENTENCES.en.cannotHelp);
    expect(await passedOn()).toMatchObject({ hand_over: 'not_helpful', content: 'Visitor was passed on to a person' });
    expect((await talk.roles()).filter((role) => role === 'bot')).toHaveLength(3);
    expect(await handOver()).toMatchObject({ reason: 'not_helpful', not_helpful: 2, questions: 2, answers: 2 });

    // Whoever gives it back gives it another chance.
    await inbox.call('take_over', { room: talk.room });
    await inbox.call('hand_back', { room: talk.room });
    expect(await handOver()).toBeNull();
    await rate(await talk.ask('How much is shipping to Portugal?'), false);
    expect(await talk.ask('hello')).toMatchObject({ content: SENTENCES.en.hello });
  });

  it.each([
    ['I want to talk to a person', 'asked', 'Visitor asked for a person'],
    ['Ich möchte mit einem Menschen sprechen', 'asked', 'Visitor asked for a person'],
    ['Quiero hablar con una persona', 'asked', 'Visitor asked for a person'],
    ['أريد التحدث مع شخص', 'asked', 'Visitor asked for a person'],
    ['Could you refund my damaged tents?', 'topic', 'Visitor was passed on to a person'],
  ])('[M16] %s: %s', async (text, why, line) => {
    await inbox.call('update_bot', { hand_over_topics: ['damaged tent', 'lawyer'] });
    const said = await talk.ask(text);
    expect(said).toMatchObject({ hand_over: why });
    expect(await passedOn()).toMatchObject({ hand_over: why, content: line });
    expect(await room()).toMatchObject({ hand_over: why });
  });

  it('[M16] a topic needs all of its words', async () => {
    await inbox.call('update_bot', { hand_over_topics: ['damaged tent', 'lawyer'] });
    expect((await talk.ask('How much is it to rent a tent?')).content).toContain('tent');
    expect((await talk.stored()).owner_kind).toBe('bot');
  });

  it('[M16] by the button, which agents keep seeing until the bot has the room again', async () => {
    await talk.ask('How long does the warranty last?');
    await talk.socket.call('request_person');
    expect(await passedOn()).toMatchObject({ hand_over: 'button' });
    await inbox.call('take_over', { room: talk.room });
    expect(await room()).toMatchObject({ hand_over: 'button' });
    await inbox.call('hand_back', { room: talk.room });
    expect(await room()).not.toHaveProperty('hand_over');
  });

  it('[M16] after two answers in a row that were none; a person who is taken at the first counts as the same', async () => {
    await talk.ask('Who won the world cup in 1974?');
    await talk.ask('And who scored the last goal of Zzyzx?');
    expect(await passedOn()).toMatchObject({ hand_over: 'low_confidence' });

    talk = await Talk.begin(server, site);
    await talk.ask('Who won the world cup in 1974?');
    await talk.ask('yes please');
    expect(await passedOn()).toMatchObject({ hand_over: 'low_confidence' });

    talk = await Talk.begin(server, site);
    await talk.ask('Who won the world cup in 1974?');
    await talk.ask('How long does the warranty last?');
    await talk.ask('Who won the world cup in 1974?');
    expect((await talk.stored()).owner_kind).toBe('bot');
  });

  it('[M17] tells the first and the last question as they read now, what was tried, and the language', async () => {
    await talk.ask('Wie lange habe ich Garantie auf die Steigeisen?');
    const last = await talk.say('Ich möchte bitte mit einem Menschen sprechen');
    await passedOn();
    expect(await handOver()).toMatchObject({
      first_question: 'Wie lange habe ich Garantie auf die Steigeisen?',
      last_question: last.content,
      questions: 2,
      language: 'de',
      pending: false,
    });
    await talk.socket.call('redact_message', { seq: last.seq });
    expect(await handOver()).toMatchObject({ last_question: null, questions: 1 });
    expect(await handOver()).not.toHaveProperty('summary');
  });

  it('[M17] is for agents alone', async () => {
    await talk.ask('hello');
    for (const command of ['explain_answers', 'get_hand_over'])
      expect(await talk.socket.call(command)).toMatchObject({ code: 'forbidden' });
  });
});

describe('with a model', () => {
  beforeAll(async () => {
    model = await startFakeModel();
    await serve({ OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' });
  });
  afterAll(async () => {
    await server.close();
    await model.close();
  });
  beforeEach(async () => {
    talk = await Talk.begin(server, site);
  });
  const summary = saying('Sentiment: negative\nThe visitor wants ', '<b>a refund</b> for a torn tent. Nothing helped.');

  it('[M17] a summary follows the hand-over and does not hold it up; what is taken back takes it along', async () => {
    const { promise: gate, resolve: go } = Promise.withResolvers<void>();
    model.will(saying('Five years [1].'), async (answering) => {
      await gate;
      await summary(answering);
    });
    const first = await talk.ask('How long is the warranty on tents?');
    expect(first).toMatchObject({ ask_helped: true });
    await talk.say('It is torn, let me talk to a person');
    await passedOn();
    expect(await handOver()).toMatchObject({ reason: 'asked', pending: true });
    go();
    await eventually(async () => (await handOver())?.pending === false);
    expect(await handOver()).toMatchObject({
      summary: 'The visitor wants a refund for a torn tent. Nothing helped.',
      sentiment: 'negative',
    });
    expect(model.asked.at(-1)?.messages.at(-1)?.content).toContain('visitor: How long is the warranty on tents?');
    // The next one is not to be written.
    model.will((answering) => answering.status(401));
    await talk.socket.call('redact_message', { seq: first.seq - 1 });
    expect(await handOver()).not.toHaveProperty('summary');
  });

  it('[M16] the model fails twice, or the visitor takes the person that is offered then', async () => {
    model.will((answering) => answering.status(401));
    await talk.ask('Zzyzx frobnicates?');
    const said = await talk.ask('Zzyzx frobnicates, or not?');
    expect(said.content).toContain(SENTENCES.en.cannotHelp);
    expect(await passedOn()).toMatchObject({ hand_over: 'model_failed' });
    talk = await Talk.begin(server, site);
    await talk.ask('Zzyzx frobnicates?');
    await talk.ask('yes');
    expect(await passedOn()).toMatchObject({ hand_over: 'model_failed' });
  });

  it('knows after hand-back what was said meanwhile', async () => {
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    await inbox.call('new_message', { room: talk.room, message: { content: 'Your order 4711 ships on Tuesday.' } });
    await talk.say('Wonderful, that is what I wanted to know');
    await inbox.call('new_message', { room: talk.room, message: { content: 'Glad to help.' } });
    model.will(saying('On Tuesday.'));
    await inbox.call('hand_back', { room: talk.room });
    await talk.ask('When did you say it ships?');
    const told = model.asked[0]?.messages.map(({ role, content }) => `${role}: ${content}`);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^assistant: \(Mia of the team wrote:\) Your order 4711 ships on Tuesday\.$/),
        'user: Wonderful, that is what I wanted to know',
      ]),
    );
  });
});

describe('what a model wrote as a summary', () => {
  it.each([
    ['Sentiment: neutral\nShe asks.', { text: 'She asks.', sentiment: 'neutral' }],
    ['**Sentiment: Positive**\n\n- One\n- Two', { sentiment: 'positive' }],
    ['Just words.', { text: 'Just words.', sentiment: null }],
    ['[click](https://evil.test) <script>x</script>', { text: 'click x', sentiment: null }],
    [`Sentiment: angry\n${'Very long. '.repeat(400)}`, { sentiment: null }],
  ])('%s', (raw, expected) => {
    const read = readSummary(raw);
    expect(read).toMatchObject(expected);
    expect(read?.text.length).toBeLessThanOrEqual(702);
  });
  it('is nothing where it is nothing', () => expect(readSummary('Sentiment: neutral')).toBeNull());
});
