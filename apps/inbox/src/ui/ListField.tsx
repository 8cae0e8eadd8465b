/** A short list of short texts: one field each, with adding and removing. */
import { Plus, X } from 'lucide-react';
import { useEffect, useId, useRef } from 'react';
import { Button, IconButton } from './Button.tsx';
import styles from './ListField.module.css';

export interface ListFieldProps {
  label: string;
  hint?: string;
  /** "Add a quick reply". */
  addLabel: string;
  /** The name of one field, before its number: "Quick reply". */
  itemLabel: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  most: number;
  maxLength: number;
  error?: string | undefined;
  disabled?: boolean;
}

export function ListField({
  label,
  hint,
  addLabel,
  itemLabel,
  values,
  onChange,
  most,
  maxLength,
  error,
  disabled = false,
}: ListFieldProps) {
  const id = useId();
  const list = useRef<HTMLUListElement>(null);
  // The field that was just added is the one to write in.
  const added = useRef(false);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  });
  const add = () => {
    added.current = true;
    onChange([...values, '']);
  };
  return (
    <fieldset className={styles.field} aria-describedby={hint ? `${id}-hint` : undefined} disabled={disabled}>
      <legend className={styles.legend}>{label}</legend>
      {hint ? (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      ) : null}
      <ul ref={list} className={styles.items}>
        {values.map((value, index) => (
          <li key={index} className={styles.item}>
            <input
              className={styles.input}
              aria-label={`${itemLabel} ${index + 1}`}
              value={value}
              maxLength={maxLength}
              onChange={(event) => onChange(values.with(index, event.target.value))}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                if (values.length < most && value.trim()) add();
              }}
            />
            <IconButton
              label={`Remove ${itemLabel.toLowerCase()} ${index + 1}`}
              tipSide="left"
              onClick={() => onChange(values.toSpliced(index, 1))}
            >
              <X aria-hidden="true" />
            </IconButton>
          </li>
        ))}
      </ul>
      {error ? (
        <p className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
      <Button
        size="small"
        className={styles.add}
        blocked={values.length >= most ? `At most ${most}` : undefined}
        disabled={disabled}
        onClick={add}
      >
        <Plus aria-hidden="true" /> {addLabel}
      </Button>
    </fieldset>
  );
}

/** The list without its blank fields, trimmed. */
export const filled = (values: readonly string[]): string[] => values.map((value) => value.trim()).filter(Boolean);
