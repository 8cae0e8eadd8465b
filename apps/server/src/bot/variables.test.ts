/** Variables of prepared answers: filled for whoever reads, refused when they mean nothing, and no way in for Markdown. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type RawClient } from '../../test/client.ts';
import { createAgent, createSite, type NewSite } from '../../test/create.ts';
import { startTestServer, type TestServer } from '../../test/server.ts';
import { Talk } from '../../test/talk.ts';
import { filledIn, unknownVariables } from './variables.ts';

const known = { visitorName: 'Rosa', siteName: 'Acme', page: 'https://acme.test/tents?x=1' };
const nobody = { visitorName: null, siteName: 'Acme', page: null };

describe('filling', () => {
  it.each([
    ['Hi {{visitor.name|there}}, welcome to {{ site.name }}.', known, 'Hi Rosa, welcome to Acme.'],
    ['Hi {{visitor.name|there}}!', nobody, 'Hi there!'],
    ['Hi {{visitor.name}}, see {{page|the shop}}.', nobody, 'Hi, see the shop.'],
    ['You are at {{page}}.', known, 'You are at /tents.'],
    ['{{nothing}} and {one}', known, '{{nothing}} and {one}'],
    ['Hi {{visitor.name}}', { ...known, visitorName: '[x](https://evil.test)\n# **Y**' }, 'Hi xhttps//evil.test Y'],
    ['{{visitor.name}}', { ...known, visitorName: 'Kim\u2028- https:<//evil.test>' }, 'Kim- https//evil.test'],
  ])('%s', (text, values, expected) => expect(filledIn(text, values)).toBe(expected));

  it('knows which mean nothing', () => {
    expect(unknownVariables('{{visitor.name}} {{order.number|?}} {{}} {{ constructor }}')).toEqual([
      '{{order.number|?}}',
      '{{}}',
      '{{ constructor }}',
    ]);
  });
});

describe('in the chat', () => {
  let server: TestServer;
  let site: NewSite;
  let inbox: RawClient;
  beforeAll(async () => {
    server = await startTestServer({ worker: true });
    site = await createSite(server.core, { name: 'Acme' });
    const ada = await createAgent(server.core, site, { role: 'admin' });
    inbox = await connect(server, `/ws/room/${site.slug}`, ada.token);
  });
  afterAll(() => server.close());

  it('are filled for the visitor, and for an agent who is offered the answer', async () => {
    const content = 'Hello {{visitor.name|you}}, this is {{site.name}}.';
    await inbox.call('create_answer', { title: 'Who', triggers: ['who are you'], content, quick_replies: [] });
    const talk = await Talk.begin(server, site);
    expect((await talk.ask('Who are you?')).content).toBe('Hello you, this is Acme.');
    await talk.socket.call('leave_email', { email: 'rosa@visitor.test', name: 'Rosa' });
    expect((await talk.ask('who are you')).content).toBe('Hello Rosa, this is Acme.');
    const { replies } = await inbox.call('suggest_replies', { room: talk.room });
    expect(replies).toMatchObject([{ text: 'Hello Rosa, this is Acme.' }]);
  });

  it('that mean nothing are refused when they are saved', async () => {
    const answer = { title: 'T', triggers: ['t'], content: 'Your order {{order.number}}', quick_replies: [] };
    expect(await inbox.call('create_answer', answer)).toMatchObject({
      code: 'invalid',
      fields: { content: expect.stringContaining('{{order.number}}') },
    });
  });
});
