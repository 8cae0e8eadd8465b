/** The languages that greetings are written in, and how one is told for whom it is. */
import type { Greeting } from '@parley/protocol';
import { LOCALE } from '../ui/locale.ts';

const names = new Intl.DisplayNames(LOCALE, { type: 'language' });
export const languageName = (tag: string): string => names.of(tag) ?? tag;

/** What the widget's visitors read most, after those that the bot itself speaks. */
export const LANGUAGES = 'en de es ar fr pt it nl pl tr ru uk cs sv da fi el he hi id ja ko ro zh'.split(' ');

/** "/pricing*, German". */
export const whereWords = ({ pages, language }: Greeting): string =>
  [pages || 'every page', language ? languageName(language) : ''].filter(Boolean).join(', ');
