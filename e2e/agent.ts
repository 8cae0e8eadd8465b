/** An agent before the inbox, and what only the wire can tell. */
import { expect, type Locator, type Page } from '@playwright/test';

/** The seeded logins' password. */
const PASSWORD = 'parley-demo-1234';
const EMAIL = 'ada@parley.test';

export type Folder = 'unassigned' | 'mine' | 'bot' | 'others' | 'closed';
/** A message as `fetch_messages` tells it. */
export interface Told {
  seq: number;
  role: 'visitor' | 'bot' | 'agent' | 'system';
  content: string;
}

export class Agent {
  readonly page: Page;
  /** The list of conversations. */
  readonly list: Locator;
  /** The messages of the open one. */
  readonly conversation: Locator;
  readonly reply: Locator;
  readonly #url: string;

  constructor(page: Page, url: string) {
    this.page = page;
    this.#url = url;
    this.list = page.getByRole('region', { name: 'Conversations' });
    this.conversation = page.getByRole('region', { name: /^Conversation with / });
    this.reply = page.getByRole('textbox', { name: /^Reply to / });
  }

  /** Through the door: the form. */
  async signIn(folder: Folder): Promise<void> {
    await this.page.goto(`${this.#url}/inbox/${folder}`);
    await this.page.getByLabel('Email or username').fill(EMAIL);
    await this.page.getByLabel('Password', { exact: true }).fill(PASSWORD);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await expect(this.list).toBeVisible();
  }

  /** As in a browser that was here before. */
  async comeBack(path: string): Promise<void> {
    await this.#logIn();
    await this.page.goto(this.#url + path);
    await expect(this.page.getByRole('main')).toBeVisible();
  }

  /** A row of the list by words that it shows. */
  row(words: string | RegExp): Locator {
    return this.list.getByRole('listitem').filter({ hasText: words });
  }

  async open(words: string | RegExp): Promise<void> {
    await this.row(words).getByRole('link').click();
    await expect(this.conversation).toBeVisible();
  }

  async say(text: string): Promise<void> {
    await this.reply.fill(text);
    await this.reply.press('Enter');
  }

  reads(words: string | RegExp): Locator {
    return this.conversation.getByText(words);
  }

  /** The open room's messages as the server has committed them. */
  async committed(): Promise<Told[]> {
    const room = decodeURIComponent(new URL(this.page.url()).pathname.split('/').at(-1) as string);
    const { access_token } = await this.#logIn();
    const answer = await this.page.request.get(`${this.#url}/api/messages`, {
      params: { room, limit: 200 },
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(answer.status()).toBe(200);
    const { messages } = (await answer.json()) as { messages: Told[] };
    return messages.map(({ seq, role, content }) => ({ seq, role, content }));
  }

  /** Leaves the session's cookie in the browser. */
  async #logIn(): Promise<{ access_token: string }> {
    const answer = await this.page.request.post(`${this.#url}/api/users/login`, {
      data: { email: EMAIL, password: PASSWORD },
    });
    expect(answer.status()).toBe(200);
    return (await answer.json()) as { access_token: string };
  }
}
