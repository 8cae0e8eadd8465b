/** What the bot's answers cost the site's users, and who of them has how much left. */
import type { CommandResult, MeteringSettings } from '@parley/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Coins, SearchX } from 'lucide-react';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { Section, SettingsForm, SettingsPage } from '../sites/SettingsPage.tsx';
import { Avatar } from '../ui/Avatar.tsx';
import { Chip } from '../ui/Chip.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TextField } from '../ui/Field.tsx';
import { SearchBox } from '../ui/SearchBox.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSearchText } from '../ui/use-search-text.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Tokens.module.css';
import { tokens } from './words.ts';

const MOST = 1_000_000_000;

export function Tokens() {
  const query = useCommand('get_metering', {});
  const may = useMay('manage_tokens');
  return (
    <SettingsPage
      title="Tokens"
      lead="Customers with an account pay for the bot’s answers with tokens. Visitors without one, and what people answer, cost nothing."
      needs="manage_tokens"
    >
      <Loaded query={query} what="The prices">
        {({ metering }) => <Prices metering={metering} />}
      </Loaded>
      {may ? <Balances /> : null}
    </SettingsPage>
  );
}

function Prices({ metering }: { metering: MeteringSettings }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const { value, change, dirty, reset } = useDraft({
    start: String(metering.start_tokens),
    answer: String(metering.answer_tokens),
  });
  const submission = useSubmit(async () => {
    const saved = await agent.call('update_metering', {
      start_tokens: Number(value.start),
      answer_tokens: Number(value.answer),
    });
    cache.put('get_metering', {}, saved);
    reset();
    toasts.show('Saved.');
  });
  const [start, answer] = [Number(value.start), Number(value.answer)];
  const number = { type: 'number', inputMode: 'numeric', required: true, min: 0, max: MOST, step: 1 } as const;
  return (
    <SettingsForm submission={submission} dirty={dirty} onDiscard={reset}>
      <UnsavedGuard dirty={dirty} />
      <TextField
        {...number}
        label="Tokens that a new account starts with"
        value={value.start}
        error={submission.fields.start_tokens}
        hint="Accounts that are there already keep what they have."
        onChange={(event) => change({ start: event.target.value })}
      />
      <TextField
        {...number}
        label="Tokens that an answer costs"
        value={value.answer}
        error={submission.fields.answer_tokens}
        hint={
          answer > 0
            ? `A new account gets ${tokens(Math.floor(start / answer), 'answer')} for that.`
            : 'Answers are free: nobody runs out.'
        }
        onChange={(event) => change({ answer: event.target.value })}
      />
    </SettingsForm>
  );
}

function Balances() {
  const { q = '' } = useSearch({ from: '/shell/settings/tokens' });
  const navigate = useNavigate();
  const [text, setText] = useSearchText(
    q,
    (words) => void navigate({ to: '/settings/tokens', search: words ? { q: words } : {}, replace: true }),
  );
  const query = useCommand('list_token_accounts', q ? { query: q } : {}, { keepPrevious: true });
  const nobody = query.data?.accounts.length === 0 && !q;
  return (
    <Section title="Balances">
      {nobody ? null : (
        <SearchBox
          label="Search users"
          placeholder="Search names, usernames and emails"
          value={text}
          onChange={setText}
        />
      )}
      <Loaded query={query} what="The balances">
        {(first) => {
          if (first.accounts.length > 0) return <Accounts key={q} query={q} first={first} />;
          return q ? (
            <EmptyState icon={<SearchX />} title={`No user with “${q}”`}>
              Names, usernames and emails are looked through.
            </EmptyState>
          ) : (
            <EmptyState icon={<Coins />} title="Nobody has an account yet">
              Customers who sign up appear here with what they have left.
            </EmptyState>
          );
        }}
      </Loaded>
    </Section>
  );
}

function Accounts({ query, first }: { query: string; first: CommandResult<'list_token_accounts'> }) {
  const agent = useAgent();
  const pages = usePages({ items: first.accounts, next: first.next }, async (cursor) => {
    const { accounts, next } = await agent.call('list_token_accounts', { ...(query ? { query } : {}), cursor });
    return { items: accounts, next };
  });
  return (
    <>
      <ul className={styles.list} aria-label="Balances">
        {pages.items.map(({ user, name, username, email, tokens: balance, held, deactivated }) => (
          <li key={user} className={styles.row}>
            <Avatar name={name} />
            <div className={styles.who}>
              <Link to="/settings/tokens/$user" params={{ user }} className={styles.name}>
                {name}
              </Link>
              {deactivated ? <Chip tone="red">Deactivated</Chip> : null}
              <p className={styles.about}>{name === username ? email : `${username} · ${email}`}</p>
            </div>
            <p className={styles.amount}>
              {tokens(balance)}
              {held > 0 ? <span className={styles.about}> · {tokens(held)} held</span> : null}
            </p>
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </>
  );
}
