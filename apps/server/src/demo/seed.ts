/** Fills an empty demo with a shop worth looking at: its site, people, knowledge, answers and a past. Refuses to touch one that is there. */
import { randomUUID } from 'node:crypto';
import { hashPassword } from '../accounts/passwords.ts';
import { setUpBot } from '../bot/publish.ts';
import type { Core } from '../core/core.ts';
import type { Tx } from '../core/events.ts';
import { uuidv7 } from '../core/ids.ts';
import { articleUrl } from '../knowledge/articles.ts';
import { insertArticle } from '../knowledge/save-article.ts';
import { answers } from './content/answers.ts';
import { articles } from './content/articles.ts';
import { conversations } from './content/conversations.ts';
import { agents, type DemoAgent, type DemoLabel, type DemoTeam, labels, site, teams } from './content/site.ts';
import { seedConversations } from './seed-conversations.ts';

/** The seeded logins' password; they work in demo mode alone. */
export const DEMO_PASSWORD = 'parley-demo-1234';

/**
 * Once: a second call changes nothing but the demo page's port among the origins. All or nothing, and safe when two
 * programs start together.
 */
export async function seedDemo(core: Core): Promise<void> {
  const origins = [`http://localhost:${core.config.demoPort}`, `http://127.0.0.1:${core.config.demoPort}`];
  const seeded = await core.db.selectFrom('sites').select('origins').where('slug', '=', site.slug).executeTakeFirst();
  if (seeded) {
    const all = [...new Set([...seeded.origins, ...origins])];
    if (all.length === seeded.origins.length) return;
    await core.db.updateTable('sites').set({ origins: all }).where('slug', '=', site.slug).execute();
    return;
  }
  const passwordHash = await hashPassword(DEMO_PASSWORD);
  await core.db.transaction().execute(async (tx) => {
    const made = await tx
      .insertInto('sites')
      .values({ id: uuidv7(core.now()), slug: site.slug, name: site.name, origins, accent: site.accent })
      .onConflict((conflict) => conflict.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!made) return;
    const accounts = await seedAgents(core, tx, made.id, passwordHash);
    const teamIds = await seedTeams(core, tx, made.id, accounts);
    const labelIds = await seedLabels(core, tx, made.id);
    await seedKnowledge(core, tx, made.id);
    const titles = new Map(articles.map(({ slug, title }) => [slug, title]));
    await seedConversations(tx, conversations, {
      siteId: made.id,
      accounts,
      teams: teamIds,
      labels: labelIds,
      now: core.now(),
      shop: origins[0] as string,
      source: (slug) => ({ title: titles.get(slug) as string, url: articleUrl(core, site.slug, slug), article: slug }),
    });
  });
}

async function seedAgents(
  core: Core,
  tx: Tx,
  siteId: string,
  passwordHash: string,
): Promise<Record<DemoAgent, string>> {
  const ids: Record<DemoAgent, string> = { ada: randomUUID(), ben: randomUUID() };
  for (const username of Object.keys(agents) as DemoAgent[]) {
    const { email, name, role } = agents[username];
    const account = await tx
      .insertInto('accounts')
      .values({
        id: uuidv7(core.now()),
        email,
        username,
        name,
        password_hash: passwordHash,
        demo: true,
        deactivated_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    ids[username] = account.id;
    await tx.insertInto('memberships').values({ site_id: siteId, account_id: account.id, role }).execute();
  }
  return ids;
}

async function seedTeams(
  core: Core,
  tx: Tx,
  siteId: string,
  accounts: Readonly<Record<DemoAgent, string>>,
): Promise<Record<DemoTeam, string>> {
  const ids = { workshop: uuidv7(core.now()), orders: uuidv7(core.now()) };
  for (const team of Object.keys(teams) as DemoTeam[]) {
    const { name, members } = teams[team];
    const id = ids[team];
    await tx.insertInto('teams').values({ site_id: siteId, id, name, name_key: name.toLowerCase() }).execute();
    await tx
      .insertInto('team_members')
      .values(members.map((member) => ({ site_id: siteId, team_id: id, account_id: accounts[member] })))
      .execute();
  }
  return ids;
}

async function seedLabels(core: Core, tx: Tx, siteId: string): Promise<Record<DemoLabel, string>> {
  const ids = Object.fromEntries(Object.keys(labels).map((label) => [label, uuidv7(core.now())]));
  await tx
    .insertInto('labels')
    .values(
      Object.entries(labels).map(([label, { name, color, description }]) => ({
        site_id: siteId,
        id: ids[label] as string,
        name,
        name_key: name.toLowerCase(),
        color,
        description,
      })),
    )
    .execute();
  return ids as Record<DemoLabel, string>;
}

async function seedKnowledge(core: Core, tx: Tx, siteId: string): Promise<void> {
  const { botName: name, greeting, quickReplies } = site;
  await setUpBot(core, tx, siteId, { name, greeting, quick_replies: [...quickReplies] });
  await tx
    .insertInto('predefined_answers')
    .values(
      answers.map(({ title, triggers, content, quickReplies }, i) => ({
        site_id: siteId,
        // One millisecond apart: the list keeps the order of the file.
        id: uuidv7(core.now() + i),
        title,
        triggers: [...triggers],
        content,
        quick_replies: [...quickReplies],
      })),
    )
    .execute();
  for (const { slug, title, body } of articles) {
    await insertArticle(tx, { site_id: siteId, id: uuidv7(core.now()), slug, title, body });
  }
}
