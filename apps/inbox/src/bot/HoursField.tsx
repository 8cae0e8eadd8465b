/** Hours of a week: when the bot answers, or people do. */
import type { BotHours } from '@parley/protocol';
import { SelectField, Switch, TextField } from '../ui/Field.tsx';
import styles from './HoursField.module.css';

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;

export function HoursField({
  label,
  hint,
  never,
  value,
  onChange,
  error,
}: {
  label: string;
  hint: string;
  /** What it means that no day is chosen. */
  never: string;
  value: BotHours | null;
  onChange: (hours: BotHours | null) => void;
  error: string | undefined;
}) {
  const change = (part: Partial<BotHours>) => value && onChange({ ...value, ...part });
  return (
    <>
      <Switch
        label={label}
        hint={hint}
        checked={value !== null}
        onChange={(on) => onChange(on ? { time_zone: here, days: [1, 2, 3, 4, 5], from: '09:00', to: '17:00' } : null)}
      />
      {value ? (
        <fieldset className={styles.hours} aria-label={label}>
          <div className={styles.days}>
            {DAYS.map((name, index) => (
              <label key={name} className={styles.day}>
                <input
                  type="checkbox"
                  checked={value.days.includes(index + 1)}
                  onChange={(event) =>
                    change({
                      days: DAYS.map((_, i) => i + 1).filter((day) =>
                        day === index + 1 ? event.target.checked : value.days.includes(day),
                      ),
                    })
                  }
                />
                {name}
              </label>
            ))}
          </div>
          <div className={styles.times}>
            <TextField
              label="From"
              type="time"
              required
              value={value.from}
              onChange={(event) => change({ from: event.target.value })}
            />
            <TextField
              label="To"
              type="time"
              required
              value={value.to}
              onChange={(event) => change({ to: event.target.value })}
            />
            <SelectField
              label="Time zone"
              value={value.time_zone}
              error={error}
              onChange={(event) => change({ time_zone: event.target.value })}
            >
              {[...new Set([value.time_zone, ...Intl.supportedValuesOf('timeZone')])].map((zone) => (
                <option key={zone}>{zone}</option>
              ))}
            </SelectField>
          </div>
          <output className={styles.meaning}>{value.days.length === 0 ? never : endWords(value)}</output>
        </fieldset>
      ) : null}
    </>
  );
}

/** What the times alone do not say. */
function endWords({ from, to }: BotHours): string {
  if (from < to) return '';
  return from === to ? 'Around the clock, from each of these days into the next.' : 'They end on the day after.';
}

/** "Monday, Tuesday, 09:00 to 17:00, Europe/Berlin". */
export const hoursWords = (hours: BotHours | null): string =>
  hours
    ? [...hours.days.map((day) => DAYS[day - 1]), `${hours.from} to ${hours.to}`, hours.time_zone].join(', ')
    : 'at all hours';
