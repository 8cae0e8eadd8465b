/** A field to type in, and below it in groups what the words fit: one is taken with Enter or a click. */
import { Autocomplete } from '@base-ui/react/autocomplete';
import { Search } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Choices.module.css';

export interface ChoiceGroup<Item> {
  value: string;
  items: Item[];
}

interface ChoicesProps<Item extends { id: string }> {
  label: string;
  placeholder: string;
  groups: ChoiceGroup<Item>[];
  words: string;
  onWords: (words: string) => void;
  /** All that an item is found by. */
  textOf: (item: Item) => string;
  /** Where that is not by `textOf` alone. */
  filter?: (item: Item, words: string) => boolean;
  /** Where nothing is left. */
  empty: ReactNode;
  onChoose: (item: Item) => void;
  /** What stands in an item's row: its name as a `ChoiceLabel`, which takes the room that is left. */
  children: (item: Item) => ReactNode;
}

export function Choices<Item extends { id: string }>(props: ChoicesProps<Item>) {
  const { label, placeholder, groups, words, onWords, textOf, filter, empty, onChoose, children } = props;
  return (
    <Autocomplete.Root
      inline
      open
      items={groups}
      value={words}
      onValueChange={onWords}
      itemToStringValue={textOf}
      {...(filter && { filter })}
      autoHighlight="always"
      keepHighlight
    >
      {/* There from the start: the focus and the first letters are for it. */}
      <div className={styles.input}>
        <Search aria-hidden="true" />
        <Autocomplete.Input aria-label={label} placeholder={placeholder} />
      </div>
      <Autocomplete.Empty className={styles.empty}>{empty}</Autocomplete.Empty>
      <Autocomplete.List className={styles.list}>
        {(group: ChoiceGroup<Item>) => (
          <Autocomplete.Group key={group.value} items={group.items}>
            <Autocomplete.GroupLabel className={styles.group}>{group.value}</Autocomplete.GroupLabel>
            <Autocomplete.Collection>
              {(item: Item) => (
                <Autocomplete.Item key={item.id} value={item} className={styles.item} onClick={() => onChoose(item)}>
                  {children(item)}
                </Autocomplete.Item>
              )}
            </Autocomplete.Collection>
          </Autocomplete.Group>
        )}
      </Autocomplete.List>
    </Autocomplete.Root>
  );
}

export const ChoiceLabel = ({ children }: { children: ReactNode }) => <span className={styles.label}>{children}</span>;
