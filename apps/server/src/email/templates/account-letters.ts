/** To people who sign in, in their language: what their account is about, and the link that goes with it. */
import { DEFAULT_ACCENT, type Letter, mailAccent } from './layout.ts';
import { type Language, type LetterKind, type Named, WORDS } from './words/words.ts';

interface About {
  readonly kind: LetterKind;
  readonly language: Language;
  /** What this kind's sentences name, and the reader's name always. */
  readonly named: Pick<Named, 'name'> & Partial<Named>;
  /** A site's own; absent: the product's. */
  readonly accent?: string;
  readonly link: string;
}

const NOTHING: Omit<Named, 'name'> = {
  email: '',
  site: '',
  by: '',
  day: '',
  at: '',
  left: 0,
  limit: '',
  spent: '',
  ofServer: false,
};

export function accountLetter({ kind, language, named, accent, link }: About): { subject: string; letter: Letter } {
  const words = WORDS[language];
  const { subject, preview, heading, texts, button, smallPrint } = words.letters[kind]({ ...NOTHING, ...named });
  // An invitation greets in its heading.
  const greeting = kind === 'invitation' ? [] : [words.hello(named.name)];
  return {
    subject,
    letter: {
      language,
      sender: named.site ?? 'Parley',
      accent: accent === undefined ? DEFAULT_ACCENT : mailAccent(accent),
      preview,
      heading,
      parts: [...greeting, ...texts].map((text) => ({ kind: 'text', text }) as const),
      button: { label: button, href: link },
      smallPrint,
    },
  };
}

/** A day as the reader writes it. */
export const dayWords = (language: Language, day: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone }).format(day);

/** A moment to the minute as the reader's clocks say it, and by which clocks. */
export const momentWords = (language: Language, moment: Date, timeZone: string): string =>
  new Intl.DateTimeFormat(language, {
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  }).format(moment);

/** Millionths of a US dollar as the reader writes money. */
export const moneyWords = (language: Language, micros: number): string =>
  new Intl.NumberFormat(language, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 }).format(
    micros / 1_000_000,
  );
