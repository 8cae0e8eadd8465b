/** The bot without a model, through real sockets and the real worker: what it says, once, and when it is silent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chat, connect, type Frame, openVisitor, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewAgent, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { uuidv7 } from '../core/ids.ts';
import { articles } from '../demo/content/articles.ts';
import { insertArticle } from '../knowledge/save-article.ts';
import { messageLog } from '../rooms/message-log.ts';
import { answerJob } from './answer-job.ts';
import { SENTENCES } from './sentences.ts';

interface Said {
  id: string;
  seq: number;
  role: string;
  author: string;
  content: string;
  client_id: string | null;
  sources?: { title: string; url: string }[];
  quick_replies?: string[];
  offer_person?: boolean;
  event?: string;
}

let server: TestServer;
let site: NewSite;
let mia: NewAgent;
let inbox: RawClient;

beforeAll(async () => {
  server = await startTestServer({ worker: true });
  site = await createSite(server.core, { slug: 'acme', name: 'Acme' });
  mia = await createAgent(server.core, site, { role: 'admin' });
  await server.core.db.transaction().execute(async (tx) => {
    for (const article of articles) await insertArticle(tx, { site_id: site.id, id: uuidv7(), ...article });
  });
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

const from = (role: string) => (frame: Frame) =>
  frame.command === 'new_message' && (frame.message as Said | undefined)?.role === role;

class Talk {
  readonly socket: RawClient;
  readonly room: string;
  constructor(socket: RawClient, consumer: string) {
    this.socket = socket;
    this.room = `acme ${consumer}`;
  }
  static async begin(): Promise<Talk> {
    const visitor = await openVisitor(server, 'acme');
    return new Talk(await chat(server, 'acme', visitor), visitor.consumer);
  }
  async say(content: string): Promise<Said> {
    return (await this.socket.call('new_message', { message: { content } })).message as Said;
  }
  /** Says it and resolves with the bot's next message. */
  async ask(content: string): Promise<Said> {
    const answer = this.socket.next(from('bot'));
    await this.say(content);
    return (await answer).message as Said;
  }
  async log(): Promise<Said[]> {
    return (await this.socket.call('fetch_messages')).messages as Said[];
  }
  get place() {
    return { siteId: site.id, site: site.slug, key: this.room.split(' ')[1] as string };
  }
  async stored(): Promise<{ id: string; owner_kind: string }> {
    return server.core.db
      .selectFrom('rooms')
      .select(['id', 'owner_kind'])
      .where('key', '=', this.place.key)
      .executeTakeFirstOrThrow();
  }
}

/** The job as the worker would run it, now. */
async function runJob(talk: Talk, attempt = 1): Promise<void> {
  const { id: roomId } = await talk.stored();
  await answerJob(
    server.core,
    { siteId: site.id, roomId },
    { attempt, maxAttempts: 8, signal: new AbortController().signal },
  );
}

describe('an answer', () => {
  it('quotes the passage with its source, named after the question', async () => {
    const talk = await Talk.begin();
    const typing = talk.socket.next('typing');
    const answer = talk.socket.next(from('bot'));
    const question = await talk.say('How long does the warranty last?');
    expect(await typing).toMatchObject({ role: 'bot', typing: true, author: 'Assistant', room: talk.room });
    const said = (await answer).message as Said;
    expect(said).toMatchObject({ role: 'bot', author: 'Assistant', client_id: `bot:${question.id}`, seq: 2 });
    expect(said.content).toContain('**five-year warranty**');
    expect(said.sources?.[0]).toEqual({
      title: 'Warranty: five years on Acme gear',
      url: 'http://parley.test/kb/acme/warranty',
    });
    expect(said.offer_person).toBeUndefined();
  });

  it('is prepared where the words are, with its quick replies', async () => {
    const talk = await Talk.begin();
    expect(await talk.ask('What are your openning hours?')).toMatchObject({
      content: 'Open from **9 to 5**.',
      quick_replies: ['Where are you?'],
    });
  });

  it('is kind to greetings and thanks, in their language', async () => {
    const talk = await Talk.begin();
    expect((await talk.ask('Guten Tag!')).content).toBe(SENTENCES.de.hello);
    expect((await talk.ask('thanks')).content).toBe(SENTENCES.en.thanks);
    expect(await talk.ask('are you a bot?')).toMatchObject({ content: SENTENCES.en.whatAmI, offer_person: true });
  });

  it('says that it does not know, and offers a person', async () => {
    const talk = await Talk.begin();
    expect(await talk.ask('Who won the world cup in 1974?')).toMatchObject({
      content: SENTENCES.en.unknown,
      offer_person: true,
    });
  });

  it('is unsure aloud when only half of the question is in the passage', async () => {
    const talk = await Talk.begin();
    const said = await talk.ask('Passen auf den Grat Alpine Steigeisen mit Kipphebel?');
    expect(said.offer_person).toBe(true);
    expect(said.sources).toHaveLength(1);
  });

  it('follows up on the question before', async () => {
    const talk = await Talk.begin();
    await talk.ask('How much is it to rent a tent?');
    const said = await talk.ask('and the deposit?');
    expect(said.content).toContain('€150');
    expect(said.sources?.[0]?.url).toMatch(/tent-rental$/);
  });

  it('takes several messages together, and comes once', async () => {
    const talk = await Talk.begin();
    await Promise.all([
      talk.socket.next(from('bot')),
      talk.say('Hi'),
      talk.say('opening hours'),
      talk.say('What is the deposit for a tent rental?'),
    ]);
    // Whatever the worker took together: in the end each question is answered, by one answer.
    await talk.socket.seen((frame) => from('bot')(frame) && (frame.message as Said).content.includes('€150'));
    const said = (await talk.log()).filter(({ role }) => role === 'bot');
    expect(said.filter(({ content }) => content.includes('€150'))).toHaveLength(1);
    expect(said.filter(({ content }) => content.includes('9 to 5'))).toHaveLength(1);
  });
});

describe('the job', () => {
  it('run twice, also at the same time, answers once', async () => {
    const talk = await Talk.begin();
    await talk.ask('How long does the warranty last?');
    await Promise.all([runJob(talk), runJob(talk)]);
    expect(await talk.log()).toHaveLength(2);
  });

  it('answers what was written while the last answer was being made, and that alone', async () => {
    const talk = await Talk.begin();
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    const first = await talk.say('opening hours');
    const second = await talk.say('How long does the warranty last?');
    const { id } = await talk.stored();
    await server.core.db.updateTable('rooms').set({ owner_kind: 'bot', owner_id: null }).where('id', '=', id).execute();
    // Its place is behind the second question, yet it answers the first.
    await messageLog(server.core).append({
      ...talk.place,
      author: { id: 'bot', name: 'Assistant', role: 'bot' },
      content: 'Open from 9 to 5.',
      clientId: `bot:${first.id}`,
      generation: 2,
    });
    await runJob(talk);
    const named = (frame: Frame) => (frame.message as Said | undefined)?.client_id === `bot:${second.id}`;
    const said = (await talk.socket.seen(named)).message as Said;
    expect(said.content).toContain('five-year');
    expect(said.content).not.toContain('9 to 5');
  });

  it('does nothing for a room that a person holds, that is closed or gone', async () => {
    const talk = await Talk.begin();
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    await talk.say('opening hours');
    await runJob(talk);
    await inbox.call('close_room', { room: talk.room });
    await runJob(talk);
    await answerJob(
      server.core,
      { siteId: site.id, roomId: uuidv7() },
      { attempt: 1, maxAttempts: 8, signal: new AbortController().signal },
    );
    expect((await talk.log()).filter(({ role }) => role === 'bot')).toHaveLength(1);
  });

  it('answers the open question when an agent hands the room back', async () => {
    const talk = await Talk.begin();
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    await talk.say('opening hours');
    const answer = talk.socket.next(from('bot'));
    await inbox.call('hand_back', { room: talk.room });
    expect((await answer).message).toMatchObject({ content: 'Open from **9 to 5**.' });
  });
});

describe('a wish for a person', () => {
  const requested = (frame: Frame) => (frame.message as Said | undefined)?.event === 'person_requested';

  it('in words leads to the queue, after a kind word', async () => {
    const talk = await Talk.begin();
    const queued = talk.socket.next(requested);
    const said = await talk.ask('Ich möchte mit einem Menschen sprechen');
    expect(said.content).toBe(`${SENTENCES.de.handOff} ${SENTENCES.de.someoneIsHere}`);
    expect((await queued).message).toMatchObject({ seq: 3, role: 'system' });
    expect((await talk.stored()).owner_kind).toBe('queue');
  });

  it('is a yes to the offer, but a yes to nothing else', async () => {
    const talk = await Talk.begin();
    const before = await talk.ask('yes please');
    expect(before).toMatchObject({ content: SENTENCES.en.unknown, offer_person: true });
    const queued = talk.socket.next(requested);
    await talk.ask('yes please');
    await queued;
    expect((await talk.stored()).owner_kind).toBe('queue');
  });

  it('promised by a program that then died is kept by the next', async () => {
    const talk = await Talk.begin();
    const { id } = await talk.ask('hello');
    expect(id).toBeTruthy();
    await messageLog(server.core).append({
      ...talk.place,
      author: { id: 'bot', name: 'Assistant', role: 'bot' },
      content: `${SENTENCES.fr.handOff} ${SENTENCES.fr.leaveEmail}`,
      clientId: 'bot:promise',
      generation: 1,
    });
    await runJob(talk);
    await runJob(talk);
    expect((await talk.stored()).owner_kind).toBe('queue');
    expect((await talk.log()).filter(({ event }) => event === 'person_requested')).toHaveLength(1);
  });

  it('is what writing means where the bot is switched off', async () => {
    const off = await createSite(server.core, { slug: 'quiet' });
    await server.core.db.insertInto('bots').values({ site_id: off.id, enabled: false }).execute();
    const visitor = await openVisitor(server, 'quiet');
    const socket = await chat(server, 'quiet', visitor);
    const queued = socket.next(requested);
    await socket.call('new_message', { message: { content: 'Anyone?' } });
    await queued;
    const log = (await socket.call('fetch_messages')).messages as Said[];
    expect(log.map(({ role }) => role)).toEqual(['visitor', 'system']);
  });
});

describe('never silence', () => {
  it('a failure of ours is tried once more, then told, with the offer of a person', async () => {
    const talk = await Talk.begin();
    await talk.ask('hello');
    await inbox.call('take_over', { room: talk.room });
    const question = await talk.say('How long does the warranty last?');
    const { id } = await talk.stored();
    await server.core.db.updateTable('rooms').set({ owner_kind: 'bot', owner_id: null }).where('id', '=', id).execute();
    // What no code expects: the table is not there.
    await server.core.database.pool.query('alter table predefined_answers rename to hidden');
    try {
      await expect(runJob(talk, 1)).rejects.toThrow(/predefined_answers/);
      await runJob(talk, 2);
    } finally {
      await server.core.database.pool.query('alter table hidden rename to predefined_answers');
    }
    expect((await talk.log()).at(-1)).toMatchObject({
      content: SENTENCES.en.failed,
      offer_person: true,
      client_id: `bot:${question.id}`,
    });
  });
});
