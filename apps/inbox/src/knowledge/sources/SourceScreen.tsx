/** One source: how its import stands, what it left out and why, its settings, and the way to be rid of it. */
import type { KnowledgeSource } from '@parley/protocol';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, ExternalLink, SearchX, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAgent, useMay } from '../../accounts/use-session.ts';
import { useCommandCache } from '../../shell/commands.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { useTitle } from '../../shell/use-title.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/now.ts';
import { dateName, fullTime, listTime } from '../../ui/times.ts';
import editor from '../ArticleEditor.module.css';
import page from '../KnowledgeScreen.module.css';
import { ImportButtons } from './ImportButtons.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import { ImportReport } from './ImportReport.tsx';
import { SourceSettings } from './SourceSettings.tsx';
import styles from './Sources.module.css';
import { useSources } from './use-sources.ts';
import { counted, figures, isActive, sizeWords, stateOf } from './words.ts';

export function SourceScreen() {
  const { source: id } = useParams({ from: '/shell/knowledge/sources/$source' });
  const query = useSources();
  return (
    <div className={page.page}>
      <Link to="/knowledge/sources" className={editor.back}>
        <ArrowLeft aria-hidden="true" /> Sources
      </Link>
      <Loaded query={query} what="The source">
        {({ sources }) => {
          const source = sources.find((each) => each.id === id);
          return source ? (
            <Shown key={id} source={source} />
          ) : (
            <EmptyState icon={<SearchX />} title="This source is not here" heading>
              Somebody may have deleted it.
            </EmptyState>
          );
        }}
      </Loaded>
    </div>
  );
}

function Shown({ source }: { source: KnowledgeSource }) {
  const may = useMay('manage_knowledge');
  const now = useNow();
  const { name, kind, address, size, articles, run, next } = source;
  const { label, tone } = stateOf(source);
  useTitle(`${name} · Sources`);
  return (
    <>
      <header className={page.head}>
        <div className={styles.what}>
          <h1 className={page.title}>{name}</h1>
          <p className={page.lead}>
            {address ? (
              <a href={address} target="_blank" rel="noopener" className={editor.public}>
                {address} <ExternalLink aria-hidden="true" />
              </a>
            ) : (
              `A file of ${sizeWords(size ?? 0)}`
            )}
          </p>
        </div>
        {may ? (
          <div className={styles.buttons}>
            <ImportButtons source={source} />
            <DeleteSource source={source} />
          </div>
        ) : null}
      </header>
      <section className={styles.card} aria-label="Import">
        <div className={styles.cardHead}>
          <Chip tone={tone}>{label}</Chip>
          <Link to="/knowledge" search={{ source: source.id }}>
            {counted(articles, 'article')}
          </Link>
          {run?.finished ? (
            <span className={styles.about}>
              imported{' '}
              <time dateTime={run.finished} title={fullTime(run.finished)}>
                {listTime(run.finished, now)}
              </time>{' '}
              by {run.by ?? 'its schedule'}
            </span>
          ) : null}
          {next ? (
            <span className={styles.about}>
              next{' '}
              <time dateTime={next} title={fullTime(next)}>
                {dateName(next)}
              </time>
            </span>
          ) : null}
        </div>
        <ImportProgress source={source} />
        {run && !isActive(run) ? <p className={styles.about}>{figures(run)}</p> : null}
        {run?.state === 'failed' && run.problem ? <Notice tone="red">{run.problem}</Notice> : null}
      </section>
      <ImportReport source={source} />
      {kind === 'website' && may ? <SourceSettings source={source} /> : null}
    </>
  );
}

function DeleteSource({ source }: { source: KnowledgeSource }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const { id, name, articles } = source;
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <Trash2 aria-hidden="true" /> Delete
      </Button>
      <ConfirmDialog
        open={open}
        title={`Delete “${name}”?`}
        verb="Delete the source"
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          await agent.call('delete_source', { source: id });
          void cache.stale('list_articles');
          cache.change('list_sources', {}, ({ sources }) => ({ sources: sources.filter((each) => each.id !== id) }));
          await navigate({ to: '/knowledge/sources' });
        }}
      >
        {`Its ${counted(articles, 'article')} ${articles === 1 ? 'goes' : 'go'} with it, and the bot forgets what stood there. What you detached from it stays.`}
      </ConfirmDialog>
    </>
  );
}
