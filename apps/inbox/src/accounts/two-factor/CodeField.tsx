/** Where a code is typed: of the authenticator, or for whoever has no phone at hand a recovery code. */
import { CallError } from '@parley/client';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import type { Submission } from '../../ui/use-submit.ts';
import styles from './TwoFactor.module.css';

const KINDS = {
  authenticator: {
    label: 'Code from the authenticator',
    hint: 'Six digits, another one every 30 seconds.',
    autoComplete: 'one-time-code',
    inputMode: 'numeric',
    other: 'recovery',
    otherWords: 'Use a recovery code',
  },
  recovery: {
    label: 'Recovery code',
    hint: 'One of the ten that you kept. Each works once.',
    autoComplete: 'off',
    inputMode: 'text',
    other: 'authenticator',
    otherWords: 'Use the authenticator',
  },
} as const;

interface CodeFieldProps {
  value: string;
  onChange: (code: string) => void;
  submission: Pick<Submission, 'failure' | 'forget'>;
  startHere?: boolean;
  /** False while there are no recovery codes yet. */
  canRecover?: boolean;
}

export function CodeField({ value, onChange, submission, startHere = false, canRecover = true }: CodeFieldProps) {
  const [kind, setKind] = useState<keyof typeof KINDS>('authenticator');
  const [switched, setSwitched] = useState(false);
  const { label, hint, autoComplete, inputMode, other, otherWords } = KINDS[kind];
  return (
    <div className={styles.codeField}>
      <TextField
        key={kind}
        label={label}
        hint={hint}
        name="code"
        className={styles.code}
        autoComplete={autoComplete}
        inputMode={inputMode}
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        required
        startHere={startHere || switched}
        maxLength={64}
        error={codeWords(submission.failure)}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
      {canRecover ? (
        <Button
          variant="quiet"
          size="small"
          onClick={() => {
            setKind(other);
            setSwitched(true);
            onChange('');
            submission.forget();
          }}
        >
          {otherWords}
        </Button>
      ) : null}
    </div>
  );
}

/** What is wrong with the code; undefined when something else failed, or nothing. */
export function codeWords(failure: unknown): string | undefined {
  if (!(failure instanceof CallError) || failure.code !== 'wrong_code') return undefined;
  return failure.fields?.code ? `This code ${failure.fields.code}.` : failure.message;
}
