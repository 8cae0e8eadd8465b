/** An agent with help at hand: a site that knows something, a fake model, an inbox, and visitors who come one after the other. */
import { chat, connect, openVisitor, type RawClient } from './client.ts';
import { createAgent, createSite, type NewSite } from './create.ts';
import { type FakeModel, startFakeModel } from './model.ts';
import { startTestServer, type TestServer } from './server.ts';
import { fillKnowledge } from './talk.ts';

export interface Assisted {
  readonly model: FakeModel;
  readonly server: TestServer;
  readonly site: NewSite;
  /** Of Mia, an admin. */
  readonly inbox: RawClient;
  /** A new one, and the name of its room. */
  visitor(): Promise<{ visitor: RawClient; room: string }>;
  close(): Promise<void>;
}

export async function startAssisted(): Promise<Assisted> {
  const model = await startFakeModel();
  const server = await startTestServer({ env: { OPENAI_BASE_URL: model.baseUrl, OPENAI_MODEL: 'fake' } });
  const site = await createSite(server.core, { slug: 'acme' });
  await fillKnowledge(server.core, site);
  const { token } = await createAgent(server.core, site, { name: 'Mia', role: 'admin' });
  const inbox = await connect(server, '/ws/room/acme', token);
  return {
    model,
    server,
    site,
    inbox,
    visitor: async () => {
      const who = await openVisitor(server, site.slug);
      return { visitor: await chat(server, site.slug, who), room: `${site.slug} ${who.consumer}` };
    },
    close: async () => {
      await server.close();
      await model.close();
    },
  };
}
