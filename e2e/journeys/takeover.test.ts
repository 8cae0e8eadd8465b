/** The whole journey: a question on somebody's site, the bot's answer, a person in the middle of it, a mail, the way back. */
import { expect, test } from '../journey.ts';
import { Visitor } from '../visitor.ts';

test.use({ withModel: true });

test('from a question on a site to an answer by mail and back', async ({
  visitor,
  agent,
  model,
  mailbox,
  program,
  newPage,
  complaints,
}) => {
  // What the inbox hears when it asks who is signed in, and nobody is.
  complaints.tolerate(/status of 401/);
  const PAGE = '/products/karst-mid';
  await agent.signIn('bot');

  await test.step('the visitor asks, and both read the sourced answer while it is written', async () => {
    await visitor.goto(PAGE);
    await visitor.launcher.hover();
    await visitor.open();
    await expect(visitor.field).toBeFocused();
    await visitor.say('Could my old boots get new soles?');
    const answer = await model.asked();
    expect(answer.prompt).toContain('new soles');
    await agent.open(PAGE);
    await expect(agent.reads('Could my old boots get new soles?')).toBeVisible();
    answer.say('Yes. Our workshop in Innsbruck puts new soles on Karst boots ');
    await expect(visitor.reads('Our workshop in Innsbruck')).toBeVisible();
    await expect(agent.reads('Our workshop in Innsbruck')).toBeVisible();
    expect(await agent.committed()).toHaveLength(1);
    const [, repairs] = /<passage number="(\d)" about="Repair/.exec(answer.prompt) ?? [];
    answer.say(`for **€79** a pair [${repairs}].`);
    answer.end();
    for (const messages of [visitor.messages, agent.conversation]) {
      await expect(messages.getByRole('list', { name: 'Sources' }).getByRole('link')).toHaveText(/Repair/);
      await expect(messages.getByText('€79', { exact: true })).toBeInViewport();
    }
  });

  await test.step('the agent takes over in the middle of the next answer', async () => {
    await visitor.say('And how long would that take?');
    const answer = await model.asked();
    answer.say('That usually takes about ');
    await expect(visitor.reads('That usually takes about')).toBeVisible();
    await expect(agent.reads('That usually takes about')).toBeVisible();
    await agent.page.keyboard.press('t');
    await answer.abandoned;
    answer.say('three working days.');
    answer.end();
    await expect(visitor.reads('Ada Lindqvist joined')).toBeVisible();
    await expect(visitor.reads('That usually takes about')).toBeHidden();
    await expect(agent.reads('That usually takes about')).toBeHidden();
    await expect(agent.reply).toBeFocused();
    await agent.page.keyboard.type('15 working days: a cobbler does it.');
    await expect(visitor.messages.getByRole('img', { name: 'Ada Lindqvist is typing' })).toBeVisible();
    await agent.page.keyboard.press('Enter');
    await expect(visitor.reads('15 working days: a cobbler does it.')).toBeInViewport();
    await expect(visitor.panel.getByText('You are talking to Ada Lindqvist')).toBeVisible();
  });

  await test.step('a reload loses nothing, and an address can be left', async () => {
    await visitor.page.reload();
    await visitor.open();
    for (const words of [
      'Could my old boots',
      'Our workshop in Innsbruck',
      'Ada Lindqvist joined',
      'a cobbler does it',
    ])
      await expect(visitor.reads(words)).toHaveCount(1);
    await visitor.leaveEmail('noor@visitor.example');
    await expect(agent.page.getByRole('link', { name: 'noor@visitor.example', exact: true })).toBeVisible();
  });

  const link = await test.step('the visitor leaves, and two answers follow in one mail', async () => {
    await visitor.page.close();
    await agent.say('One more thing: take the laces out first.');
    await agent.say('And pack them in a **box**.');
    const [mail] = await mailbox.arrived(1);
    expect(mail?.recipients).toEqual(['noor@visitor.example']);
    expect(mail?.subject).toContain('Could my old boots get new soles?');
    for (const body of [mail?.text, mail?.html]) {
      expect(body).toContain('take the laces out first');
      expect(body).toContain('pack them in a');
      expect(body).not.toContain('a cobbler does it');
    }
    const [link] = /http:\S+\/r\/[\w-]+/.exec(mail?.text ?? '') ?? [];
    expect(mail?.html).toContain(link);
    // The absence of a second mail is the one thing that only time can tell.
    await Promise.race([mailbox.arrived(2), new Promise((resolve) => setTimeout(resolve, program.emailDelayMs * 1.5))]);
    expect(mailbox.mails).toHaveLength(1);
    return link as string;
  });

  await test.step('its link opens the conversation in any browser', async () => {
    const back = new Visitor(await newPage(), program.shop);
    await back.page.goto(link);
    await expect(back.reads('take the laces out first')).toBeVisible();
    await expect(back.reads('Could my old boots get new soles?')).toHaveCount(1);
    expect(back.page.url()).toBe(program.shop + PAGE);
    await back.say('Thank you, I am back.');
    await expect(agent.reads('Thank you, I am back.')).toBeVisible();
  });

  const committed = await agent.committed();
  expect(committed.map(({ seq }) => seq)).toEqual(committed.map((_, i) => i + 1));
  expect(committed.map(({ role, content }) => `${role}: ${content}`)).toEqual([
    'visitor: Could my old boots get new soles?',
    expect.stringMatching(/^bot: Yes\. Our workshop in Innsbruck .* \*\*€79\*\* a pair/),
    'visitor: And how long would that take?',
    'system: Ada Lindqvist joined',
    'agent: 15 working days: a cobbler does it.',
    'agent: One more thing: take the laces out first.',
    'agent: And pack them in a **box**.',
    'visitor: Thank you, I am back.',
  ]);
  expect(model.unanswered).toBe(0);
  expect(mailbox.mails).toHaveLength(1);
});
