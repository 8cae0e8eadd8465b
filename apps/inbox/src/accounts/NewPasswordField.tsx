/** The field for a password that is being chosen: how strong it is, while one types. The server decides. */
import { type ComponentProps, useEffect, useState } from 'react';
import { PasswordField } from '../ui/Field.tsx';
import styles from './NewPasswordField.module.css';
import type { judge as Judge } from './password-judge.ts';
import { PASSWORD_HINT, PASSWORD_LENGTH } from './password-rules.ts';

const WORDS = ['Very easy to guess', 'Easy to guess', 'Still easy to guess', 'Strong', 'Very strong'] as const;

export function NewPasswordField({
  person,
  value,
  ...rest
}: {
  /** What is known of the person: a password made of it is a weak one. */
  person: readonly string[];
  value: string;
} & Omit<ComponentProps<typeof PasswordField>, 'hint' | 'value'>) {
  const [judge, setJudge] = useState<typeof Judge | null>(null);
  const typing = value !== '';
  useEffect(() => {
    if (!typing) return;
    // Without it the server still tells what is too weak.
    import('./password-judge.ts').then((loaded) => setJudge(() => loaded.judge)).catch(() => undefined);
  }, [typing]);
  const missing = PASSWORD_LENGTH.least - value.length;
  const score = typing && judge ? judge(value, person) : null;
  const shown = score === null || missing <= 0 ? score : Math.min(score, 1);
  return (
    <div className={styles.field}>
      <PasswordField
        {...rest}
        autoComplete="new-password"
        required
        minLength={PASSWORD_LENGTH.least}
        maxLength={PASSWORD_LENGTH.most}
        hint={PASSWORD_HINT}
        value={value}
      />
      <div className={styles.strength} data-score={shown ?? 'none'} hidden={shown === null}>
        <span className={styles.bars} aria-hidden="true">
          <span />
          <span />
          <span />
          <span />
        </span>
        <output className={styles.words}>
          {shown === null
            ? null
            : missing > 0
              ? `${missing} more ${missing === 1 ? 'character' : 'characters'}`
              : WORDS[shown]}
        </output>
      </div>
    </div>
  );
}
