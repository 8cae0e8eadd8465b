// The shape of one past conversation in the demo, and the five ways to write a line of it.

import { agents, type DemoAgent, type DemoLabel, type DemoTeam } from './site.ts';

export interface DemoMessage {
  readonly role: 'visitor' | 'bot' | 'agent' | 'system';
  /** Who wrote it; with the role `agent` alone, and always then. */
  readonly by?: DemoAgent;
  /** Minutes after the conversation's first message. */
  readonly minutesAfter: number;
  readonly content: string;
  /** Slugs of the articles that a bot's answer rests on. */
  readonly sources?: readonly string[];
}

export interface DemoConversation {
  readonly visitor: {
    readonly name?: string;
    readonly email?: string;
    /** Path on the shop's site where the conversation began. */
    readonly page: string;
    readonly referrer?: string;
  };
  /** Hours before the seeding at which the first message was sent. */
  readonly hoursAgo: number;
  readonly status: 'open' | 'closed';
  readonly owner: 'bot' | 'queue' | DemoAgent;
  /** To which it was passed. */
  readonly team?: DemoTeam;
  readonly labels?: readonly DemoLabel[];
  readonly messages: readonly DemoMessage[];
}

type Line = (minutesAfter: number, content: string) => DemoMessage;

const line =
  (role: DemoMessage['role'], by?: DemoAgent): Line =>
  (minutesAfter, content) =>
    by ? { role, by, minutesAfter, content } : { role, minutesAfter, content };

export const visitor = line('visitor');
export const ada = line('agent', 'ada');
export const ben = line('agent', 'ben');
export const said = line('system');
export const bot = (minutesAfter: number, content: string, ...sources: string[]): DemoMessage => ({
  ...line('bot')(minutesAfter, content),
  sources,
});

export const joined = (minutesAfter: number, who: DemoAgent): DemoMessage =>
  said(minutesAfter, `${agents[who].name} joined`);
