/** How the bot's settings are called on the screens, and how a value is read aloud. */
import type { BotChoices } from '@parley/protocol';

export type Setting = keyof BotChoices;

export const SETTING_NAMES: Readonly<Record<Setting, string>> = {
  enabled: 'The bot answers first',
  hours: 'Hours',
  office_hours: 'Office hours',
  name: 'Name',
  avatar: 'Picture',
  greeting: 'Greeting',
  greetings: 'Other greetings',
  quick_replies: 'Quick replies',
  tone: 'Tone',
  answer_length: 'Length of answers',
  model: 'Model',
  temperature: 'Freedom of wording',
  instructions: 'Instructions for the language model',
  refused_topics: 'Topics it declines',
  hand_over_topics: 'Topics for a person',
  mask_personal_data: 'Personal data stays here',
};

export const isSetting = (name: string): name is Setting => Object.hasOwn(SETTING_NAMES, name);

/** "Greeting, Tone". What a newer server knows is shown as it is. */
export const settingList = (names: readonly string[]): string =>
  names.map((name) => (isSetting(name) ? SETTING_NAMES[name] : name)).join(', ');

/** For values that are no texts. */
export function valueWords(value: string | number | boolean | null): string {
  if (value === null) return 'as the model does by itself';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  return String(value);
}
