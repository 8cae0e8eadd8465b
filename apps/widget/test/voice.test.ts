/** Speaking instead of writing: by a recogniser that is played, and by recordings of Chromium's own fake microphone. */
import { expect, it } from 'vitest';
import { brokenRules } from './axe.ts';
import { browserTests, type Visit } from './browser.ts';
import type { PageOptions } from './fake-server.ts';

const visit = browserTests(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream']);

interface Ear {
  lang: string;
  interimResults: boolean;
  state: 'asked' | 'stopped' | 'aborted';
  begin(): void;
  hear(...texts: string[]): void;
  fail(error: string): void;
  end(): void;
}
/** Chromium's own: what a microphone gives, piece by piece, each with its length in microseconds. */
type Sound = new (of: { track: MediaStreamTrack }) => { readable: ReadableStream<{ duration: number; close(): void }> };
type Played = typeof globalThis & { ear: Ear; streams: MediaStream[]; MediaStreamTrackProcessor: Sound };

/** In the page, before anything of it: `ear` is the recogniser that listens, if it has one. */
function play(kind: 'recogniser' | 'recorder' | 'deaf'): void {
  const page = globalThis as unknown as Omit<Played, 'MediaRecorder'> & Record<string, unknown>;
  delete page.SpeechRecognition;
  delete page.webkitSpeechRecognition;
  page.streams = [];
  const { mediaDevices } = navigator;
  const ask = mediaDevices?.getUserMedia.bind(mediaDevices);
  if (mediaDevices) {
    mediaDevices.getUserMedia = async (wanted) => {
      const stream = await ask(wanted);
      page.streams.push(stream);
      return stream;
    };
  }
  if (kind === 'deaf') delete page.MediaRecorder;
  if (kind !== 'recogniser') return;
  page.SpeechRecognition = class {
    onstart?: () => void;
    onresult?: (event: object) => void;
    onerror?: (event: object) => void;
    onend?: () => void;
    state = 'asked';
    start() {
      page.ear = this as unknown as Ear;
    }
    stop() {
      this.state = 'stopped';
    }
    abort() {
      this.state = 'aborted';
    }
    begin() {
      this.onstart?.();
    }
    hear(...texts: string[]) {
      this.onresult?.({ results: texts.map((transcript) => [{ transcript }]) });
    }
    fail(error: string) {
      this.onerror?.({ error });
      this.onend?.();
    }
    end() {
      this.onend?.();
    }
  };
}

interface Wish extends PageOptions {
  kind?: 'recogniser' | 'recorder' | 'deaf';
  voice?: 'browser' | 'server' | 'off';
  context?: Parameters<typeof visit>[0];
}

async function spoken({ kind = 'recogniser', voice = 'server', context, ...page }: Wish = {}): Promise<Visit> {
  const v = await visit(context);
  if (voice !== 'off') v.fake.config.voice = voice;
  await v.page.addInitScript(play, kind);
  await v.goto({ strict: true, ...page });
  await v.open();
  return v;
}
const button = ({ panel }: Visit, name = 'Speak instead of writing') =>
  panel.getByRole('button', { name, exact: true });
const ear = (v: Visit, what: 'begin' | 'end' | 'hear' | 'fail', ...said: string[]) =>
  v.page.evaluate(([name, args]) => ((globalThis as Played).ear[name] as (...all: string[]) => void)(...args), [
    what,
    said,
  ] as const);
const line = (v: Visit, words: string) => v.panel.locator('.voice [role=status]', { hasText: words });
const listening = async (v: Visit) => {
  await button(v).click();
  await line(v, 'Allow the microphone').waitFor();
  await ear(v, 'begin');
  await line(v, 'Listening').waitFor();
};
const sent = ({ fake }: Visit) => fake.frames.filter(({ command }) => command === 'new_message');
const open = (v: Visit) =>
  v.page.evaluate(() =>
    (globalThis as Played).streams
      .flatMap((stream) => stream.getTracks())
      .some(({ readyState }) => readyState === 'live'),
  );

/** Until the microphone has given so much sound, in milliseconds, from now on. */
const sounded = (v: Visit, length: number) =>
  v.page.evaluate(async (length) => {
    const { streams, MediaStreamTrackProcessor: Sound } = globalThis as Played;
    const track = streams.at(-1)?.getAudioTracks()[0]?.clone() as MediaStreamTrack;
    const pieces = new Sound({ track }).readable.getReader();
    for (let heard = 0; heard < length * 1_000; ) {
      const { value } = await pieces.read();
      heard += value?.duration ?? 0;
      value?.close();
    }
    track.stop();
  }, length);

it('puts what is said where the caret is, as it comes, and leaves the sending to the visitor', async () => {
  const v = await spoken({ lang: 'pt-BR' });
  await v.field.fill('Hi. Thanks!');
  await v.field.evaluate((field: HTMLTextAreaElement) => field.setSelectionRange(3, 3));
  await listening(v);
  expect(
    await v.page.evaluate(() => [(globalThis as Played).ear.lang, (globalThis as Played).ear.interimResults]),
  ).toEqual(['pt-BR', true]);
  await ear(v, 'hear', 'where is');
  await expect.poll(() => v.field.inputValue()).toBe('Hi. where is Thanks!');
  await ear(v, 'hear', 'Where is my ', 'order');
  await ear(v, 'hear', 'Where is my ', 'order?');
  await expect.poll(() => v.field.inputValue()).toBe('Hi. Where is my order? Thanks!');
  await button(v, 'Stop listening').click();
  // The last words come after that.
  await ear(v, 'hear', 'Where is my ', 'order now?');
  await ear(v, 'end');
  await line(v, 'Read it over, then send.').waitFor();
  await v.panel.locator('textarea:focus').waitFor();
  expect(sent(v)).toEqual([]);
  await v.page.keyboard.type(' Please.');
  await v.page.keyboard.press('Enter');
  await v.fake.heard(({ command }) => command === 'new_message');
  expect(sent(v)).toMatchObject([{ message: { content: 'Hi. Where is my order now? Please. Thanks!' } }]);
  await expect.poll(() => v.panel.locator('.voice.quiet').count()).toBe(1);
  expect(v.complaints).toEqual([]);
});

it('is let go of by Escape, which leaves the chat open, and what was heard stays over a reload', async () => {
  const v = await spoken();
  await listening(v);
  await ear(v, 'hear', 'Half a sen');
  await v.page.keyboard.press('Escape');
  await expect.poll(() => v.page.evaluate(() => (globalThis as Played).ear.state)).toBe('stopped');
  await ear(v, 'end');
  await expect.poll(() => v.panel.isVisible()).toBe(true);
  await v.page.reload();
  await v.open();
  await expect.poll(() => v.field.inputValue()).toBe('Half a sen');
  await button(v).click();
  await line(v, 'Allow the microphone').waitFor();
  await v.page.keyboard.press('Escape');
  await button(v).waitFor();
  await v.page.keyboard.press('Escape');
  await v.panel.waitFor({ state: 'hidden' });
});

it('listens no more once somebody types, sends, closes the chat or looks away', async () => {
  const v = await spoken();
  const over = async () => {
    await button(v).waitFor();
    await expect.poll(() => v.page.evaluate(() => (globalThis as Played).ear.state)).not.toBe('asked');
  };
  await listening(v);
  await ear(v, 'hear', 'I would like');
  await v.field.press('End');
  await v.page.keyboard.type(' tea');
  await over();
  await ear(v, 'hear', 'I would like coffee');
  await expect.poll(() => v.field.inputValue()).toBe('I would like tea');
  await listening(v);
  await ear(v, 'hear', 'and cake');
  await v.field.press('Enter');
  await over();
  await ear(v, 'hear', 'and cake with cream');
  await expect.poll(() => v.field.inputValue()).toBe('');
  await v.fake.heard(({ command }) => command === 'new_message');
  expect(sent(v)).toMatchObject([{ message: { content: 'I would like tea and cake' } }]);
  await listening(v);
  await v.panel.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => v.page.evaluate(() => (globalThis as Played).ear.state)).toBe('aborted');
  await v.open();
  await listening(v);
  await v.page.evaluate(() => {
    Object.defineProperty(document, 'hidden', { value: true });
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(() => v.page.evaluate(() => (globalThis as Played).ear.state)).toBe('stopped');
});

it.each([
  ['not-allowed', 'Allow it beside the address'],
  ['audio-capture', 'No microphone answers'],
  ['no-speech', 'Nothing was heard'],
  ['network', 'Your browser cannot write down'],
  ['service-not-allowed', 'Your browser cannot write down'],
  ['bad-grammar', 'That could not be written down'],
])('says what to do after %s', async (error, words) => {
  const v = await spoken({ voice: 'browser' });
  await button(v).click();
  await line(v, 'Allow the microphone').waitFor();
  await ear(v, 'fail', error);
  await line(v, words).waitFor();
  expect(await brokenRules(v.page)).toEqual([]);
  await button(v).waitFor();
  // Gone with the first letter.
  await v.field.press('x');
  await expect.poll(() => v.panel.locator('.voice.quiet').count()).toBe(1);
});

it('is there from the first moment, and loads what listens once somebody comes near, by hand or by keyboard', async () => {
  for (const near of ['hover', 'focus'] as const) {
    const v = await spoken();
    await button(v).waitFor();
    const listens = () => v.fake.requests.some((request) => /dictation/.test(request));
    expect(listens()).toBe(false);
    await button(v)[near]();
    await expect.poll(listens).toBe(true);
    await line(v, '').waitFor({ state: 'attached' });
  }
});

it('says so where what listens cannot be loaded, and tries again', async () => {
  const v = await spoken();
  await v.panel.getByText('Usually').waitFor();
  v.fake.broken = true;
  await button(v).click();
  await v.panel.getByText('This does not work at the moment.').waitFor();
  v.fake.broken = false;
  await v.page.reload();
  await v.open();
  await listening(v);
  await expect.poll(() => v.panel.getByText('This does not work').count()).toBe(0);
});

it('says that it needs a connection', async () => {
  const v = await spoken();
  await button(v).hover();
  await line(v, '').waitFor({ state: 'attached' });
  await v.page.context().setOffline(true);
  await v.panel.getByText('You are offline. Messages').waitFor();
  await button(v).click();
  await line(v, 'You are offline').waitFor();
  await v.page.context().setOffline(false);
});

it('records where the browser has no ear, and has the server write it down', async () => {
  const v = await spoken({ kind: 'recorder' });
  await v.field.fill('Hello,');
  await button(v).click();
  await line(v, 'for 30 seconds at most').waitFor();
  await sounded(v, 500);
  await button(v, 'Stop listening').click();
  await line(v, 'Read it over, then send.').waitFor();
  await expect.poll(() => v.field.inputValue()).toBe('Hello, where is my order');
  expect(sent(v)).toEqual([]);
  await expect.poll(() => open(v)).toBe(false);
  const [recording] = v.fake.recordings;
  expect(recording).toMatchObject({ token: 'Bearer access-token', language: 'en' });
  const wav = Buffer.from(recording?.audio ?? '', 'base64');
  expect([wav.toString('latin1', 0, 4), wav.toString('latin1', 8, 16)]).toEqual(['RIFF', 'WAVEfmt ']);
  expect([wav.readUInt16LE(22), wav.readUInt32LE(24), wav.readUInt16LE(34)]).toEqual([1, 16_000, 16]);
  expect(wav.readUInt32LE(40)).toBe(wav.length - 44);
  expect(wav.length).toBeGreaterThan(8_000);
  expect(v.complaints).toEqual([]);
});

it('does so too where the browser’s ear is none, and tells the page’s language only where it is the visitor’s', async () => {
  const v = await spoken({ lang: 'de' });
  await button(v).click();
  await line(v, 'Allow the microphone').waitFor();
  await ear(v, 'fail', 'network');
  await line(v, 'for 30 seconds at most').waitFor();
  await sounded(v, 300);
  await v.page.keyboard.press('Escape');
  await line(v, 'Read it over').waitFor();
  expect(v.fake.recordings).toHaveLength(1);
  expect(v.fake.recordings[0]?.language).toBeUndefined();
  // It is not tried again.
  await button(v).click();
  await line(v, 'for 30 seconds at most').waitFor();
  await v.panel.getByRole('button', { name: 'Close' }).click();
  await expect.poll(() => open(v)).toBe(false);
  expect(v.fake.recordings).toHaveLength(1);
});

it('tries the same once more after a failure, and says when nothing was heard or it was too often', async () => {
  const v = await spoken({ kind: 'recorder' });
  const record = async () => {
    await button(v).click();
    await line(v, 'for 30 seconds at most').waitFor();
    await sounded(v, 300);
    await button(v, 'Stop listening').click();
  };
  const answer = (status: number, body: object) => {
    v.fake.transcription = { status, body };
  };
  answer(503, { error: { code: 'model_failed', message: '' } });
  await record();
  await line(v, 'That could not be written down').waitFor();
  expect(await brokenRules(v.page)).toEqual([]);
  answer(200, { text: 'once more' });
  await v.panel.getByRole('button', { name: 'Try again' }).click();
  await line(v, 'Read it over').waitFor();
  await expect.poll(() => v.field.inputValue()).toBe('once more');
  expect(v.fake.recordings[1]?.audio).toBe(v.fake.recordings[0]?.audio);
  answer(200, { text: '' });
  await record();
  await line(v, 'Nothing was heard').waitFor();
  answer(429, { error: { code: 'rate_limited', message: '' } });
  await record();
  await line(v, 'No more can be written down').waitFor();
  answer(409, { error: { code: 'no_model', message: '' } });
  await record();
  await line(v, 'Your browser cannot write down').waitFor();
});

it('says how a microphone is allowed that was refused', async () => {
  const v = await spoken({ kind: 'recorder' });
  await v.page.evaluate(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await button(v).click();
  await line(v, 'Allow it beside the address').waitFor();
});

it.each<[string, Wish]>([
  ['the site does not want it', { voice: 'off' }],
  ['nothing can hear', { kind: 'deaf' }],
  ['the server writes nothing down, and the browser neither', { kind: 'recorder', voice: 'browser' }],
  ['the page’s policy has no microphones', { silent: true }],
])('is not there where %s', async (_, wish) => {
  const v = await spoken(wish);
  await v.say('Hello');
  await v.panel.getByRole('img', { name: 'Sent', exact: true }).waitFor();
  await expect.poll(() => v.panel.locator('.mic').count()).toBe(0);
  // What listens is loaded by nobody who does not want it.
  expect(v.fake.requests.filter((request) => /dictation/.test(request))).toEqual([]);
});

it.each<[string, Wish]>([
  ['light', {}],
  ['dark', { scheme: 'dark', context: { colorScheme: 'dark' } }],
  ['right to left', { dir: 'rtl' }],
  ['on a phone', { context: { viewport: { width: 360, height: 640 }, hasTouch: true, isMobile: true } }],
  ['without motion', { context: { reducedMotion: 'reduce' } }],
])('breaks no rule of axe and fits: %s', async (name, wish) => {
  const v = await spoken(wish);
  await button(v).waitFor();
  expect(await brokenRules(v.page)).toEqual([]);
  await listening(v);
  await ear(v, 'hear', 'where is');
  expect(await brokenRules(v.page)).toEqual([]);
  const [mic, send] = await Promise.all([button(v, 'Stop listening').boundingBox(), button(v, 'Send').boundingBox()]);
  expect([mic?.y, mic?.height]).toEqual([send?.y, send?.height]);
  expect((mic?.x ?? 0) < (send?.x ?? 0)).toBe(name !== 'right to left');
  const motion = await v.panel.locator('.hears path').evaluate((path) => getComputedStyle(path).animationName);
  expect(motion === 'none').toBe(name === 'without motion');
  if (process.env.VOICE_SHOTS) await v.page.screenshot({ path: `${process.env.VOICE_SHOTS}/${name}.png` });
});

it('comes back with the field after consent was given', async () => {
  const v = await visit();
  v.fake.config.voice = 'server';
  v.fake.config.consent = { version: 3, text: 'We keep what you write.', policy_url: null };
  await v.page.addInitScript(play, 'recogniser' as const);
  await v.goto();
  await v.open();
  await v.panel.getByRole('button', { name: 'Agree and write' }).waitFor();
  await expect.poll(() => button(v).isVisible()).toBe(false);
  await v.panel.getByRole('button', { name: 'Agree and write' }).click();
  await button(v).waitFor();
});
