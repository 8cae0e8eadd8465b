/** Everyone can use it: by keyboard, by screen reader, in the dark, enlarged, right to left, on a strict page, on a phone. */
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { shortNames } from '../vite/short-names.ts';
import { brokenRules } from './axe.ts';
import { browserTests, type Visit } from './browser.ts';

const visit = browserTests();

/** Fills the conversation with one of everything. */
const fill = ({ fake }: Visit) => {
  fake.say('visitor', 'Do you ship to Portugal?');
  fake.say(
    'bot',
    '## Shipping\n\nYes, **fast**, see [the list](https://acme.test):\n\n- `A`\n- B\n\n> quoted\n\n```\ncode\n```',
    {
      sources: [{ title: 'Shipping', url: 'https://acme.test/shipping' }],
      quick_replies: ['How long?', 'How much?'],
      offer_person: true,
    },
  );
};

describe('axe finds nothing', () => {
  it.each(['light', 'dark'] as const)('%s', async (scheme) => {
    const v = await visit({ reducedMotion: 'reduce' });
    fill(v);
    await v.goto({ scheme });
    expect(await brokenRules(v.page)).toEqual([]);
    await v.open();
    await v.panel.getByRole('link', { name: 'Shipping' }).waitFor();
    expect(await brokenRules(v.page)).toEqual([]);
    v.fake.refuse = ({ command }) => (command === 'new_message' ? { code: 'x', message: 'No.', retry: false } : null);
    await v.say('This is refused');
    await v.panel.getByRole('button', { name: 'Retry' }).waitFor();
    v.fake.say('system', 'A person was asked for', { event: 'person_requested' });
    v.fake.change({ owner: { kind: 'queue', name: null } });
    await v.panel.getByRole('button', { name: 'Get the answer by email' }).click();
    await v.panel.getByLabel('Your email').press('Enter');
    await v.panel.getByRole('alert').waitFor();
    await v.field.fill('x'.repeat(8_001));
    expect(await brokenRules(v.page)).toEqual([]);
  });

  it('on a phone, and when the network is gone', async () => {
    const v = await visit({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    fill(v);
    await v.goto();
    await v.open();
    await v.page.context().setOffline(true);
    await v.panel.getByText('You are offline').waitFor();
    expect(await brokenRules(v.page)).toEqual([]);
  });
});

describe('contrast', () => {
  const accents = ['oklch(0.55 0.17 265)', '#ffd34d', '#ffffff', '#000000', '#777777', '#00ff00', '#ff0000', '#0000ff'];
  const more = ['#e4572e', '#17bebb', '#8e44ad', 'rebeccapurple', 'hsl(200 80% 50%)', '#767676', 'oklch(0.6 0.2 265)'];
  it.each(['light', 'dark'] as const)('of every pair is at least 4.5 with any accent, %s', async (scheme) => {
    const v = await visit();
    const names = [...shortNames(fileURLToPath(new URL('../src/tokens.css', import.meta.url)))];
    await v.goto({ scheme, accent: more[0] });
    await v.open();
    const given = await v.panel.evaluate((panel) => getComputedStyle(panel).getPropertyValue('--accent'));
    expect(given).toBe(more[0]);
    for (const accent of [...accents, ...more]) {
      const low = await v.panel.evaluate(
        (panel, [names, accent]) => {
          // Where the tag's own style puts it; everything else follows from it.
          document.querySelector<HTMLElement>('parley-widget')?.style.setProperty('--accent', accent);
          const built = new Map(names);
          const style = getComputedStyle(panel);
          if (style.getPropertyValue('--accent') !== accent) throw new Error(`${accent} is not the accent`);
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const luminance = (name: string) => {
            const probe = panel.appendChild(document.createElement('i'));
            probe.style.color = `var(${built.get(name) ?? name})`;
            const color = getComputedStyle(probe).color;
            probe.remove();
            if (!canvas || !style) throw new Error('no canvas');
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const [r = 0, g = 0, b = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((byte) => {
              const part = byte / 255;
              return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const ratio = (one: string, other: string) => {
            const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
            return (light + 0.05) / (dark + 0.05);
          };
          const pairs = [
            ['--text', '--surface'],
            ['--text', '--raised'],
            ['--text', '--amber'],
            ['--muted', '--surface'],
            ['--muted', '--raised'],
            ['--red', '--surface'],
            ['--ink', '--surface'],
            ['--ink', '--raised'],
            ['--on-accent', '--accent'],
          ] as const;
          return pairs.map(([a, b]) => [`${a} on ${b}`, ratio(a, b)] as const).filter(([, value]) => value < 4.5);
        },
        [names, accent] as const,
      );
      expect({ accent, low }).toEqual({ accent, low: [] });
    }
  });
});

describe('keyboard', () => {
  it('opens with the focus in the field, keeps it inside, and gives it back on Escape', async () => {
    const v = await visit();
    fill(v);
    await v.goto();
    await v.launcher.focus();
    await v.page.keyboard.press('Enter');
    await v.panel.waitFor();
    const focused = () =>
      v.page.evaluate(() => {
        let element = document.activeElement;
        while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
        return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
      });
    await expect.poll(focused).toBe('Message');
    await v.panel.getByRole('button', { name: 'How long?' }).waitFor();
    const seen = new Set<string>();
    for (let i = 0; i < 14; i++) {
      await v.page.keyboard.press('Tab');
      seen.add(await focused());
    }
    expect([...seen]).toEqual(
      expect.arrayContaining(['Close', 'Messages', 'Shipping', 'How long?', 'Send', 'Message']),
    );
    expect(seen.has('A link of the page')).toBe(false);
    await v.field.focus();
    await v.page.keyboard.press('Tab');
    await v.page.keyboard.press('Tab');
    await expect.poll(focused).toBe('Close');
    await v.page.keyboard.press('Shift+Tab');
    await expect.poll(focused).toBe('Send');
    await v.page.keyboard.press('Escape');
    await v.panel.waitFor({ state: 'hidden' });
    await expect.poll(focused).toBe('Chat with Acme');
    await expect.poll(() => v.launcher.getAttribute('aria-expanded')).toBe('false');
  });

  it('never loses the focus to the page when a control goes away', async () => {
    const v = await visit();
    await v.goto();
    await v.open();
    const button = v.panel.getByRole('button', { name: 'Shipping' });
    await button.focus();
    await v.page.keyboard.press('Enter');
    await button.waitFor({ state: 'detached' });
    await expect
      .poll(() => v.field.evaluate((field) => (field.getRootNode() as ShadowRoot).activeElement === field))
      .toBe(true);
  });
});

describe('screens', () => {
  it('fills a phone, and the page behind cannot be reached', async () => {
    const v = await visit({ viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' });
    await v.goto();
    await v.open();
    await expect.poll(() => v.panel.boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 844 });
    await expect.poll(() => v.panel.getAttribute('aria-modal')).toBe('true');
    await v.panel.getByRole('button', { name: 'Close' }).click();
    await v.launcher.waitFor();
  });

  it('leaves the focus where nothing hides the text on a touch screen', async () => {
    const v = await visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await v.goto();
    await v.launcher.tap();
    await v.panel.waitFor();
    await expect
      .poll(() => v.panel.evaluate((panel) => (panel.getRootNode() as ShadowRoot).activeElement === panel))
      .toBe(true);
  });

  it('is as large as a window allows, and not modal', async () => {
    const v = await visit({ viewport: { width: 800, height: 500 }, reducedMotion: 'reduce' });
    await v.goto();
    await v.open();
    await expect.poll(() => v.panel.boundingBox()).toMatchObject({ width: 384, height: 396 });
    await expect.poll(() => v.panel.getAttribute('aria-modal')).toBe('false');
  });

  it('can be used at 400 % zoom', async () => {
    const v = await visit({ viewport: { width: 320, height: 256 }, reducedMotion: 'reduce' });
    fill(v);
    await v.goto();
    await v.open();
    await v.panel.getByRole('link', { name: 'Shipping' }).waitFor();
    for (const name of ['Close', 'Send']) {
      const box = await v.panel.getByRole('button', { name }).boundingBox();
      expect((box?.y ?? -1) >= 0 && (box?.y ?? 0) + (box?.height ?? 0) <= 256).toBe(true);
    }
    expect((await v.panel.locator('.scroller').boundingBox())?.height).toBeGreaterThan(40);
    expect(await v.panel.evaluate((panel) => panel.scrollWidth <= panel.clientWidth)).toBe(true);
  });

  it('reads from right to left as the page does', async () => {
    const v = await visit();
    v.fake.say('visitor', 'Right');
    v.fake.say('bot', 'Left');
    await v.goto({ dir: 'rtl', position: 'left' });
    await v.open();
    await v.panel.getByText('Left', { exact: true }).waitFor();
    const [panel, mine, theirs] = await Promise.all([
      v.panel.boundingBox(),
      v.panel.getByText('Right', { exact: true }).boundingBox(),
      v.panel.getByText('Left', { exact: true }).boundingBox(),
    ]);
    expect(panel?.x).toBe(20);
    expect(mine?.x).toBeLessThan(60);
    expect(theirs?.x).toBeGreaterThan(250);
  });

  it('ends its own sentences with their full stop in a page from right to left too', async () => {
    const v = await visit();
    v.fake.config.people_online = false;
    v.fake.say('visitor', 'Hello?');
    v.fake.change({ owner: { kind: 'queue', name: null } });
    v.fake.refuse = ({ command }) => (command === 'new_message' ? { code: 'x', message: 'No.', retry: false } : null);
    await v.goto({ dir: 'rtl' });
    await v.open();
    await v.panel.getByText('Nobody is online right now.').waitFor();
    await v.say('This is refused');
    await v.panel.getByRole('button', { name: 'Retry' }).waitFor();
    await v.page.context().setOffline(true);
    for (const words of ['Nobody is online right now.', 'If you leave', 'You are offline.', 'Not sent. No.']) {
      const sentence = v.panel.getByText(words);
      await sentence.waitFor();
      const [before, stop, gap] = await sentence.evaluate((element) => {
        const text = [...element.childNodes].findLast((node) => node.textContent?.trimEnd().endsWith('.')) as Text;
        const end = text.data.trimEnd().length;
        const [before, stop] = [end - 2, end - 1].map((at) => {
          const sign = document.createRange();
          sign.setStart(text, at);
          sign.setEnd(text, at + 1);
          return sign.getBoundingClientRect();
        }) as [DOMRect, DOMRect];
        const side = element.getBoundingClientRect().right - Number.parseFloat(getComputedStyle(element).paddingRight);
        return [before.x, stop.x, side - stop.right];
      });
      expect(stop).toBeGreaterThan(before as number);
      // On the page's own side, where the sentence is the conversation's.
      if (/^(Nobody|If)/.test(words)) expect(gap).toBeLessThan(2);
    }
  });

  it.each(['ltr', 'rtl'] as const)('keeps what can be pressed apart from the words before it: %s', async (dir) => {
    const v = await visit();
    v.fake.say('visitor', 'Hello?');
    v.fake.change({ owner: { kind: 'agent', name: 'Mia' }, has_email: true });
    await v.goto({ dir });
    await v.open();
    const change = v.panel.getByRole('button', { name: 'Change' });
    await change.waitFor();
    const gap = await change.evaluate((button, isRight) => {
      const [words, its] = [button.previousElementSibling as Element, button].map((part) =>
        part.getBoundingClientRect(),
      );
      return isRight ? (words?.left ?? 0) - (its?.right ?? 0) : (its?.left ?? 0) - (words?.right ?? 0);
    }, dir === 'rtl');
    expect(gap).toBeGreaterThanOrEqual(8);
  });

  it('holds still for those who ask for it', async () => {
    const v = await visit({ reducedMotion: 'reduce' });
    await v.goto();
    await v.open();
    expect(await v.panel.evaluate((panel) => panel.getAnimations({ subtree: true }).length)).toBe(0);
  });

  it('shows its borders in forced colours', async () => {
    const v = await visit({ forcedColors: 'active' });
    fill(v);
    await v.goto();
    await v.open();
    const bubble = v.panel.locator('.bubble').first();
    expect(await bubble.evaluate((element) => getComputedStyle(element).borderColor)).not.toBe('rgba(0, 0, 0, 0)');
  });
});

describe('a strict page', () => {
  it('sees no violation of its security policy or of Trusted Types', async () => {
    const v = await visit();
    await v.page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', (event) => {
        document.documentElement.dataset.violation = `${event.violatedDirective} ${event.blockedURI} ${event.sample}`;
      });
    });
    fill(v);
    await v.goto({ strict: true });
    await v.open();
    await v.panel.getByRole('link', { name: 'Shipping' }).waitFor();
    await v.say('Is this strict?');
    v.fake.change({ owner: { kind: 'queue', name: null } });
    await v.panel.getByRole('button', { name: 'Get the answer by email' }).click();
    await v.panel.getByLabel('Your email').waitFor();
    expect(await v.page.evaluate(() => document.documentElement.dataset.violation)).toBeUndefined();
    expect(v.complaints).toEqual([]);
  });
});
