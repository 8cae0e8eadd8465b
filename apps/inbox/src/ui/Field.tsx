/** Form controls with their label, hint and error tied together for screen readers. */
import { Eye, EyeOff } from 'lucide-react';
import { type ComponentProps, type ReactNode, useId, useState } from 'react';
import { classNames } from './class-names.ts';
import styles from './Field.module.css';

interface FieldWords {
  label: string;
  hint?: ReactNode;
  error?: string | undefined;
  /** The page is about this field: the focus begins here. */
  startHere?: boolean;
}

// One function for all, so that React calls it once for each field.
const focus = (field: HTMLElement | null) => field?.focus();

function useDescribed(hint: ReactNode, error: string | undefined) {
  const id = useId();
  const describedBy = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined;
  return { id, control: { id, 'aria-describedby': describedBy, 'aria-invalid': error ? (true as const) : undefined } };
}

function Frame({ id, label, hint, error, children }: FieldWords & { id: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <label htmlFor={id} className={styles.label}>
        {label}
      </label>
      {children}
      {error ? (
        <p id={`${id}-error`} className={styles.error} role="alert">
          {error}
        </p>
      ) : null}
      {hint ? (
        <p id={`${id}-hint`} className={styles.hint}>
          {hint}
        </p>
      ) : null}
    </div>
  );
}

export function TextField({ label, hint, error, startHere, className, ...rest }: FieldWords & ComponentProps<'input'>) {
  const { id, control } = useDescribed(hint, error);
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <input
        ref={startHere ? focus : undefined}
        dir="auto"
        {...rest}
        {...control}
        className={classNames(styles.control, className)}
      />
    </Frame>
  );
}

/** For a cell of a table: its name is its `aria-label`. */
export const BareField = ({ className, ...rest }: ComponentProps<'input'>) => (
  <input dir="auto" {...rest} className={classNames(styles.control, className)} />
);

export function PasswordField({ label, hint, error, startHere, ...rest }: FieldWords & ComponentProps<'input'>) {
  const { id, control } = useDescribed(hint, error);
  const [shown, setShown] = useState(false);
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <div className={styles.withButton}>
        <input
          ref={startHere ? focus : undefined}
          {...rest}
          {...control}
          type={shown ? 'text' : 'password'}
          className={styles.control}
          spellCheck={false}
        />
        <button
          type="button"
          className={styles.reveal}
          aria-pressed={shown}
          aria-label="Show the password"
          aria-controls={id}
          onClick={() => setShown(!shown)}
        >
          {shown ? <EyeOff aria-hidden="true" /> : <Eye aria-hidden="true" />}
        </button>
      </div>
    </Frame>
  );
}

export function TextArea({
  label,
  hint,
  error,
  className,
  tools,
  ...rest
}: FieldWords & ComponentProps<'textarea'> & { /** Between the label and the text. */ tools?: ReactNode }) {
  const { id, control } = useDescribed(hint, error);
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      {tools}
      <textarea dir="auto" {...rest} {...control} className={classNames(styles.control, styles.area, className)} />
    </Frame>
  );
}

export function SelectField({ label, hint, error, children, ...rest }: FieldWords & ComponentProps<'select'>) {
  const { id, control } = useDescribed(hint, error);
  return (
    <Frame id={id} label={label} hint={hint} error={error}>
      <select {...rest} {...control} className={classNames(styles.control, styles.select)}>
        {children}
      </select>
    </Frame>
  );
}

/** On or off, in force at once or with the form, whichever the form says. */
export function Switch({
  label,
  hint,
  checked,
  onChange,
  disabled = false,
}: {
  label: string;
  hint?: ReactNode;
  checked: boolean;
  onChange: (checked: boolean) => void;
  disabled?: boolean;
}) {
  const id = useId();
  return (
    <div className={styles.switchRow}>
      <div>
        <label htmlFor={id} className={styles.label}>
          {label}
        </label>
        {hint ? (
          <p id={`${id}-hint`} className={styles.hint}>
            {hint}
          </p>
        ) : null}
      </div>
      <input
        id={id}
        type="checkbox"
        role="switch"
        className={styles.switch}
        checked={checked}
        disabled={disabled}
        aria-checked={checked}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
    </div>
  );
}
