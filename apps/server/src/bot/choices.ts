/** A bot's settings: their defaults, what is accepted, and how they are compared. Where they are kept is `publish.ts` and `draft.ts`. */

import { isDeepStrictEqual } from 'node:util';
import { BotChoices, type Greeting } from '@parley/protocol';
import { isBlank } from '@parley/protocol/blank';
import type { Config } from '../config.ts';
import { refuse } from '../core/errors.ts';
import { isTimeZone } from '../core/hours.ts';
import type { Model } from './usage.ts';

/** As the table's own defaults. */
export const DEFAULTS: BotChoices = {
  enabled: true,
  hours: null,
  office_hours: null,
  name: 'Assistant',
  avatar: null,
  greeting: 'Hi! What can I do for you?',
  greetings: [],
  quick_replies: [],
  tone: 'friendly',
  answer_length: 'medium',
  model: null,
  temperature: null,
  instructions: '',
  refused_topics: [],
  hand_over_topics: [],
  mask_personal_data: false,
};

export type Field = keyof BotChoices;
export const FIELDS = Object.keys(BotChoices.properties) as Field[];

/** The settings among a row's columns, or of an older version: what it knows nothing of is as by default. */
export function choicesOf(stored: Partial<BotChoices>): BotChoices {
  const known = FIELDS.filter((field) => stored[field] !== undefined).map((field) => [field, stored[field]]);
  return { ...DEFAULTS, ...Object.fromEntries(known) };
}

/** The model that a bot asks: the chosen one while the operator offers it, else the operator's first. Null: there is none. */
export function modelOf({ openai }: Config, { model }: Pick<BotChoices, 'model'>): Model | null {
  return openai && { ...openai, model: model !== null && openai.models.includes(model) ? model : openai.model };
}

/** Trimmed, without repetitions. Throws `invalid`. */
export function tidied({ openai }: Config, given: Partial<BotChoices>): Partial<BotChoices> {
  const values = Object.fromEntries(
    FIELDS.filter((field) => given[field] !== undefined).map((field) => [field, tidy(given[field])]),
  ) as Partial<BotChoices>;
  if (values.greetings?.some(({ text }) => isBlank(text)))
    throw refuse('invalid', { fields: { greetings: 'one says nothing' } });
  if (values.hours && !isTimeZone(values.hours.time_zone))
    throw refuse('invalid', { fields: { hours: 'this time zone is not known' } });
  if (values.office_hours && !isTimeZone(values.office_hours.time_zone))
    throw refuse('invalid', { fields: { office_hours: 'this time zone is not known' } });
  if (values.name !== undefined && isBlank(values.name)) throw refuse('invalid', { fields: { name: 'is empty' } });
  if (values.model && openai && !openai.models.includes(values.model))
    throw refuse('invalid', { fields: { model: 'is not offered on this server' } });
  return values;
}

function tidy(value: BotChoices[Field] | undefined): unknown {
  if (typeof value === 'string') return value.trim();
  if (!Array.isArray(value)) return value;
  return (value as readonly unknown[]).every(isText) ? distinct(value as readonly string[]) : value.map(tidyGreeting);
}

const isText = (value: unknown): value is string => typeof value === 'string';

const tidyGreeting = (value: string | Greeting): unknown =>
  isText(value) ? value : { pages: value.pages.trim(), language: value.language, text: value.text.trim() };

/** As the columns of `bots` take them. */
export const columnsOf = <Settings extends Partial<BotChoices>>({
  greetings,
  hours,
  office_hours,
  ...settings
}: Settings) => ({
  ...settings,
  ...(office_hours !== undefined && { office_hours: office_hours && JSON.stringify(office_hours) }),
  ...(hours !== undefined && { hours: hours && JSON.stringify(hours) }),
  ...(greetings && { greetings: JSON.stringify(greetings) }),
});

/** Those that are not the same in both. */
export const differing = (before: BotChoices, after: Partial<BotChoices>): Field[] =>
  FIELDS.filter(
    // The database keeps the fields of an object in an order of its own.
    (field) => after[field] !== undefined && !isDeepStrictEqual(after[field], before[field]),
  );

/** Trimmed, without empty ones and repetitions. */
export const distinct = (texts: readonly string[]): string[] => [
  ...new Set(texts.map((text) => text.trim()).filter((text) => !isBlank(text))),
];
