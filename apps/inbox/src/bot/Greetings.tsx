/** Greetings of their own for some pages and languages. */
import type { Greeting } from '@parley/protocol';
import { Plus, X } from 'lucide-react';
import { Button, IconButton } from '../ui/Button.tsx';
import { SelectField, TextArea, TextField } from '../ui/Field.tsx';
import styles from './Greetings.module.css';
import { LANGUAGES, languageName } from './languages.ts';

const MOST = 40;

export function Greetings({
  values,
  onChange,
  error,
}: {
  values: readonly Greeting[];
  onChange: (values: Greeting[]) => void;
  error: string | undefined;
}) {
  const change = (index: number, part: Partial<Greeting>) =>
    onChange(values.map((each, i) => (i === index ? { ...each, ...part } : each)));
  return (
    <fieldset className={styles.greetings}>
      <legend className={styles.legend}>Other greetings</legend>
      <p className={styles.hint}>
        For some pages, or in another language. What fits the page and the language comes first, then the page, then the
        language; otherwise visitors read the greeting above.
      </p>
      {values.map((greeting, index) => (
        <div key={index} className={styles.greeting}>
          <TextField
            label={`Pages of greeting ${index + 1}`}
            placeholder="every page"
            hint="A path; * stands for anything: /pricing*"
            maxLength={200}
            value={greeting.pages}
            onChange={(event) => change(index, { pages: event.target.value })}
          />
          <SelectField
            label={`Language of greeting ${index + 1}`}
            value={greeting.language}
            onChange={(event) => change(index, { language: event.target.value })}
          >
            <option value="">every language</option>
            {[...new Set([...LANGUAGES, greeting.language])].filter(Boolean).map((tag) => (
              <option key={tag} value={tag}>
                {languageName(tag)}
              </option>
            ))}
          </SelectField>
          <div className={styles.text}>
            <TextArea
              label={`Text of greeting ${index + 1}`}
              required
              rows={2}
              maxLength={500}
              value={greeting.text}
              onChange={(event) => change(index, { text: event.target.value })}
            />
          </div>
          <IconButton
            label={`Remove greeting ${index + 1}`}
            tipSide="left"
            className={styles.remove}
            onClick={() => onChange(values.filter((_, i) => i !== index))}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
      <Button
        size="small"
        className={styles.add}
        blocked={values.length >= MOST ? `At most ${MOST}` : undefined}
        onClick={() => onChange([...values, { pages: '', language: '', text: '' }])}
      >
        <Plus aria-hidden="true" /> Add a greeting
      </Button>
    </fieldset>
  );
}
