/** Every screen but the settings', in light and dark, without a complaint of axe, of the strict policy or of the console. */
import { type Inbox, inBrowser, roomPath } from './browser.ts';
import { SUGGESTED } from './fake-assist.ts';
import { TOLD } from './fake-learning.ts';
import { PASSWORD } from './fake-site.ts';
import { LABELS, TEAMS } from './fixtures.ts';
import { field, lookAtAll, type Screen, text } from './screen.ts';

const secondStep = async ({ page }: Inbox) => {
  await page.getByLabel('Email or username').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code from the authenticator').waitFor();
};
const WAITING = roomPath('unassigned', 'acme c_01jd8x4k7f3');
const MINE = roomPath('mine', 'acme c_01jd8x53c90');
const BOT = roomPath('bot', 'acme c_01jd8x51b22');

/** Every conversation in the list bears some, and the open one more than are shown. */
const labelled = async (inbox: Inbox) => {
  await text('hip belt')(inbox);
  const all = inbox.server.site.labels.labels.map(({ id }) => ({
    id,
    by: null,
    by_bot: true,
    at: '2026-03-02T09:00:00.000Z',
  }));
  inbox.server.site.change('acme c_01jd8x4k7f3', { labels: all.slice(0, 5) });
  inbox.server.site.change('acme c_01jd8x4k9a1', { labels: all.slice(6) });
  await inbox.page.locator('[data-room]').getByText('+3').waitFor();
};

const screens: Record<string, Screen> = {
  'sign-in': { path: '/', ready: field('Password'), look: { signedIn: false } },
  'forgot password': { path: '/forgot', ready: field('Email'), look: { signedIn: false } },
  'set password': {
    path: '/set-password#a-token-of-thirty-characters-xx',
    ready: field('New password'),
    look: { signedIn: false },
  },
  'used link': { path: '/set-password', ready: text('expired or was used'), look: { signedIn: false } },
  'second step': { path: '/', ready: secondStep, look: { signedIn: false }, site: { twoFactor: 'on' } },
  'second step on a phone': {
    path: '/',
    ready: secondStep,
    look: { signedIn: false, size: 'phone' },
    site: { twoFactor: 'on' },
  },
  'second step required': { path: '/', ready: field('Password'), site: { twoFactor: 'required' } },
  'owner set-up': {
    path: '/setup#a-token-of-thirty-characters-xx',
    ready: field("Site's name"),
    look: { signedIn: false },
  },
  'confirm leaving': {
    path: '/confirm-deactivation#a-token-of-thirty-characters-xx',
    ready: text('For 30 days you can come back'),
    look: { signedIn: false },
  },
  'confirm address': {
    path: '/confirm-email#a-token-of-thirty-characters-xx',
    ready: text('the address that the mail went to'),
    look: { signedIn: false },
  },
  list: { path: '/inbox/unassigned', ready: text('Jonas Weber') },
  'empty list': { path: '/inbox/mine', ready: text('You hold no conversation'), site: { empty: true } },
  'waiting conversation': { path: WAITING, ready: text('hip belt') },
  'own conversation': { path: MINE, ready: field('Reply to Priya Raman') },
  'conversation with the answer streaming': {
    path: BOT,
    ready: async ({ page, server }) => {
      await page.getByText('30 days').first().waitFor();
      server.site.announce({
        command: 'bot_delta',
        room: 'acme c_01jd8x51b22',
        answer: 'a',
        author: 'Assistant',
        offset: 0,
        text: 'Free **within**',
      });
      await page.getByText('answering now').waitFor();
    },
  },
  'suggested replies': {
    path: MINE,
    ready: async (inbox) => {
      await field('Reply to Priya Raman')(inbox);
      inbox.server.site.assist.replies = SUGGESTED;
      inbox.server.site.say('acme c_01jd8x53c90', 'visitor', 'How long does it take?');
      await text('Opening hours')(inbox);
    },
  },
  'drafted reply': {
    path: MINE,
    ready: async (inbox) => {
      await inbox.page.getByRole('button', { name: 'Draft' }).waitFor();
      await inbox.page.keyboard.press('d');
      await text('Draft from')(inbox);
    },
  },
  'translated conversation': {
    path: roomPath('unassigned', 'acme c_01jd8x4k9a1'),
    ready: async (inbox) => {
      await inbox.page.getByRole('button', { name: 'Translate into' }).click();
      await text('Words 1 in en')(inbox);
    },
  },
  'open questions': { path: '/knowledge/questions', ready: text('asked 4 times') },
  'no open questions': { path: '/knowledge/questions', ready: text('No open questions'), site: { empty: true } },
  'who was told': {
    path: '/knowledge/questions',
    ready: async ({ page, server }) => {
      server.site.learning.told = TOLD;
      await page.goto(`${server.url}/knowledge/article-2/told`);
      await page.getByLabel('Correction').waitFor();
    },
  },
  'missing conversation': { path: roomPath('mine', 'acme nobody'), ready: text('This conversation is not here') },
  'what waits for a team': {
    path: '/inbox/team-returns',
    ready: async (inbox) => {
      await text('Nobody waits for Returns')(inbox);
      inbox.server.site.change('acme c_01jd8x4k9a1', { team: { id: 'returns', name: 'Returns' } });
      await text('Jonas Weber')(inbox);
    },
    site: { teams: TEAMS },
  },
  'passing to a team': {
    path: WAITING,
    ready: async (inbox) => {
      await text('hip belt')(inbox);
      await inbox.page.keyboard.press('a');
      await inbox.page.getByRole('option', { name: 'Returns' }).waitFor();
    },
    site: { teams: TEAMS },
  },
  'labelled conversations': { path: WAITING, ready: labelled, site: { labels: LABELS } },
  'labels of a conversation': {
    path: WAITING,
    ready: async (inbox) => {
      await labelled(inbox);
      await inbox.page.keyboard.press('l');
      await inbox.page.getByRole('option', { name: 'Returns' }).waitFor();
    },
    site: { labels: LABELS },
  },
  'a list narrowed to a label': {
    path: '/inbox/bot?label=vip',
    ready: text('Nothing here bears VIP'),
    site: { labels: LABELS },
  },
  'search without a result': { path: '/inbox/bot?q=zeppelin', ready: text('Nothing with') },
  'phone list': { path: '/inbox/unassigned', ready: text('Jonas Weber'), look: { size: 'phone' } },
  'phone conversation': { path: MINE, ready: field('Reply to Priya Raman'), look: { size: 'phone' } },
  'phone contact': {
    path: `${MINE}?contact=true`,
    ready: ({ page }) => page.getByRole('complementary', { name: 'Contact' }).waitFor(),
    look: { size: 'phone' },
  },
  'contact of a user': {
    path: roomPath('others', 'acme c_01jd8x55d41'),
    ready: text('the address is not confirmed'),
  },
  'erasing a person': {
    path: MINE,
    ready: async ({ page, server }) => {
      await page.getByRole('button', { name: 'Actions on this person' }).click();
      await page.getByRole('menuitem', { name: 'Erase…' }).click();
      await page.getByText('This cannot be undone').waitFor();
      server.site.privacy.working = false;
    },
  },
  'exporting a person': {
    path: MINE,
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Actions on this person' }).click();
      await page.getByRole('menuitem', { name: 'Export data…' }).click();
      await page.getByRole('button', { name: 'Make the files' }).click();
      await page.getByRole('button', { name: 'To read (HTML)' }).waitFor();
    },
  },
  'erased person': {
    path: MINE,
    ready: async ({ page, server }) => {
      await page.getByRole('button', { name: 'Actions on this person' }).click();
      await page.getByRole('menuitem', { name: 'Erase…' }).click();
      await page.getByRole('button', { name: 'Erase for good' }).click();
      await page.getByText('Nothing of this person is left').waitFor();
      await page.getByRole('button', { name: 'Close', exact: true }).last().click();
      await page.getByText('This person was erased').waitFor();
      server.site.privacy.working = false;
    },
  },
  'blocking a visitor': {
    path: MINE,
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Block…' }).click();
      await page.getByRole('dialog', { name: 'Block Priya Raman?' }).waitFor();
      await page.getByText('2 other visitors are connected from there').waitFor();
    },
  },
  knowledge: { path: '/knowledge', ready: text('Warranty') },
  'no knowledge': { path: '/knowledge', ready: text('The bot knows nothing yet'), site: { empty: true } },
  article: { path: '/knowledge/article-0', ready: field('Title') },
  'article of a source': { path: '/knowledge/article-2', ready: text('This article follows') },
  sources: { path: '/knowledge/sources', ready: text('61 of 180 pages') },
  'phone sources': { path: '/knowledge/sources', ready: text('61 of 180 pages'), look: { size: 'phone' } },
  'no sources': { path: '/knowledge/sources', ready: text('Let the bot read'), site: { empty: true } },
  'adding a website': {
    path: '/knowledge/sources',
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Add a website' }).click();
      await page.getByText('Schedule and limits').click();
      await page.getByLabel('Pages at most').waitFor();
    },
  },
  source: { path: '/knowledge/sources/source-site', ready: text('robots.txt asks programs') },
  'phone source': {
    path: '/knowledge/sources/source-site',
    ready: text('robots.txt asks programs'),
    look: { size: 'phone' },
  },
  nowhere: { path: '/no/such/page', ready: text('There is nothing at this address') },
  'list of keys': {
    path: '/inbox/mine',
    ready: async ({ page }) => {
      await page.getByText('Priya Raman').waitFor();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
    },
  },
  palette: {
    path: '/inbox/mine',
    ready: async ({ page }) => {
      await page.getByText('Priya Raman').waitFor();
      await page.keyboard.press('Control+k');
      await page.getByRole('option', { name: 'Knowledge: Sources' }).waitFor();
    },
  },
  'account menu': {
    path: '/inbox/mine',
    ready: async ({ page }) => {
      await page.getByText('Priya Raman').waitFor();
      await page.getByRole('button', { name: 'account and theme' }).click();
      await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    },
  },
};

inBrowser('screens', (open) => lookAtAll(open, screens));
