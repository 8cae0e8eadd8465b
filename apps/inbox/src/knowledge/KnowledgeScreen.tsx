/** The knowledge articles: what the bot may quote, found by words. */
import type { CommandParams, CommandResult } from '@parley/protocol';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { BookOpen, ExternalLink, Plus, SearchX } from 'lucide-react';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { LinkButton } from '../ui/LinkButton.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNow } from '../ui/now.ts';
import { SearchBox } from '../ui/SearchBox.tsx';
import { fullTime, listTime } from '../ui/times.ts';
import { useSearchText } from '../ui/use-search-text.ts';
import styles from './KnowledgeScreen.module.css';
import { KnowledgeTabs } from './KnowledgeTabs.tsx';

export function KnowledgeScreen() {
  const { q = '', source } = useSearch({ from: '/shell/knowledge/' });
  const navigate = useNavigate();
  const may = useMay('manage_knowledge');
  const [text, setText] = useSearchText(
    q,
    (words) =>
      void navigate({
        to: '/knowledge',
        search: { ...(words && { q: words }), ...(source && { source }) },
        replace: true,
      }),
  );
  useTitle('Knowledge');
  const wanted = { ...(q && { query: q }), ...(source && { source }) };
  const query = useCommand('list_articles', wanted, { keepPrevious: true });
  const sources = useCommand('list_sources', {});
  const names = new Map(sources.data?.sources.map(({ id, name }) => [id, name]));
  const add = may ? (
    <LinkButton to="/knowledge/$article" params={{ article: 'new' }}>
      <Plus aria-hidden="true" /> New article
    </LinkButton>
  ) : undefined;
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <div>
          <h1 className={styles.title}>Knowledge</h1>
          <p className={styles.lead}>The bot answers from these articles and links to them. Each has a public page.</p>
        </div>
        {add}
      </header>
      <KnowledgeTabs />
      {source ? (
        <Notice
          tone="neutral"
          action={
            <Button size="small" onClick={() => void navigate({ to: '/knowledge', search: q ? { q } : {} })}>
              Show all
            </Button>
          }
        >
          Only articles of {names.get(source) ?? 'one source'}.
        </Notice>
      ) : null}
      <SearchBox label="Search articles" placeholder="Search titles and texts" value={text} onChange={setText} />
      <Loaded query={query} what="The articles">
        {(first) => {
          if (first.articles.length > 0)
            return <Articles key={`${q} ${source}`} wanted={wanted} first={first} names={names} />;
          return q || source ? (
            <EmptyState icon={<SearchX />} title={q ? `No article with “${q}”` : 'This source has no article'}>
              Visitors who ask this get no answer from the bot either. Perhaps an article is missing?
            </EmptyState>
          ) : (
            <EmptyState icon={<BookOpen />} title="The bot knows nothing yet" action={add}>
              Write down what you explain again and again: delivery, returns, sizes, prices. One subject an article,
              with ## headings inside: the bot quotes the part that fits. Is it written somewhere already? Add your
              website or your files under Sources.
            </EmptyState>
          );
        }}
      </Loaded>
    </div>
  );
}

function Articles({
  wanted,
  first,
  names,
}: {
  wanted: CommandParams<'list_articles'>;
  first: CommandResult<'list_articles'>;
  /** Of the sources, by their ids. */
  names: ReadonlyMap<string, string>;
}) {
  const agent = useAgent();
  const now = useNow();
  const pages = usePages({ items: first.articles, next: first.next }, async (cursor) => {
    const { articles, next } = await agent.call('list_articles', { ...wanted, cursor });
    return { items: articles, next };
  });
  return (
    <>
      <ul className={styles.articles} aria-label="Articles">
        {pages.items.map(({ id, title, updated, url, source }) => (
          <li key={id} className={styles.article}>
            <Link to="/knowledge/$article" params={{ article: id }} className={styles.name}>
              {title}
            </Link>
            {source ? <span className={styles.from}>{names.get(source) ?? 'From a source'}</span> : null}
            <time dateTime={updated} title={fullTime(updated)} className={styles.when}>
              Updated {listTime(updated, now)}
            </time>
            <a
              href={url}
              target="_blank"
              rel="noopener"
              className={styles.public}
              aria-label={`${source ? 'Original' : 'Public'} page of ${title} (opens in a new tab)`}
            >
              <ExternalLink aria-hidden="true" />
            </a>
          </li>
        ))}
      </ul>
      <More pages={pages} />
    </>
  );
}
