/** Narrowing the lists to one label: the menu beside the search, and the line that says so while it lasts. */
import { Tag, X } from 'lucide-react';
import { IconButton } from '../ui/Button.tsx';
import { Menu } from '../ui/Menu.tsx';
import styles from './LabelFilter.module.css';
import { LabelDot, LabelName } from './LabelName.tsx';
import { useLabels } from './use-labels.ts';

/** No label's id. */
const ANY = '';

interface LabelFilterProps {
  /** The one in force. */
  label: string | undefined;
  onChoose: (label: string | undefined) => void;
}

/** Nothing where there are no labels. */
export function LabelFilter({ label: shown, onChoose }: LabelFilterProps) {
  const labels = useLabels();
  if (!labels?.length) return null;
  return (
    <Menu
      label="Show one label"
      className={styles.button ?? ''}
      items={[
        {
          kind: 'choice',
          label: 'Only with the label',
          options: [
            { value: ANY, label: 'Any, or none' },
            ...labels.map(({ id, name, color }) => ({ value: id, label: name, icon: <LabelDot color={color} /> })),
          ],
          value: shown ?? ANY,
          closes: true,
          onChange: (id) => onChoose(id === ANY ? undefined : id),
        },
      ]}
    >
      <Tag aria-hidden="true" />
    </Menu>
  );
}

export function FilteredBy({ label: id, onClear }: { label: string; onClear: () => void }) {
  const label = useLabels()?.find((each) => each.id === id);
  return (
    <div className={styles.bar}>
      <span className={styles.words}>
        Only with {label ? <LabelName color={label.color} name={label.name} /> : 'a label'}
      </span>
      <IconButton label="Show all again" tipSide="left" className={styles.clear} onClick={onClear}>
        <X aria-hidden="true" />
      </IconButton>
    </div>
  );
}
