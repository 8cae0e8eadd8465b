// Guards the demo's data: what is quoted exists, what is shown fits, what is typed finds one answer.

import { describe, expect, it } from 'vitest';
import { answers } from './answers.ts';
import { articles } from './articles.ts';
import { conversations } from './conversations.ts';
import { agents, site } from './site.ts';

const words = (text: string): number => text.trim().split(/\s+/).length;
const slugs = articles.map((article) => article.slug);

describe('articles', () => {
  it('have unique slugs and titles', () => {
    expect(new Set(slugs).size).toBe(slugs.length);
    expect(new Set(articles.map((article) => article.title)).size).toBe(slugs.length);
  });

  it.each(articles)('$slug is quotable: sections with headings, neither stub nor novel', ({ slug, title, body }) => {
    expect(slug).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(title.length).toBeLessThanOrEqual(80);
    expect(words(body)).toBeGreaterThanOrEqual(120);
    expect(words(body)).toBeLessThanOrEqual(350);
    const sections = body.split(/^## /m);
    expect(sections[0]).toBe('');
    expect(sections.length).toBeGreaterThan(3);
    for (const section of sections.slice(1)) {
      const [heading = '', ...text] = section.split('\n');
      expect(heading.length).toBeLessThanOrEqual(80);
      expect(words(text.join(' '))).toBeGreaterThanOrEqual(8);
    }
  });

  it.each(articles)('$slug keeps to the restricted Markdown', ({ body }) => {
    expect(body).not.toMatch(/<[a-z/]|!\[|^#(?!# )|^\||`/m);
    expect((body.match(/\*\*/g) ?? []).length % 2).toBe(0);
    for (const [, target] of body.matchAll(/\]\(([^)]*)\)/g)) expect(target).toMatch(/^(https:\/\/|mailto:)/);
  });
});

describe('predefined answers', () => {
  it('own their triggers alone, in lower case and trimmed', () => {
    const triggers = answers.flatMap((answer) => answer.triggers);
    expect(new Set(triggers).size).toBe(triggers.length);
    for (const trigger of triggers) expect(trigger).toBe(trigger.trim().toLowerCase());
  });

  it('are short, with at most three quick replies that fit their buttons', () => {
    for (const { content, quickReplies } of answers) {
      expect(words(content)).toBeLessThanOrEqual(80);
      expect(quickReplies.length).toBeLessThanOrEqual(3);
      for (const reply of quickReplies) expect(reply.length).toBeLessThanOrEqual(44);
    }
  });

  it("answer each of the site's own quick replies", () => {
    const triggers = new Set(answers.flatMap((answer) => answer.triggers));
    for (const reply of site.quickReplies) expect(triggers).toContain(reply.toLowerCase().replace(/\?$/, ''));
  });
});

describe('conversations', () => {
  it.each(conversations)(
    'from $visitor.page at $hoursAgo h is in order, in the past and well sourced',
    (conversation) => {
      let last = 0;
      for (const message of conversation.messages) {
        expect(message.minutesAfter).toBeGreaterThanOrEqual(last);
        last = message.minutesAfter;
        expect(message.role === 'agent').toBe(message.by !== undefined);
        for (const source of message.sources ?? []) expect(slugs).toContain(source);
      }
      expect(last).toBeLessThan(conversation.hoursAgo * 60);
      expect(conversation.messages[0]).toMatchObject({ role: 'visitor', minutesAfter: 0 });
      expect(conversation.visitor.page).toMatch(/^\//);
    },
  );

  it('let an agent speak only where an agent took over, and never the bot afterwards', () => {
    for (const { owner, messages } of conversations) {
      const roles = messages.map((message) => message.role);
      expect(roles.includes('agent')).toBe(owner in agents);
      const afterTakeover = owner in agents ? roles.slice(roles.indexOf('agent')) : [];
      expect(afterTakeover).not.toContain('bot');
    }
  });

  it('show every state that the inbox lists', () => {
    const states = new Set(conversations.map(({ owner, status }) => `${owner} ${status}`));
    for (const state of ['queue open', 'bot open', 'ada open', 'ben open', 'bot closed', 'ben closed']) {
      expect(states).toContain(state);
    }
  });
});
