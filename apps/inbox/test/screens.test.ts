/** Every screen, in light and dark, without a complaint of axe, of the strict policy or of the console. */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { type Inbox, inBrowser, type Look, roomPath } from './browser.ts';
import { type FakeOptions, PASSWORD } from './fake-site.ts';
import { CODE } from './fake-two-factor.ts';

interface Screen {
  path: string;
  /** Resolves when the screen is what it should be. */
  ready: (inbox: Inbox) => Promise<unknown>;
  look?: Look;
  site?: FakeOptions;
}
const text =
  (words: string) =>
  ({ page }: { page: Page }) =>
    page.getByText(words).first().waitFor();
const field =
  (label: string) =>
  ({ page }: { page: Page }) =>
    page.getByLabel(label, { exact: true }).waitFor();
const secondStep = async ({ page }: Inbox) => {
  await page.getByLabel('Email or username').fill('ada');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByLabel('Code from the authenticator').waitFor();
};
const scan = async ({ page }: Inbox) => {
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
};
const WAITING = roomPath('unassigned', 'acme c_01jd8x4k7f3');
const MINE = roomPath('mine', 'acme c_01jd8x53c90');
const BOT = roomPath('bot', 'acme c_01jd8x51b22');

const TEAMS = { Returns: ['agent-ada', 'agent-ben'], Billing: [], Press: ['agent-dora'] };

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
  'two-step sign-in, off': { path: '/settings/two-step', ready: text('Set it up') },
  'two-step sign-in, on': { path: '/settings/two-step', ready: text('Firefox on Linux'), site: { twoFactor: 'on' } },
  'two-step sign-in, the QR code': { path: '/settings/two-step', ready: scan },
  'two-step sign-in, the recovery codes': {
    path: '/settings/two-step',
    ready: async (inbox) => {
      await scan(inbox);
      await inbox.page.getByLabel('Code from the authenticator').fill(CODE);
      await inbox.page.keyboard.press('Enter');
      await text('I have kept them')(inbox);
    },
    look: { size: 'phone' },
  },
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
  teams: { path: '/settings/teams', ready: text('Billing'), site: { teams: TEAMS } },
  'no teams': { path: '/settings/teams', ready: text('There are no teams yet'), look: { size: 'phone' } },
  'changing a team': {
    path: '/settings/teams',
    ready: async (inbox) => {
      await inbox.page.getByRole('button', { name: 'Change Returns' }).click();
      await field('Name')(inbox);
    },
    site: { teams: TEAMS },
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
  'phone settings': { path: '/settings/installation', ready: text('Allowed origins'), look: { size: 'phone' } },
  installation: { path: '/settings/installation', ready: text('Allowed origins') },
  appearance: { path: '/settings/appearance', ready: field('Colour') },
  'nobody blocked': { path: '/settings/blocked', ready: text('Nobody is blocked') },
  'blocking addresses': {
    path: '/settings/blocked',
    ready: async ({ page }) => {
      await page.getByLabel('Address or range').fill('203.0.113.0/24');
      await page.getByRole('button', { name: 'See whom it meets' }).click();
      await page.getByText('3 visitors are connected from there').waitFor();
      await page.getByRole('button', { name: 'Block 203.0.113.0/24' }).click();
      await page.getByRole('listitem').getByText('203.0.113.0/24').waitFor();
      await page.getByLabel('Address or range').fill('203.0.113.9');
      await page.getByRole('button', { name: 'See whom it meets' }).click();
      await page.getByText('You come from there yourself').waitFor();
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
  identity: { path: '/settings/identity', ready: text('There is no secret yet') },
  'identity with a secret': {
    path: '/settings/identity',
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Make a secret' }).click();
      await page.getByText('Copy it now').waitFor();
      await page.getByLabel('A signed identity').fill('a.b.c');
      await page.getByRole('button', { name: 'Check', exact: true }).click();
      await page.getByText('It does not count: it expired 5 minutes ago.').waitFor();
    },
  },
  'identity, as an agent': {
    path: '/settings/identity',
    ready: text('Only owners and admins'),
    site: { role: 'agent' },
  },
  team: { path: '/settings/team', ready: text('Ben Okafor') },
  privacy: {
    path: '/settings/privacy',
    ready: async ({ page }) => {
      await page.getByText('Nothing was asked yet').waitFor();
      await page.getByLabel('Ask for consent before the first message').check();
      await page.getByLabel('What they agree to').waitFor();
    },
  },
  'API keys': { path: '/settings/api-keys', ready: text('Parcel news') },
  'no API keys': { path: '/settings/api-keys', ready: text('No program has a key yet'), site: { empty: true } },
  'API keys, as an agent': {
    path: '/settings/api-keys',
    ready: text('Only owners and admins'),
    site: { role: 'agent' },
  },
  'phone API keys': { path: '/settings/api-keys', ready: text('Parcel news'), look: { size: 'phone' } },
  'nobody found': { path: '/settings/team?q=zeppelin', ready: text('Nobody with') },
  'audit log': { path: '/settings/audit', ready: text('agent → admin') },
  'phone audit log': { path: '/settings/audit', ready: text('agent → admin'), look: { size: 'phone' } },
  'empty audit log': { path: '/settings/audit', ready: text('Nothing was changed yet'), site: { empty: true } },
  colleague: { path: '/settings/team/agent-ben', ready: text('2 browsers') },
  'phone colleague': { path: '/settings/team/agent-ben', ready: text('2 browsers'), look: { size: 'phone' } },
  retention: { path: '/settings/retention', ready: field('Days that a closed conversation is kept') },
  bot: { path: '/settings/bot', ready: field('Greeting') },
  'answers, as an agent': { path: '/settings/answers', ready: text('Only owners and admins'), site: { role: 'agent' } },
  tokens: { path: '/settings/tokens', ready: text('Marisol Vega') },
  'no users': { path: '/settings/tokens', ready: text('Nobody has an account yet'), site: { empty: true } },
  'a ledger': { path: '/settings/tokens/user-23', ready: text('For the trouble with the tent') },
  'phone ledger': {
    path: '/settings/tokens/user-23',
    ready: text('For the trouble with the tent'),
    look: { size: 'phone' },
  },
  answers: { path: '/settings/answers', ready: text('Opening hours') },
  'no answers': { path: '/settings/answers', ready: text('No predefined answer yet'), site: { empty: true } },
  'new answer': { path: '/settings/answers/new', ready: field('The answer') },
  account: { path: '/settings/account', ready: text('Where you are signed in') },
  'phone account': { path: '/settings/account', ready: text('Not confirmed'), look: { size: 'phone' } },
  browser: { path: '/settings/browser', ready: text('Single keys') },
  knowledge: { path: '/knowledge', ready: text('Warranty') },
  'no knowledge': { path: '/knowledge', ready: text('The bot knows nothing yet'), site: { empty: true } },
  article: { path: '/knowledge/article-0', ready: field('Title') },
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
      await page.getByRole('option', { name: 'Knowledge' }).waitFor();
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

/** What is wider than the place that it scrolls in. The parts of the settings, and code, are meant to be moved sideways. */
const tooWide = (): string[] =>
  [...document.querySelectorAll('html, html *')]
    .filter((each) => each.scrollWidth > each.clientWidth && !each.matches('nav[aria-label="Settings"], pre'))
    .filter((each) => each.matches('html') || /auto|scroll/.test(getComputedStyle(each).overflowX))
    .map(
      ({ tagName, className, scrollWidth, clientWidth }) => `${tagName} ${className}: ${scrollWidth} in ${clientWidth}`,
    );

inBrowser('screens', (open) => {
  const ofSettings = Object.keys(screens).filter((name) => screens[name]?.path.startsWith('/settings/'));

  it.each(ofSettings)('%s fits on a phone', async (name) => {
    const { path, ready, site } = screens[name] as Screen;
    const inbox = await open(path, { size: 'phone' }, site);
    await ready(inbox);
    expect(await inbox.page.evaluate(tooWide)).toEqual([]);
  });

  it('every part of the settings is among these screens', async () => {
    const { page } = await open('/settings/account');
    const parts = page.getByRole('navigation', { name: 'Settings' }).getByRole('link');
    await parts.first().waitFor();
    const paths = await parts.evaluateAll((links) => links.map((link) => link.getAttribute('href')));
    const tried = ofSettings.map((name) => screens[name]?.path.split('?')[0]);
    expect(paths.filter((path) => !tried.includes(path ?? ''))).toEqual([]);
  });

  it.each(Object.keys(screens))('%s breaks no rule of axe, in light and dark', async (name) => {
    const { path, ready, look, site } = screens[name] as Screen;
    const inbox = await open(path, look, site);
    const { page } = inbox;
    await ready(inbox);
    const check = async (rules?: string[]) => {
      // What fades in is judged when it stands.
      await page.evaluate(() => Promise.all(document.getAnimations().map((each) => each.finished.catch(() => {}))));
      const axe = new AxeBuilder({ page }).exclude('iframe');
      const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
      return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' | ')}`);
    };
    expect(await check()).toEqual([]);
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
    expect(await check(['color-contrast'])).toEqual([]);
  });
});
