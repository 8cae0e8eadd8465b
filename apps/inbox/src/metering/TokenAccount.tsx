/** One user's tokens: what is left, granting and correcting, and the ledger that says why. */
import type { CommandResult, TokenEntry } from '@parley/protocol';
import { Link, useParams } from '@tanstack/react-router';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { Section, SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { Customer } from '../users/Customer.tsx';
import { Ledger } from './Ledger.tsx';
import styles from './Tokens.module.css';
import { signed, tokens } from './words.ts';

type Account = CommandResult<'get_token_account'>;

export function TokenAccount() {
  const { user } = useParams({ from: '/shell/settings/tokens/$user' });
  const query = useCommand('get_token_account', { user });
  const account = query.data?.account;
  return (
    <SettingsPage
      title={account?.name ?? 'Tokens'}
      lead={account ? `${account.username} · ${account.email}` : 'A customer’s balance.'}
      needs="manage_tokens"
    >
      <Link to="/settings/tokens" search={{}} className={styles.back}>
        <ArrowLeft aria-hidden="true" /> All balances
      </Link>
      <Loaded query={query} what="This balance">
        {(ledger) => (
          <>
            {ledger.account.deactivated ? (
              <Notice tone="amber">Deactivated: this customer cannot sign in.</Notice>
            ) : null}
            <Section title="Balance">
              <p className={styles.balance} aria-live="polite">
                {tokens(ledger.account.tokens)}
              </p>
              {ledger.account.held > 0 ? (
                <p className={styles.about}>{tokens(ledger.account.held)} of it are held for answers on their way.</p>
              ) : null}
            </Section>
            <Change user={user} />
            <Customer account={ledger.account} />
            <Section title="Ledger">
              <Entries key={ledger.entries[0]?.seq ?? 0} user={user} first={ledger} />
            </Section>
          </>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function Change({ user }: { user: string }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const [amount, setAmount] = useState('');
  const [note, setNote] = useState('');
  // One for each change: sent again after a lost answer, it is the same change.
  const [client_id, setClientId] = useState(() => crypto.randomUUID());
  const change = (set: () => void) => {
    set();
    setClientId(crypto.randomUUID());
  };
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const { entry } = await agent.call('change_tokens', { user, amount: Number(amount), note: note.trim(), client_id });
    toasts.show(`${signed(entry.amount)}: the balance is ${tokens(entry.balance)} now.`);
    change(() => setAmount(''));
    setNote('');
    await Promise.all([cache.stale('get_token_account'), cache.stale('list_token_accounts')]);
  });
  return (
    <Section title="Grant or correct" hint="The customer sees the entry in the ledger, with its note.">
      <form className={styles.change} onSubmit={onSubmit}>
        <TextField
          label="Tokens"
          type="number"
          required
          step={1}
          hint="A minus takes away, but nothing that is held for an answer."
          error={fields.amount}
          value={amount}
          onChange={(event) => change(() => setAmount(event.target.value))}
        />
        <TextField
          label="Note"
          maxLength={200}
          autoComplete="off"
          value={note}
          error={fields.note}
          onChange={(event) => change(() => setNote(event.target.value))}
        />
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <div>
          <Button type="submit" variant="primary" busy={busy}>
            {Number(amount) < 0 ? 'Take away' : 'Grant'}
          </Button>
        </div>
      </form>
    </Section>
  );
}

function Entries({ user, first }: { user: string; first: Account }) {
  const agent = useAgent();
  const pages = usePages<TokenEntry, number>({ items: first.entries, next: first.next }, async (before) => {
    const { entries, next } = await agent.call('get_token_account', { user, before });
    return { items: entries, next };
  });
  return (
    <>
      <Ledger entries={pages.items} />
      <More pages={pages} />
    </>
  );
}
