/** The widget on a page whose security policy lets only marked scripts and styles through, and on any page before it is wanted. */
import { expect, test } from '../journey.ts';

declare global {
  interface Window {
    violations: string[];
  }
}

test('breaks no rule of a strict page, from the first look to a person', async ({ visitor }) => {
  const { page, panel, field } = visitor;
  await page.addInitScript(() => {
    window.violations = [];
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
      window.violations.push(`${violatedDirective}: ${blockedURI} ${sample}`),
    );
  });
  await visitor.goto('/strict');
  await visitor.open();
  await panel.getByRole('button', { name: 'Opening hours' }).click();
  await expect(visitor.reads('first Sunday of the month')).toBeVisible();
  await visitor.say('Could my old boots get new soles?');
  await expect(visitor.messages.getByRole('list', { name: 'Sources' })).toBeVisible();
  await panel.getByRole('button', { name: 'Talk to a person' }).last().click();
  await visitor.leaveEmail('strict@visitor.example');
  await field.press('Escape');
  expect(await page.evaluate(() => window.violations)).toEqual([]);
});

test('takes the focus on opening and gives it back on Escape', async ({ visitor }) => {
  await visitor.goto('/strict');
  await visitor.launcher.focus();
  await visitor.page.keyboard.press('Enter');
  await expect(visitor.field).toBeFocused();
  await visitor.page.keyboard.press('Escape');
  await expect(visitor.panel).toBeHidden();
  await expect(visitor.launcher).toBeFocused();
});

test('before anybody wants it: one request, nothing stored, no socket', async ({ visitor, program }) => {
  const { page } = visitor;
  const requests: string[] = [];
  page.on('request', (request) => request.url().startsWith(program.url) && requests.push(request.url()));
  page.on('websocket', (socket) => requests.push(socket.url()));
  await visitor.goto('/strict');
  await page.waitForLoadState('networkidle');
  expect(requests).toEqual([`${program.url}/w/acme.js`]);
  const stored = await page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: await indexedDB.databases(),
    caches: await caches.keys(),
  }));
  expect({ ...stored, cookies: await page.context().cookies() }).toEqual({
    local: [],
    session: [],
    databases: [],
    caches: [],
    cookies: [],
  });
});
