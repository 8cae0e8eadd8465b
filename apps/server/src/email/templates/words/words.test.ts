/** Holds that every mail about an account exists in every language, in that language, and names what it is about. */
import { describe, expect, test } from 'vitest';
import { accountLetter, momentWords } from '../account-letters.ts';
import { letterText } from '../layout.ts';
import { LANGUAGES, type Language, LETTERS, type LetterKind } from './words.ts';

const NAMED = {
  name: 'Mia',
  email: 'new@x.test',
  site: 'Acme',
  by: 'Olga',
  day: '3/5/2026',
  at: '10:00',
  left: 7,
  limit: '$30.00',
  spent: '$24.00',
  ofServer: false,
};
/** The names that its English speaks of. Other languages must name the same. */
const namesIn = (text: string) => Object.values(NAMED).filter((name) => text.includes(String(name)));
const said = (kind: LetterKind, language: Language) => {
  const { subject, letter } = accountLetter({ kind, language, named: NAMED, link: 'http://parley.test/x' });
  return { subject, letter, text: `${subject}\n${letter.preview}\n${letterText(letter)}` };
};
const sentences = ({ letter, subject }: ReturnType<typeof said>) =>
  [subject, letter.preview, letter.button.label, ...letter.smallPrint].concat(
    letter.parts.map((part) => (part.kind === 'message' ? part.content : part.text)),
  );

describe.each(LETTERS)('%s', (kind) => {
  test.each(LANGUAGES)('is written in %s', (language) => {
    const letter = said(kind, language);
    expect(sentences(letter).every((sentence) => sentence.trim() !== '')).toBe(true);
    expect(namesIn(letter.text)).toEqual(namesIn(said(kind, 'en').text));
    const others = LANGUAGES.filter((other) => other !== language).flatMap((other) => sentences(said(kind, other)));
    expect(sentences(letter).filter((sentence) => others.includes(sentence))).toEqual([]);
  });
});

test.each(LANGUAGES)('how many recovery codes are left is said in %s, with the last one and one apart', (language) => {
  const texts = [0, 1, 2, 5].map((left) => {
    const { letter } = accountLetter({
      kind: 'two_factor_recovery_code_used',
      language,
      named: { name: 'Mia', left },
      link: 'http://parley.test/x',
    });
    return letterText(letter);
  });
  expect(new Set(texts).size).toBe(4);
  expect(texts[3]).toMatch(/5|٥/);
});

test.each(LANGUAGES)('who cannot raise a limit is told in %s who can', (language) => {
  const about = { language, named: NAMED, link: 'http://parley.test/x' };
  for (const [kind, setting] of [
    ['limit_of_day_reached', 'MODEL_SPEND_DAY'],
    ['limit_of_month_reached', 'MODEL_SPEND_MONTH'],
    ['limit_of_month_near', 'MODEL_SPEND_MONTH'],
  ] as const) {
    const own = letterText(accountLetter({ ...about, kind }).letter);
    const servers = letterText(accountLetter({ ...about, kind, named: { ...NAMED, ofServer: true } }).letter);
    expect([own.includes(setting), servers.includes(setting)]).toEqual([false, true]);
  }
});

test('a moment is told by the reader’s clocks', () => {
  const moment = new Date('2026-07-01T22:30:00Z');
  expect(momentWords('de', moment, 'Europe/Berlin')).toBe('2. Juli 2026 um 00:30 MESZ');
  expect(momentWords('en', moment, 'UTC')).toBe('July 1, 2026 at 10:30 PM UTC');
});
