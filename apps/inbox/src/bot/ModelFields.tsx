/** What a language model is told: how to speak, how much, what to leave alone. */
import type { BotChoices, BotLength, BotTone } from '@parley/protocol';
import { SelectField, Switch, TextArea } from '../ui/Field.tsx';
import { ListField } from '../ui/ListField.tsx';
import styles from './ModelFields.module.css';

const TONES: Record<BotTone, string> = { friendly: 'Friendly', neutral: 'Matter-of-fact', formal: 'Formal and polite' };
const LENGTHS: Record<BotLength, string> = {
  short: 'Short, up to 60 words',
  medium: 'Medium, up to 120 words',
  long: 'Long, up to 250 words',
};
/** As many steps as anybody can tell apart. */
const TEMPERATURES: readonly [string, string][] = [
  ['', 'As the model does by itself'],
  ['0', 'None: the same words every time'],
  ['0.3', 'Little'],
  ['0.7', 'Some'],
  ['1', 'Much'],
];

export function ModelFields({
  models,
  value,
  change,
  fields,
}: {
  models: readonly string[];
  value: BotChoices;
  change: (part: Partial<BotChoices>) => void;
  fields: Record<string, string>;
}) {
  const temperature = value.temperature === null ? '' : String(value.temperature);
  return (
    <>
      <div className={styles.row}>
        {models.length > 1 || value.model !== null ? (
          <SelectField
            label="Model"
            error={fields.model}
            value={value.model ?? ''}
            onChange={(event) => change({ model: event.target.value || null })}
          >
            <Options words={modelWords(models, value.model)} />
          </SelectField>
        ) : null}
        <SelectField
          label="Tone"
          value={value.tone}
          onChange={(event) => change({ tone: event.target.value as BotTone })}
        >
          <Options words={Object.entries(TONES)} />
        </SelectField>
        <SelectField
          label="Length of answers"
          value={value.answer_length}
          onChange={(event) => change({ answer_length: event.target.value as BotLength })}
        >
          <Options words={Object.entries(LENGTHS)} />
        </SelectField>
        <SelectField
          label="Freedom of wording"
          hint="Some models refuse anything but their own."
          value={temperature}
          onChange={(event) => change({ temperature: event.target.value === '' ? null : Number(event.target.value) })}
        >
          <Options
            words={
              TEMPERATURES.some(([known]) => known === temperature)
                ? TEMPERATURES
                : [...TEMPERATURES, [temperature, temperature]]
            }
          />
        </SelectField>
      </div>
      <TextArea
        label="Instructions for the language model"
        hint="Added to every question. What to offer, what never to promise."
        maxLength={4_000}
        rows={6}
        error={fields.instructions}
        value={value.instructions}
        onChange={(event) => change({ instructions: event.target.value })}
      />
      <Switch
        label="Personal data stays here"
        hint="Email addresses, telephone numbers, payment cards and bank accounts are taken out of what was written before it goes to the model. Its answers cannot use them then."
        checked={value.mask_personal_data}
        onChange={(mask_personal_data) => change({ mask_personal_data })}
      />
      <ListField
        label="Topics it declines"
        hint="Answered with a polite refusal: “medical advice”, “other shops”."
        addLabel="Add a topic to decline"
        itemLabel="Declined topic"
        values={value.refused_topics}
        onChange={(refused_topics) => change({ refused_topics })}
        most={20}
        maxLength={120}
        error={fields.refused_topics}
      />
    </>
  );
}

/** The first is the server's own choice; one that is not offered any more is still shown where it is chosen. */
const modelWords = (models: readonly string[], chosen: string | null): [string, string][] => [
  ['', `${models[0]}, the server’s choice`],
  ...models.slice(1).map((name): [string, string] => [name, name]),
  ...(chosen !== null && !models.slice(1).includes(chosen)
    ? [[chosen, models[0] === chosen ? chosen : `${chosen}, not offered now`] as [string, string]]
    : []),
];

const Options = ({ words }: { words: readonly (readonly [string, string])[] }) =>
  words.map(([value, label]) => (
    <option key={value} value={value}>
      {label}
    </option>
  ));
