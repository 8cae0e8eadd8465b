/** The settings of a website: how often, how many pages, how deep. For one that is added and for one that is changed. */
import type { KnowledgeSource } from '@parley/protocol';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { SCHEDULES } from './words.ts';

export interface WebsiteSettings {
  schedule: KnowledgeSource['schedule'];
  /** As typed. */
  max_pages: string;
  max_depth: string;
}

export interface WebsiteFieldsProps {
  value: WebsiteSettings;
  onChange: (change: Partial<WebsiteSettings>) => void;
  fields: Record<string, string>;
}

export const parsed = ({ schedule, max_pages, max_depth }: WebsiteSettings) => ({
  schedule,
  max_pages: Number(max_pages),
  max_depth: Number(max_depth),
});

export function WebsiteFields({ value, onChange, fields }: WebsiteFieldsProps) {
  return (
    <>
      <SelectField
        label="Import again"
        hint="Only what has changed is written anew. Pages that are gone are withdrawn."
        value={value.schedule}
        onChange={(event) => onChange({ schedule: event.target.value as KnowledgeSource['schedule'] })}
      >
        {Object.entries(SCHEDULES).map(([schedule, label]) => (
          <option key={schedule} value={schedule}>
            {label}
          </option>
        ))}
      </SelectField>
      <TextField
        label="Pages at most"
        type="number"
        required
        min={1}
        max={2_000}
        error={fields.max_pages}
        value={value.max_pages}
        onChange={(event) => onChange({ max_pages: event.target.value })}
      />
      <TextField
        label="Links from the start at most"
        hint="1 reads the pages that the start links to, 2 those that they link to, and so on."
        type="number"
        required
        min={0}
        max={10}
        error={fields.max_depth}
        value={value.max_depth}
        onChange={(event) => onChange({ max_depth: event.target.value })}
      />
    </>
  );
}
