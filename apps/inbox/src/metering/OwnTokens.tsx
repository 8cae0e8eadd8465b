/** An end customer's own balance, and the ledger that says why. */
import type { CommandResult, TokenEntry } from '@parley/protocol';
import { useQuery } from '@tanstack/react-query';
import page from '../accounts/UserPage.module.css';
import type { UserSession } from '../accounts/user-session.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { Ledger } from './Ledger.tsx';
import styles from './Tokens.module.css';
import { tokens } from './words.ts';

type Entries = CommandResult<'list_token_entries'>;
const history = (session: UserSession, before?: number): Promise<Entries> =>
  session.get(`/api/tokens/history${before === undefined ? '' : `?before=${before}`}`);

export function OwnTokens({ session }: { session: UserSession }) {
  const query = useQuery({
    queryKey: ['tokens'],
    queryFn: async () => ({
      balance: await session.get<CommandResult<'get_tokens'>>('/api/tokens'),
      ledger: await history(session),
    }),
  });
  return (
    <section className={page.section}>
      <h2 className={page.sectionTitle}>Your tokens</h2>
      <Loaded query={query} what="Your tokens">
        {({ balance, ledger }) => (
          <>
            <p className={styles.balance}>{tokens(balance.tokens)}</p>
            <p className={styles.about}>
              {balance.held > 0
                ? `${tokens(balance.held)} of it are held for answers on their way.`
                : 'Answers of the assistant are paid with them; people answer without.'}
            </p>
            <History key={ledger.entries[0]?.seq ?? 0} session={session} first={ledger} />
          </>
        )}
      </Loaded>
    </section>
  );
}

function History({ session, first }: { session: UserSession; first: Entries }) {
  const pages = usePages<TokenEntry, number>({ items: first.entries, next: first.next }, async (before) => {
    const { entries, next } = await history(session, before);
    return { items: entries, next };
  });
  return (
    <>
      <Ledger entries={pages.items} />
      <More pages={pages} />
    </>
  );
}
