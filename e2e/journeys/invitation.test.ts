/** A colleague's first and last day: invited by mail, the first answer, passed a conversation and put into a team that gets one, and taken off the site's. */
import { Agent } from '../agent.ts';
import { expect, test } from '../journey.ts';
import { Visitor } from '../visitor.ts';

const EMAIL = 'noa@team.test';
const PASSWORD = 'seven slow boats at noon';

test('from an invitation to the first answer, and off the team again', async ({
  agent,
  visitor,
  mailbox,
  program,
  newPage,
  complaints,
}) => {
  // What the inbox hears when nobody is signed in, and of the socket that is closed for good.
  complaints.tolerate(/status of 401|WebSocket connection/);
  await agent.signIn('unassigned');
  const noa = await newPage();
  const noasInbox = new Agent(noa, program.url);
  const team = (page = agent.page) => page.getByRole('list', { name: 'Team' });

  await test.step('an admin invites; the list says until when', async () => {
    await agent.page.goto(`${program.url}/settings/team`);
    await agent.page.getByLabel('Name').fill('Noa Field');
    await agent.page.getByLabel('Email').fill(EMAIL);
    await agent.page.getByRole('button', { name: 'Send the invitation', exact: true }).click();
    await expect(team().getByRole('listitem').filter({ hasText: EMAIL })).toContainText(/Invited · [67] days left/);
  });

  await test.step('the mail’s link leads to a password, and into the inbox', async () => {
    const mailOf = () => mailbox.mails.find(({ recipients }) => recipients.includes(EMAIL));
    await expect.poll(() => mailOf()?.text ?? '').toContain('/set-password#');
    const link = /http\S+\/set-password#\S+/.exec(mailOf()?.text ?? '')?.[0] as string;
    await noa.goto(link);
    await noa.getByLabel('New password').fill(PASSWORD);
    await noa.keyboard.press('Enter');
    await expect(noa.getByRole('region', { name: 'Conversations' })).toBeVisible();
  });

  await test.step('a visitor asks for a person, and reads the first answer', async () => {
    await visitor.goto('/products/fold-foam-mat');
    await visitor.open();
    await visitor.say('I want to talk to a person');
    await noa.getByRole('link', { name: /Unassigned/ }).click();
    await noasInbox.open('/products/fold-foam-mat');
    await noa.keyboard.press('t');
    await expect(noasInbox.reply).toBeFocused();
    await noa.keyboard.type('Noa here, how can I help?');
    await noa.keyboard.press('Enter');
    await expect(visitor.reads('Noa here, how can I help?')).toBeVisible();
    await expect(visitor.panel.getByText('You are talking to Noa Field')).toBeVisible();
  });

  await test.step('a colleague passes another conversation on with one key', async () => {
    const other = new Visitor(await newPage(), program.shop);
    await other.goto('/products/nest-pot-set');
    await other.open();
    await other.say('Can I talk to a person?');
    await agent.page.goto(`${program.url}/inbox/unassigned`);
    await agent.open('/products/nest-pot-set');
    await agent.page.keyboard.press('a');
    await expect(agent.page.getByRole('option', { name: 'Noa Field' })).toBeVisible();
    await agent.page.keyboard.type('noa');
    await expect(agent.page.getByRole('option')).toHaveCount(1);
    await agent.page.keyboard.press('Enter');
    await expect(other.reads('passed the conversation to Noa Field')).toBeVisible();
    await noa.getByRole('link', { name: /Mine/ }).click();
    await expect(noasInbox.row('/products/nest-pot-set')).toBeVisible();
  });

  await test.step('a team that she is put into gets a conversation, and she finds it there', async () => {
    await agent.page.goto(`${program.url}/settings/teams`);
    await agent.page.getByRole('button', { name: 'New team' }).click();
    await agent.page.getByLabel('Name', { exact: true }).fill('Tarps');
    await agent.page.getByLabel('Noa Field').check();
    await agent.page.getByRole('button', { name: 'Make the team' }).click();
    const tarps = noa.getByRole('link', { name: /^Tarps/ });
    // By the next heartbeat at the latest.
    await expect(tarps).toBeVisible();
    const third = new Visitor(await newPage(), program.shop);
    await third.goto('/products/loft-down-jacket');
    await third.open();
    await third.say('Does it keep the rain out?');
    await agent.page.goto(`${program.url}/inbox/bot`);
    await agent.open('/products/loft-down-jacket');
    await agent.page.keyboard.press('a');
    await expect(agent.page.getByRole('option', { name: 'Tarps' })).toBeVisible();
    await agent.page.keyboard.type('tarps');
    await agent.page.keyboard.press('Enter');
    await expect(third.reads('passed the conversation to Tarps')).toBeVisible();
    await tarps.click();
    await noasInbox.open('/products/loft-down-jacket');
    await noa.keyboard.press('t');
    await expect(third.reads('Noa Field joined')).toBeVisible();
  });

  await test.step('removed, she is out within seconds, and the visitors are in the queue again', async () => {
    await agent.page.goto(`${program.url}/settings/team`);
    await team().getByRole('link', { name: 'Noa Field' }).click();
    await agent.page.getByRole('button', { name: 'Remove from the team' }).click();
    await agent.page.getByRole('dialog').getByRole('button', { name: 'Remove from the team' }).click();
    await expect(noa.getByRole('button', { name: 'Sign in' })).toBeVisible();
    await expect(visitor.reads('Noa Field left')).toBeVisible();
    await agent.page.goto(`${program.url}/inbox/unassigned`);
    await expect(agent.row('Noa here')).toBeVisible();
  });

  await test.step('and all of it stands in the audit log', async () => {
    await agent.page.goto(`${program.url}/settings/audit`);
    const log = agent.page.getByRole('list', { name: 'Audit log' });
    await expect(log).toContainText('invited Noa Field');
    await expect(log).toContainText('removed Noa Field from the team');
  });
});
