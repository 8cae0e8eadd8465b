/** Writing one article: its text on the left, how it will look on the right. */
import type { Article, CommandResult } from '@parley/protocol';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { ArrowLeft, ExternalLink, Trash2 } from 'lucide-react';
import { useDeferredValue, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { takeWaiting } from '../learning/pending.ts';
import { ToldNotice } from '../learning/ToldNotice.tsx';
import { useFirstWords } from '../learning/use-first-words.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { useTitle } from '../shell/use-title.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { TextField } from '../ui/Field.tsx';
import { Markdown } from '../ui/Markdown.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Spinner } from '../ui/Spinner.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './ArticleEditor.module.css';
import { MarkdownField } from './MarkdownField.tsx';

export function ArticleEditor() {
  const { article: id } = useParams({ from: '/shell/knowledge/$article' });
  const isNew = id === 'new';
  const { loading, draft, failure } = useFirstWords(useSearch({ from: '/shell/knowledge/$article' }));
  const query = useCommand('get_article', { article: id }, { enabled: !isNew });
  return (
    <div className={styles.page}>
      <Link to="/knowledge" className={styles.back}>
        <ArrowLeft aria-hidden="true" /> Knowledge
      </Link>
      {isNew && failure ? (
        <Notice tone="red">The conversation could not be read. {failureWords(failure)}</Notice>
      ) : null}
      {isNew && loading ? (
        <output className={styles.drafting}>
          <Spinner /> Making an article of the conversation…
        </output>
      ) : isNew ? (
        <ArticleForm article={null} draft={draft} />
      ) : (
        <Loaded query={query} what="The article">
          {({ article }) => (
            <div className={styles.known}>
              <ToldNotice article={article.id} />
              <ArticleForm key={article.id} article={article} />
            </div>
          )}
        </Loaded>
      )}
    </div>
  );
}

interface ArticleFormProps {
  article: Article | null;
  /** What a new one begins with. */
  draft?: CommandResult<'draft_article'> | null;
}

function ArticleForm({ article, draft = null }: ArticleFormProps) {
  const agent = useAgent();
  const manages = useMay('manage_knowledge');
  const followed = article?.source ?? null;
  const may = manages && followed === null;
  const cache = useCommandCache();
  const navigate = useNavigate();
  const { value, change, dirty, reset } = useDraft(
    { title: article?.title ?? '', body: article?.body ?? '' },
    draft ? { title: draft.title, body: draft.body } : {},
  );
  const [deleting, setDeleting] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const shown = useDeferredValue(value.body);
  useTitle(article?.title ?? 'New article');

  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const wanted = { title: value.title.trim(), body: value.body };
    const saved = article
      ? await agent.call('update_article', { article: article.id, ...wanted })
      : await agent.call('create_article', wanted);
    cache.put('get_article', { article: saved.article.id }, saved);
    reset();
    toasts.show('Saved. The bot answers from it now.');
    void cache.stale('list_articles');
    void cache.stale('list_told');
    if (!article) {
      const answered = takeWaiting();
      // Should this fail they stay on the list, where one sees them.
      if (draft && answered.length > 0)
        await agent.call('settle_questions', { questions: answered }).then(
          () => cache.stale('list_topics'),
          () => undefined,
        );
      setLeaving(true);
      await navigate({
        to: '/knowledge/$article',
        params: { article: saved.article.id },
        replace: true,
        ignoreBlocker: true,
      });
    }
  });

  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <UnsavedGuard dirty={dirty && !leaving} />
      <header className={styles.head}>
        <h1 className={styles.title}>{article ? article.title : 'New article'}</h1>
        {article ? (
          <a href={article.url} target="_blank" rel="noopener" className={styles.public}>
            <ExternalLink aria-hidden="true" /> {followed ? 'Original page' : 'Public page'}
          </a>
        ) : null}
        {may ? (
          <>
            {article ? (
              <Button onClick={() => setDeleting(true)}>
                <Trash2 aria-hidden="true" /> Delete
              </Button>
            ) : null}
            <Button
              type="submit"
              variant="primary"
              busy={busy}
              blocked={dirty ? undefined : 'Nothing was changed'}
              data-tip-side="left"
            >
              Save
            </Button>
          </>
        ) : null}
      </header>
      {followed ? <Followed article={article as Article} manages={manages} /> : null}
      {draft ? (
        <Notice tone="neutral">
          {draft.by_model ? 'Written by the model from a conversation.' : 'Taken from a conversation, word for word.'}{' '}
          Read it before you save it, and leave out what is about that visitor alone.
        </Notice>
      ) : null}
      {manages ? null : <Notice tone="neutral">You can read this. Only owners and admins can change it.</Notice>}
      {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      <fieldset disabled={!may} className={styles.columns}>
        <div className={styles.fields}>
          <TextField
            label="Title"
            required
            maxLength={200}
            startHere={!article}
            error={fields.title}
            value={value.title}
            onChange={(event) => change({ title: event.target.value })}
          />
          <MarkdownField
            label="Text"
            required
            maxLength={50_000}
            className={styles.body}
            readOnly={!may}
            hint="Headings divide it into parts that the bot can quote."
            error={fields.body}
            value={value.body}
            onChange={(event) => change({ body: event.target.value })}
          />
        </div>
        <section className={styles.preview} aria-label="Preview">
          <p className={styles.previewTitle}>Preview</p>
          <article className={styles.sheet}>
            <h2>{value.title || 'Title'}</h2>
            {shown.trim() ? <Markdown source={shown} /> : <p className={styles.blank}>What you write appears here.</p>}
          </article>
        </section>
      </fieldset>
      {article ? (
        <ConfirmDialog
          open={deleting}
          title={`Delete “${article.title}”?`}
          verb="Delete the article"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await agent.call('delete_article', { article: article.id });
            setLeaving(true);
            void cache.stale('list_articles');
            await navigate({ to: '/knowledge', ignoreBlocker: true });
          }}
        >
          The bot stops quoting it, and its public page is gone. This cannot be undone.
        </ConfirmDialog>
      ) : null}
    </form>
  );
}

/** What stands above an article that a source keeps up to date, and the way to make it one's own. */
function Followed({ article, manages }: { article: Article; manages: boolean }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const [asking, setAsking] = useState(false);
  return (
    <Notice
      tone="neutral"
      action={manages ? <Button onClick={() => setAsking(true)}>Detach to edit</Button> : undefined}
    >
      This article follows{' '}
      <Link to="/knowledge/sources/$source" params={{ source: article.source ?? '' }} className={styles.source}>
        its source
      </Link>
      , and is written anew when that changes.
      <ConfirmDialog
        open={asking}
        title={`Detach “${article.title}”?`}
        verb="Detach it"
        onClose={() => setAsking(false)}
        onConfirm={async () => {
          const detached = await agent.call('detach_article', { article: article.id });
          cache.put('get_article', { article: article.id }, detached);
          void cache.stale('list_articles');
          void cache.stale('list_sources');
        }}
      >
        From then on it is yours to write: no import changes it, and answers link to its page here. This cannot be
        undone.
      </ConfirmDialog>
    </Notice>
  );
}
