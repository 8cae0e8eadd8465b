/** Handing the site over: the one deed to a colleague that asks for the password, and for a code where there is a second step. */
import { CallError } from '@parley/client';
import type { Agent } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { CodeField, codeWords } from '../accounts/two-factor/CodeField.tsx';
import { useAgent, useMe } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { ActionRow } from '../sites/Actions.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { PasswordField, Switch } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Colleague.module.css';

export function TransferOwnership({ agent }: { agent: Agent }) {
  const [open, setOpen] = useState(false);
  return (
    <ActionRow title="Ownership" hint="Owners decide about everything, owners included. A site always has one.">
      <Button onClick={() => setOpen(true)}>Make owner</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title={`Make ${agent.name} the owner?`}>
        <Form agent={agent} onClose={() => setOpen(false)} />
      </Dialog>
    </ActionRow>
  );
}

function Form({ agent: { id, name }, onClose }: { agent: Agent; onClose: () => void }) {
  const session = useAgent();
  const cache = useCommandCache();
  const [password, setPassword] = useState('');
  const me = useMe();
  const [code, setCode] = useState('');
  const [share, setShare] = useState(false);
  const submission = useSubmit(async () => {
    await session.call('transfer_ownership', { agent: id, password, share, ...(code && { code }) });
    toasts.show(share ? `${name} is an owner too.` : `${name} is the owner now.`);
    onClose();
    await Promise.all([cache.stale('list_agents'), cache.stale('get_agent')]);
  });
  const { busy, failure, fields, onSubmit } = submission;
  // It may have been turned on in another window.
  const missing = failure instanceof CallError && failure.code === 'two_factor_required';
  return (
    <form className={styles.transfer} onSubmit={onSubmit}>
      <p className={styles.hint}>
        {share
          ? `${name} can then do all that you can, also take your ownership away.`
          : `You become an admin, and cannot take this back: only ${name} can. You are signed out and sign in again.`}
      </p>
      <Switch label="I stay an owner too" checked={share} onChange={setShare} />
      <PasswordField
        label="Your password"
        required
        maxLength={256}
        autoComplete="current-password"
        error={fields.password}
        value={password}
        onChange={(event) => setPassword(event.target.value)}
      />
      {me.two_factor === 'on' || missing || code ? (
        <CodeField value={code} onChange={setCode} submission={submission} />
      ) : null}
      {failure && !fields.password && !codeWords(failure) ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <div className={styles.foot}>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="danger" busy={busy}>
          {share ? 'Share the ownership' : 'Hand the site over'}
        </Button>
      </div>
    </form>
  );
}
