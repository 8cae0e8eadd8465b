/** The bot without a model, through real sockets and the real worker: what it says, once, and when it is silent. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { fillKnowledge, isBot, isRequest, type Said, Talk } from '../../test/talk.ts';
import { uuidv7 } from '../core/ids.ts';
import { messageLog } from '../rooms/message-log.ts';
import { answerJob } from './answer-job.ts';
import { SENTENCES } from './sentences.ts';
import { readTurn } from './turn.ts';

let server: TestServer;
let site: NewSite;
let inbox: RawClient;
let talk: Talk;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme' });
  const mia = await createAgent(server.core, site, { role: 'admin' });
  await fillKnowledge(server.core, site);
  await server.core.db
    .insertInto('predefined_answers')
    .values({
      site_id: site.id,
      id: uuidv7(),
      title: 'Hours',
      triggers: ['opening hours'],
      content: 'Open from **9 to 5**.',
      quick_replies: ['Where are you?'],
    })
    .execute();
  inbox = await connect(server, '/ws/room/acme', mia.token);
});
afterAll(() => server.close());
beforeEach(async () => {
  talk = await Talk.begin(server, site);
});

/** The job as the worker would run it, now. */
const run = (roomId: string, attempt = 1): Promise<void> =>
  answerJob(
    server.core,
    { siteId: site.id, roomId },
    { attempt, maxAttempts: 8, signal: new AbortController().signal },
  );
const runJob = async (attempt = 1): Promise<void> => run((await talk.stored()).id, attempt);

/** Questions that wait for the job which the test runs. */
async function leaveOpen(...questions: string[]): Promise<Said[]> {
  await talk.ask('hello');
  await inbox.call('take_over', { room: talk.room });
  const said: Said[] = [];
  for (const question of questions) said.push(await talk.say(question));
  await talk.quietly({ owner_kind: 'bot', owner_id: null });
  return said;
}

describe('an answer', () => {
  it('[M10] [M26] [L3] quotes the passage with its source, named after the question', async () => {
    const typing = talk.socket.next('typing');
    const answer = talk.nextAnswer();
    const question = await talk.say('How long does the warranty last?');
    expect(await typing).toMatchObject({ role: 'bot', typing: true, author: 'Assistant', room: talk.room });
    const said = await answer;
    expect(said).toMatchObject({ role: 'bot', author: 'Assistant', client_id: `bot:${question.id}`, seq: 2 });
    expect(said.content).toContain('**five-year warranty**');
    expect(said.sources?.[0]).toEqual({
      title: 'Warranty: five years on Acme gear',
      url: 'http://parley.test/kb/acme/warranty',
      article: 'warranty',
      heading: 'How long the warranty lasts',
    });
    expect(said.offer_person).toBeUndefined();
  });

  it('is prepared where the words are, with its quick replies', async () => {
    expect(await talk.ask('What are your openning hours?')).toMatchObject({
      content: 'Open from **9 to 5**.',
      quick_replies: ['Where are you?'],
    });
  });

  it('is kind to greetings and thanks, in their language', async () => {
    expect((await talk.ask('Guten Tag!')).content).toBe(SENTENCES.de.hello);
    expect((await talk.ask('thanks')).content).toBe(SENTENCES.en.thanks);
    expect(await talk.ask('are you a bot?')).toMatchObject({ content: SENTENCES.en.whatAmI, offer_person: true });
  });

  it('[M10] says that it does not know, and offers a person', async () => {
    const said = await talk.ask('Who won the world cup in 1974?');
    expect(said).toMatchObject({ content: SENTENCES.en.unknown, offer_person: true });
  });

  it('is unsure aloud when only half of the question is in the passage', async () => {
    const said = await talk.ask('Passen auf den Grat Alpine Steigeisen mit Kipphebel?');
    expect(said.offer_person).toBe(true);
    expect(said.sources).toHaveLength(1);
  });

  it('follows up on the question before', async () => {
    await talk.ask('How much is it to rent a tent?');
    const said = await talk.ask('and the deposit?');
    expect(said.content).toContain('€150');
    expect(said.sources?.[0]?.url).toMatch(/tent-rental$/);
  });

  it('takes all open questions together', async () => {
    const [, , last] = await leaveOpen('Hi', 'opening hours', 'What is the deposit for a tent rental?');
    await runJob();
    const said = await talk.answerTo(last as Said);
    expect(said.content).toMatch(/^Open from \*\*9 to 5\*\*\.\n\n.*€150/s);
    expect((await talk.log()).filter(({ role }) => role === 'bot')).toHaveLength(2);
  });

  it('comes once for each of many quick questions', async () => {
    const done = talk.socket.next((frame) => isBot(frame) && (frame.message as Said).content.includes('€150'));
    await Promise.all([talk.say('Hi'), talk.say('opening hours'), talk.say('What is the deposit for a tent rental?')]);
    await done;
    const said = (await talk.log()).filter(({ role }) => role === 'bot').map(({ content }) => content);
    expect(said.filter((content) => content.includes('€150'))).toHaveLength(1);
    expect(said.filter((content) => content.includes('9 to 5'))).toHaveLength(1);
  });
});

describe('a question that was changed', () => {
  const change = (command: string, { seq }: Said, more = {}) => talk.socket.call(command, { seq, ...more });

  it('after its answer is not answered again', async () => {
    const question = await talk.say('opening hours');
    await talk.answerTo(question);
    await change('edit_message', question, { content: 'How long does the warranty last?' });
    await runJob();
    await change('redact_message', question);
    await runJob();
    expect((await talk.roles()).filter((role) => role === 'bot')).toHaveLength(1);
  });

  it('before its answer is answered as it reads now; one that was taken back is not, and is no history', async () => {
    const [gone, last] = (await leaveOpen('opening hours', 'Who won the world cup?')) as [Said, Said];
    await change('redact_message', gone);
    await change('edit_message', last, { content: 'How long does the warranty last?' });
    await runJob();
    const { content } = await talk.answerTo(last);
    expect(content).toContain('five-year');
    expect(content).not.toContain('9 to 5');
    const turn = await readTurn(server.core, site.id, (await talk.stored()).id);
    expect(turn?.history.some(({ id }) => id === gone.id)).toBe(false);
  });

  it('taken back as the only one gets no answer', async () => {
    const [gone] = (await leaveOpen('opening hours')) as [Said];
    await change('redact_message', gone);
    await runJob();
    expect((await talk.roles()).filter((role) => role === 'bot')).toHaveLength(1);
  });
});

describe('the job', () => {
  it('run twice, also at the same time, answers once', async () => {
    await leaveOpen('How long does the warranty last?');
    await Promise.all([runJob(), runJob()]);
    await runJob();
    expect((await talk.roles()).filter((role) => role === 'bot')).toHaveLength(2);
  });

  it('answers what was written while the last answer was being made, and that alone', async () => {
    const [first, second] = (await leaveOpen('opening hours', 'How long does the warranty last?')) as [Said, Said];
    // Its place is behind the second question, yet it answers the first.
    await messageLog(server.core).append({
      ...talk.place,
      author: { id: 'bot', name: 'Assistant', role: 'bot' },
      content: 'Open from 9 to 5.',
      clientId: `bot:${first.id}`,
      generation: 2,
    });
    await runJob();
    const said = await talk.answerTo(second);
    expect(said.content).toContain('five-year');
    expect(said.content).not.toContain('9 to 5');
  });

  it('does nothing for a room that a person holds, that is closed or gone', async () => {
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    await talk.say('opening hours');
    await runJob();
    await inbox.call('close_room', { room: talk.room });
    await runJob();
    await run(uuidv7());
    expect((await talk.roles()).filter((role) => role === 'bot')).toHaveLength(1);
  });

  it('answers the open question when an agent hands the room back', async () => {
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    await talk.say('opening hours');
    const answer = talk.nextAnswer();
    await inbox.call('hand_back', { room: talk.room });
    expect((await answer).content).toBe('Open from **9 to 5**.');
  });

  it('tries a mistake of ours once more, then says so and offers a person', async () => {
    const [question] = (await leaveOpen('How long does the warranty last?')) as [Said];
    // What no code expects: the table is not there.
    await server.core.database.pool.query('alter table predefined_answers rename to hidden');
    try {
      await expect(runJob(1)).rejects.toThrow(/predefined_answers/);
      await runJob(2);
    } finally {
      await server.core.database.pool.query('alter table hidden rename to predefined_answers');
    }
    expect(await talk.answerTo(question)).toMatchObject({ content: SENTENCES.en.failed, offer_person: true });
  });
});

describe('a wish for a person', () => {
  it('in words leads to the queue, after a kind word', async () => {
    const queued = talk.socket.next(isRequest);
    const said = await talk.ask('Ich möchte mit einem Menschen sprechen');
    expect(said.content).toBe(`${SENTENCES.de.ofCourse} ${SENTENCES.de.passOn} ${SENTENCES.de.someoneIsHere}`);
    expect((await queued).message).toMatchObject({ seq: 3, role: 'system' });
    expect((await talk.stored()).owner_kind).toBe('queue');
  });

  it('is a yes to the offer, but a yes to nothing else', async () => {
    expect(await talk.ask('yes please')).toMatchObject({ content: SENTENCES.en.unknown, offer_person: true });
    const queued = talk.socket.next(isRequest);
    await talk.ask('yes please');
    await queued;
    expect((await talk.stored()).owner_kind).toBe('queue');
  });

  it.each([
    ['stays one after a correction', 'People of ours write here too.', SENTENCES.en.ofCourse],
    [
      'is none to what a correction asked itself',
      'People of ours write here too. Do you have the receipt?',
      SENTENCES.en.unknown,
    ],
  ])('[C4] in a yes to the offer %s', async (_, content, answer) => {
    // An offer beside an answer: after a second one that knows nothing a person would be fetched, whatever was said between.
    expect(await talk.ask('are you a bot?')).toMatchObject({ content: SENTENCES.en.whatAmI, offer_person: true });
    const author = { id: uuidv7(), name: 'Mia', role: 'agent' as const };
    await messageLog(server.core).append({ ...talk.place, author, content, clientId: 'beside', aside: true });
    expect((await talk.ask('yes please')).content).toContain(answer);
  });

  it('promised by a program that then died is kept by the next, once', async () => {
    await talk.ask('hello');
    await messageLog(server.core).append({
      ...talk.place,
      author: { id: 'bot', name: 'Assistant', role: 'bot' },
      content: `${SENTENCES.fr.passOn} ${SENTENCES.fr.leaveEmail}`,
      meta: { hand_over: 'asked' },
      clientId: 'bot:promise',
      generation: 1,
    });
    await runJob();
    await runJob();
    expect((await talk.stored()).owner_kind).toBe('queue');
    expect((await talk.log()).filter(({ event }) => event === 'person_requested')).toHaveLength(1);
  });

  it('is what writing means where the bot is switched off', async () => {
    const quiet = await createSite(server.core, { slug: 'quiet' });
    await server.core.db.insertInto('bots').values({ site_id: quiet.id, enabled: false }).execute();
    talk = await Talk.begin(server, quiet);
    const queued = talk.socket.next(isRequest);
    await talk.say('Anyone?');
    await queued;
    expect(await talk.roles()).toEqual(['visitor', 'system']);
  });
});
