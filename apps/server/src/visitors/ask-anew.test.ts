/** Holds that a site which asks for consent hears nothing more from those who are there, on any node, until they have agreed. */
import type { Consent } from '@parley/protocol';
import { expect, test } from 'vitest';
import { chat, connect, openVisitor, type Visitor } from '../../test/client.ts';
import { call, createAgent, createSite, createUser } from '../../test/create.ts';
import { eventually } from '../../test/eventually.ts';
import { BETWEEN, startNodes } from '../../test/nodes.ts';
import { startAskingAnew } from './ask-anew.ts';

const say = { message: { content: 'Hello' } };

test.each(BETWEEN)(
  '[D5] with %s, who came before it was asked, or agreed to another text, is asked at once',
  async (between) => {
    const { one, two, close } = await startNodes(between);
    try {
      const site = await createSite(one.core);
      const admin = await createAgent(one.core, site, { role: 'admin' });
      const elsewhere = await createSite(one.core);
      const ask = (text: string) =>
        call(one, '/api/privacy/settings', {
          method: 'PUT',
          body: { consent: { text, policy_url: null } },
          token: admin.token,
        });
      const visitor = await openVisitor(one, site.slug);
      const user = await createUser(one.core, site);
      const sockets = [
        await chat(one, site.slug, visitor),
        await chat(two, site.slug, visitor),
        await connect(two, `/ws/chat/${site.slug}/${user.consumer}`, user.token),
      ];
      const inbox = await connect(two, `/ws/room/${site.slug}`, admin.token);
      const bystander = await chat(two, elsewhere.slug, await openVisitor(two, elsewhere.slug));
      for (const socket of sockets) expect((await socket.call('new_message', say)).code).toBeUndefined();

      await ask('First.');
      expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4401, 4401, 4401]);
      const back = await call<Visitor & { config: { consent?: Consent } }>(two, `/api/widget/${site.slug}/session`, {
        body: { visitor_token: visitor.visitor_token },
      });
      expect(back.body.config.consent).toMatchObject({ version: 1, text: 'First.' });

      // Not agreed yet: it stays, and is refused by every word. One that agrees is heard, until the text is another.
      const [silent, agreed] = [await chat(two, site.slug, back.body), await chat(two, site.slug, back.body)];
      expect((await silent.call('new_message', say)).code).toBe('consent_required');
      expect((await agreed.call('give_consent', { version: 1 })).code).toBeUndefined();
      expect((await agreed.call('new_message', say)).code).toBeUndefined();
      await ask('Second.');
      expect(await agreed.closed).toBe(4401);
      expect((await silent.call('new_message', say)).code).toBe('consent_required');
      // Nobody else notices.
      expect((await bystander.call('new_message', say)).code).toBeUndefined();
      expect((await inbox.call('get_me')).code).toBeUndefined();
    } finally {
      await close();
    }
  },
  30_000,
);

test.each(BETWEEN)(
  '[D10] with %s, who takes its consent back is asked anew before the next word, on every node, and may agree again',
  async (between) => {
    const { one, two, close } = await startNodes(between);
    try {
      const site = await createSite(one.core);
      const { token } = await createAgent(one.core, site, { role: 'admin' });
      const consent = { text: 'Yes?', policy_url: null };
      await call(one, '/api/privacy/settings', { method: 'PUT', body: { consent }, token });
      const origin = one.url;
      const open = async (body: object) =>
        (
          await call<Visitor & { config: { consent?: Consent; consented?: number } }>(
            one,
            `/api/widget/${site.slug}/session`,
            { body, headers: { origin } },
          )
        ).body;
      const about = { page: `${origin}/tents`, referrer: 'https://search.test/', language: 'pt' };
      const visitor = await open({ ...about, consent: 1 });
      expect(visitor.config).toMatchObject({ consented: 1 });
      const other = await open({ consent: 1 });
      const [here, there, bystander] = [
        await chat(one, site.slug, visitor),
        await chat(two, site.slug, visitor),
        await chat(two, site.slug, other),
      ];
      await here.call('leave_email', { email: 'kim@visitor.test' });
      expect((await there.call('new_message', say)).code).toBeUndefined();

      expect((await here.call('withdraw_consent')).consent).toEqual({ version: 1, ...consent });
      for (const [command, params] of [
        ['new_message', say],
        ['request_person', {}],
        ['leave_email', { email: 'kim@visitor.test' }],
      ] as const)
        expect([command, (await here.call(command, params)).code]).toEqual([command, 'consent_required']);
      expect(await there.closed).toBe(4401);
      expect((await here.call('withdraw_consent')).consent).toMatchObject({ version: 1 });
      const kept = () =>
        one.core.db
          .selectFrom('visitors')
          .select(['page', 'referrer', 'language', 'email'])
          .where('id', '=', visitor.consumer)
          .executeTakeFirst();
      expect(await kept()).toEqual({ page: null, referrer: null, language: null, email: null });
      const back = await open({ ...about, visitor_token: visitor.visitor_token });
      expect(back.config).toMatchObject({ consent: { version: 1 } });
      expect(back.config).not.toHaveProperty('consented');
      expect(await kept()).toMatchObject({ page: null });

      // What was said is still there, and agreed to again it goes on.
      expect((await here.call('fetch_messages')).messages).toMatchObject([{ content: 'Hello' }]);
      expect((await here.call('give_consent', { version: 1 })).code).toBeUndefined();
      expect((await here.call('new_message', say)).code).toBeUndefined();
      const again = await chat(two, site.slug, await open({ visitor_token: visitor.visitor_token }));
      const stop = startAskingAnew(two.core, 20);
      await eventually(async () => (await bystander.call('new_message', say)).code === undefined);
      expect((await again.call('new_message', say)).code).toBeUndefined();
      stop();
      const history = await one.core.db
        .selectFrom('withdrawn_consents')
        .select('version')
        .where('visitor_id', '=', visitor.consumer)
        .execute();
      expect(history).toEqual([{ version: 1 }]);
    } finally {
      await close();
    }
  },
  30_000,
);
