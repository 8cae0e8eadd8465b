/** The screens of the settings. */
import type { Inbox } from './browser.ts';
import { PASSWORD } from './fake-site.ts';
import { CODE } from './fake-two-factor.ts';
import { LABELS, TEAMS } from './fixtures.ts';
import { field, type Screen, text } from './screen.ts';

const scan = async ({ page }: Inbox) => {
  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /QR code/ }).waitFor();
};
const replayed = async ({ page }: Inbox) => {
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByText('3 of 3 answered').waitFor();
  await page.getByRole('button', { name: 'Regression', exact: true }).last().click();
  await page.getByText('1 marked as regressions').waitFor();
};
export const settingsScreens: Record<string, Screen> = {
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
  teams: { path: '/settings/teams', ready: text('Billing'), site: { teams: TEAMS } },
  'no teams': { path: '/settings/teams', ready: text('There are no teams yet'), look: { size: 'phone' } },
  labels: { path: '/settings/labels', ready: text('Product advice'), site: { labels: LABELS } },
  'no labels': { path: '/settings/labels', ready: text('There are no labels yet'), look: { size: 'phone' } },
  'changing a label': {
    path: '/settings/labels',
    ready: async (inbox) => {
      await inbox.page.getByRole('button', { name: 'Change Returns' }).click();
      await field('Name')(inbox);
    },
    site: { labels: LABELS },
  },
  'changing a team': {
    path: '/settings/teams',
    ready: async (inbox) => {
      await inbox.page.getByRole('button', { name: 'Change Returns' }).click();
      await field('Name')(inbox);
    },
    site: { teams: TEAMS },
  },
  'the bot’s costs': { path: '/settings/bot/costs', ready: text('The limit of today is reached') },
  'the bot’s costs, on a phone': {
    path: '/settings/bot/costs',
    ready: text('Nobody named one'),
    look: { size: 'phone' },
  },
  'the bot’s costs, without a model': {
    path: '/settings/bot/costs',
    ready: text('No language model is set up'),
    site: { noModel: true },
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
  bot: { path: '/settings/bot', ready: text('2 settings are not published yet') },
  'a bot without a model or a draft': {
    path: '/settings/bot',
    ready: text('The draft is the same'),
    site: { empty: true },
  },
  'phone bot': { path: '/settings/bot', ready: text('2 settings are not published yet'), look: { size: 'phone' } },
  'hours of the bot': {
    path: '/settings/bot',
    ready: async ({ page }) => {
      await page.getByLabel('Only at certain hours').check();
      await page.getByLabel('Time zone').waitFor();
    },
  },
  'office hours, on a phone': {
    path: '/settings/bot',
    ready: async ({ page }) => {
      await page.getByLabel('Your team has office hours').check();
      await page.getByLabel('To', { exact: true }).fill('02:00');
      await page.getByText('They end on the day after.').waitFor();
    },
    look: { size: 'phone' },
  },
  'phone greetings of the bot': {
    path: '/settings/bot',
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Add a greeting' }).click();
      await page.getByLabel('Text of greeting 1').fill('Fragen zu den Preisen?');
    },
    look: { size: 'phone' },
  },
  'publishing the bot': {
    path: '/settings/bot',
    ready: async ({ page }) => {
      await page.getByRole('button', { name: 'Publish…' }).click();
      await page.getByRole('region', { name: 'What changes' }).getByText('removed:').first().waitFor();
    },
  },
  'the empty playground of the bot': { path: '/settings/bot/playground', ready: text('Try it before they do') },
  'the playground of the bot': {
    path: '/settings/bot/playground',
    ready: async ({ page }) => {
      await page.getByLabel('Question').fill('How long is the warranty?');
      await page.keyboard.press('Enter');
      await page.getByText('2 passages found').click();
      await page.getByText('What the model was told').click();
    },
  },
  'phone playground of the bot': {
    path: '/settings/bot/playground',
    ready: async ({ page }) => {
      await page.getByLabel('Question').fill('How long is the warranty?');
      await page.getByRole('button', { name: 'Ask' }).click();
      await page.getByText('2 passages found').click();
    },
    look: { size: 'phone' },
  },
  'the playground outside the hours of the bot': {
    path: '/settings/bot/playground',
    ready: async ({ page, server }) => {
      const at = '2026-11-30T08:00:00.000Z';
      server.site.bot.now = { answered: false, why: 'hours', bot_again: at, people_again: at };
      await page.getByLabel('Question').fill('How long is the warranty?');
      await page.keyboard.press('Enter');
      await page.getByText('outside the bot’s hours').waitFor();
    },
    look: { size: 'phone' },
  },
  'no replay of the bot yet': { path: '/settings/bot/replay', ready: text('Nothing was replayed yet') },
  'a replay of the bot, as an agent': {
    path: '/settings/bot/replay',
    ready: text('Only owners and admins'),
    site: { role: 'agent' },
  },
  'a replay of the bot': { path: '/settings/bot/replay', ready: replayed },
  'phone replay of the bot': { path: '/settings/bot/replay', ready: replayed, look: { size: 'phone' } },
  'versions of the bot': {
    path: '/settings/bot/versions',
    ready: async ({ page }) => {
      await page.getByText('Version 2', { exact: true }).click();
      await page.getByRole('button', { name: 'Go back to this version…' }).waitFor();
    },
  },
  'phone versions of the bot': { path: '/settings/bot/versions', ready: text('In force'), look: { size: 'phone' } },
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
};
