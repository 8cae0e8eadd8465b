/** Making an API key: its name, what it may do, how long; then the key itself, this once. */

import type { Scope } from '@parley/protocol';
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { Section } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { SelectField, Switch, TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './ApiKeys.module.css';
import { SCOPE_WORDS } from './scope-words.ts';

const LIVES: readonly (readonly [days: string, words: string])[] = [
  ['30', '30 days'],
  ['90', '90 days'],
  ['365', 'A year'],
  ['', 'Until it is revoked'],
];

export function NewKey() {
  const agent = useAgent();
  const cache = useCommandCache();
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<ReadonlySet<Scope>>(new Set());
  const [days, setDays] = useState('365');
  const [made, setMade] = useState<{ name: string; secret: string } | null>(null);
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const { key, secret } = await agent.call('create_api_key', {
      name: name.trim(),
      scopes: [...scopes],
      ...(days !== '' && { expires_in_days: Number(days) }),
    });
    setMade({ name: key.name, secret });
    setName('');
    setScopes(new Set());
    await cache.stale('list_api_keys');
  });
  const choose = (scope: Scope, chosen: boolean) => {
    const next = new Set(scopes);
    if (chosen) next.add(scope);
    else next.delete(scope);
    setScopes(next);
  };
  return (
    <Section title="Make a key" hint="Give it what its program needs, and no more.">
      {made ? (
        <Notice tone="green">
          <p>
            The key <b>{made.name}</b> is ready. Copy it now: it is not shown again.
          </p>
          <div className={styles.secret}>
            <code>{made.secret}</code>
            <CopyButton text={made.secret} size="small">
              Copy the key
            </CopyButton>
            <Button size="small" onClick={() => setMade(null)}>
              Done
            </Button>
          </div>
        </Notice>
      ) : null}
      <form className={styles.form} onSubmit={onSubmit}>
        <TextField
          label="Name"
          required
          maxLength={40}
          autoComplete="off"
          hint="Visitors see it as the author of what the program writes."
          error={fields.name}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <fieldset className={styles.choice}>
          <legend>What it may do</legend>
          {(Object.keys(SCOPE_WORDS) as Scope[]).map((scope) => (
            <Switch
              key={scope}
              label={SCOPE_WORDS[scope]}
              checked={scopes.has(scope)}
              onChange={(chosen) => choose(scope, chosen)}
            />
          ))}
        </fieldset>
        <SelectField label="Good for" value={days} onChange={(event) => setDays(event.target.value)}>
          {LIVES.map(([value, words]) => (
            <option key={value} value={value}>
              {words}
            </option>
          ))}
        </SelectField>
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <div>
          <Button
            type="submit"
            variant="primary"
            busy={busy}
            blocked={scopes.size === 0 ? 'Choose what it may do first' : undefined}
            data-tip-side="top"
          >
            <KeyRound aria-hidden="true" /> Make the key
          </Button>
        </div>
      </form>
    </Section>
  );
}
