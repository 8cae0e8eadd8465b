/** Narrowing the audit log: by who, what, and the days between. */
import { useCommand } from '../shell/commands.ts';
import { SelectField, TextField } from '../ui/Field.tsx';
import styles from './AuditPage.module.css';
import type { AuditFilter } from './filter.ts';
import { actionName, KNOWN_ACTIONS } from './words.ts';

export function Filters({ filter, onChange }: { filter: AuditFilter; onChange: (filter: AuditFilter) => void }) {
  const { data } = useCommand('list_agents', {});
  const people = data?.agents ?? [];
  const { actor, action, from, to } = filter;
  // A link may name somebody who has left the team.
  const stranger = actor && actor !== 'system' && !people.some(({ id }) => id === actor);
  return (
    <search className={styles.filters} aria-label="Narrow the audit log">
      <SelectField
        label="Who"
        value={actor ?? ''}
        onChange={(event) => onChange({ ...filter, actor: event.target.value })}
      >
        <option value="">Everybody</option>
        {people.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        {stranger ? <option value={actor}>Somebody who left</option> : null}
        <option value="system">Parley itself</option>
      </SelectField>
      <SelectField
        label="What"
        value={action ?? ''}
        onChange={(event) => onChange({ ...filter, action: event.target.value })}
      >
        <option value="">Everything</option>
        {[...new Set([...KNOWN_ACTIONS, ...(action ? [action] : [])])].map((each) => (
          <option key={each} value={each}>
            {actionName(each)}
          </option>
        ))}
      </SelectField>
      <TextField
        label="From"
        type="date"
        value={from ?? ''}
        max={to}
        onChange={(event) => onChange({ ...filter, from: event.target.value })}
      />
      <TextField
        label="To"
        type="date"
        value={to ?? ''}
        min={from}
        onChange={(event) => onChange({ ...filter, to: event.target.value })}
      />
    </search>
  );
}
