/** What mails about accounts say, in each language that an account may choose. A language that lacks a sentence does not compile. */
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';

export const LANGUAGES = ['en', 'de', 'es', 'ar'] as const;
export type Language = (typeof LANGUAGES)[number];

/** What the sentences may name. */
export interface Named {
  readonly name: string;
  /** An address that is not the one that is written to. */
  readonly email: string;
  readonly site: string;
  /** The display name of whoever did it. */
  readonly by: string;
  /** A day, in the reader's words. */
  readonly day: string;
  /** A moment, in the reader's words. */
  readonly at: string;
  /** Recovery codes that are left. */
  readonly left: number;
  /** Amounts of money, in the reader's words: a limit, and what is spent of it. */
  readonly limit: string;
  readonly spent: string;
  /** The limit is the server's: the site cannot raise it. */
  readonly ofServer: boolean;
}

export interface LetterWords {
  readonly subject: string;
  readonly preview: string;
  readonly heading: string;
  readonly texts: readonly string[];
  readonly button: string;
  readonly smallPrint: readonly string[];
}

export const LETTERS = [
  'invitation',
  'password_reset',
  'password_changed',
  'verify_email',
  'change_email',
  'email_changed',
  'deactivate',
  'deactivated',
  'delete_account',
  'two_factor_on',
  'two_factor_off',
  'two_factor_reset',
  'two_factor_guessed',
  'two_factor_recovery_code_used',
  'two_factor_recovery_codes_renewed',
  'limit_of_day_reached',
  'limit_of_month_reached',
  'limit_of_month_near',
] as const;
export type LetterKind = (typeof LETTERS)[number];

export interface Words {
  readonly hello: (name: string) => string;
  readonly letters: Readonly<Record<LetterKind, (named: Named) => LetterWords>>;
}

export const WORDS: Readonly<Record<Language, Words>> = { en, de, es, ar };

/** English for any other. */
export const languageOf = (text: string): Language => LANGUAGES.find((language) => language === text) ?? 'en';
