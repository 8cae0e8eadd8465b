/** Why somebody is blocked, and for how long. */
import { SelectField, TextField } from '../ui/Field.tsx';

export interface Why {
  reason: string;
  /** As text; empty: until it is lifted. */
  hours: string;
}
export const A_WEEK: Why = { reason: '', hours: '168' };

const DURATIONS: { hours: string; label: string }[] = [
  { hours: '24', label: 'A day' },
  { hours: '168', label: 'A week' },
  { hours: '720', label: '30 days' },
  { hours: '', label: 'Until it is lifted' },
];

/** As the commands take it. */
export const asParams = ({ reason, hours }: Why): { reason: string; hours?: number } => ({
  reason,
  ...(hours && { hours: Number(hours) }),
});

export function WhyFields({ why, onChange }: { why: Why; onChange: (why: Why) => void }) {
  return (
    <>
      <TextField
        label="Reason"
        hint="For your colleagues."
        maxLength={300}
        value={why.reason}
        onChange={(event) => onChange({ ...why, reason: event.target.value })}
      />
      <SelectField
        label="For how long"
        value={why.hours}
        onChange={(event) => onChange({ ...why, hours: event.target.value })}
      >
        {DURATIONS.map(({ hours, label }) => (
          <option key={hours} value={hours}>
            {label}
          </option>
        ))}
      </SelectField>
    </>
  );
}
