/** A visitor's conversation in a test: saying things, hearing the bot, looking into the log; and a site that knows something. */
import type { Core } from '../src/core/core.ts';
import { uuidv7 } from '../src/core/ids.ts';
import { articles } from '../src/demo/content/articles.ts';
import { insertArticle } from '../src/knowledge/save-article.ts';
import type { Place } from '../src/rooms/ownership.ts';
import type { RoomRow } from '../src/rooms/tables.ts';
import { chat, type Frame, openVisitor, type RawClient, type Visitor } from './client.ts';
import type { NewSite } from './create.ts';
import type { TestServer } from './server.ts';

/** A message as it arrives. */
export interface Said {
  readonly id: string;
  readonly seq: number;
  readonly role: string;
  readonly author: string;
  readonly content: string;
  readonly client_id: string | null;
  readonly sources?: readonly { title: string; url: string }[];
  readonly quick_replies?: readonly string[];
  readonly offer_person?: boolean;
  readonly event?: string;
}

const messageOf = (frame: Frame): Said | undefined =>
  frame.command === 'new_message' ? (frame.message as Said) : undefined;
export const isBot = (frame: Frame): boolean => messageOf(frame)?.role === 'bot';
export const isRequest = (frame: Frame): boolean => messageOf(frame)?.event === 'person_requested';
export const isPiece = (frame: Frame): boolean => frame.command === 'bot_delta';

export class Talk {
  readonly socket: RawClient;
  readonly place: Place;
  readonly #server: TestServer;

  constructor(server: TestServer, socket: RawClient, place: Place) {
    this.#server = server;
    this.socket = socket;
    this.place = place;
  }

  static async begin(server: TestServer, site: NewSite): Promise<Talk> {
    const visitor = await openVisitor(server, site.slug);
    const place = { siteId: site.id, site: site.slug, key: visitor.consumer };
    return new Talk(server, await chat(server, site.slug, visitor), place);
  }

  /** Its name on the wire. */
  get room(): string {
    return `${this.place.site} ${this.place.key}`;
  }

  async say(content: string): Promise<Said> {
    return (await this.socket.call('new_message', { message: { content } })).message as Said;
  }

  /** Says it and resolves with the bot's next message. */
  async ask(content: string): Promise<Said> {
    const answer = this.nextAnswer();
    await this.say(content);
    return answer;
  }

  async nextAnswer(): Promise<Said> {
    return (await this.socket.next(isBot)).message as Said;
  }

  /** The answer to this question, past or future. */
  async answerTo(question: Said): Promise<Said> {
    return (await this.socket.seen((frame) => messageOf(frame)?.client_id === `bot:${question.id}`)).message as Said;
  }

  async log(): Promise<readonly Said[]> {
    return (await this.socket.call('fetch_messages')).messages as Said[];
  }

  async roles(): Promise<string[]> {
    return (await this.log()).map(({ role }) => role);
  }

  /** What the pieces of answers that arrived add up to. */
  shown(): string {
    const pieces = this.socket.frames.filter(isPiece);
    return pieces.reduce((text, { offset, text: piece }) => text.slice(0, offset as number) + piece, '');
  }

  stored(): Promise<RoomRow> {
    return this.#server.core.db
      .selectFrom('rooms')
      .selectAll()
      .where('site_id', '=', this.place.siteId)
      .where('key', '=', this.place.key)
      .executeTakeFirstOrThrow();
  }

  /** Changes the room behind everybody's back: no message, no event, no job. Its version tells the log to read it anew. */
  async quietly(change: {
    owner_kind: RoomRow['owner_kind'];
    owner_id?: null;
    owner_generation?: number;
  }): Promise<void> {
    await this.#server.core.db
      .updateTable('rooms')
      .set({ ...change, version: (eb) => eb('version', '+', 1) })
      .where('site_id', '=', this.place.siteId)
      .where('key', '=', this.place.key)
      .execute();
  }
}

/** Says one thing to the site `acme` and is gone again. */
export async function sayTo(server: TestServer, visitor: Visitor, content: string): Promise<void> {
  const socket = await chat(server, 'acme', visitor);
  await socket.call('new_message', { message: { content } });
  await socket.close();
}

/** What was said in its room there, but for the bot's. */
export async function wordsOf(
  server: TestServer,
  visitor: Visitor & { readonly room: { readonly key: string } | null },
): Promise<string[]> {
  const socket = await chat(server, 'acme', { ...visitor, consumer: visitor.room?.key ?? visitor.consumer });
  const messages = (await socket.call('fetch_messages')).messages as Said[];
  await socket.close();
  return messages.filter(({ role }) => role !== 'bot').map(({ content }) => content);
}

/** The demo shop's articles, on any site. */
export async function fillKnowledge(core: Core, site: NewSite): Promise<void> {
  await core.db.transaction().execute(async (tx) => {
    for (const article of articles) await insertArticle(tx, { site_id: site.id, id: uuidv7(), ...article });
  });
}

/** The same question again is a new one: nothing was said that could be said again. */
export const forgetAnswers = async ({ core }: TestServer): Promise<void> => {
  await core.db.updateTable('bot_answers').set({ asked_hash: null }).execute();
};
