/** What of the draft visitors do not see yet, and the way to publish it. */
import { CallError } from '@parley/client';
import type { BotChoices, BotDraft } from '@parley/protocol';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { useNow } from '../ui/now.ts';
import { fullTime, span } from '../ui/times.ts';
import { toasts } from '../ui/toasts.ts';
import styles from './PublishBar.module.css';
import { PublishDialog } from './PublishDialog.tsx';
import { isSetting, settingList } from './setting-names.ts';

export function PublishBar({ draft, running, dirty }: { draft: BotDraft; running: BotChoices; dirty: boolean }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const may = useMay('change_bot');
  const now = useNow();
  const [publishing, setPublishing] = useState(false);
  const [discarding, setDiscarding] = useState(false);
  const { changed, changed_by, changed_at, version, revision } = draft;
  const anew = () => Promise.all([cache.stale('get_bot_draft'), cache.stale('get_bot')]);
  if (changed.length === 0)
    return (
      <p className={styles.published}>
        Version {version} is published. {dirty ? 'Save the draft to publish more.' : 'The draft is the same.'}
      </p>
    );
  return (
    <section className={styles.bar} aria-label="Not published yet">
      <p className={styles.words}>
        <strong>
          {changed.length === 1 ? '1 setting is' : `${changed.length} settings are`} not published yet:{' '}
          {settingList(changed)}
        </strong>
        <span className={styles.when}>
          Draft on top of version {version}
          {changed_at ? (
            <>
              , saved {changed_by ? `by ${changed_by} ` : ''}
              <time dateTime={changed_at} title={fullTime(changed_at)}>
                {span(changed_at, now) === 'now' ? 'just now' : `${span(changed_at, now)} ago`}
              </time>
            </>
          ) : null}
        </span>
      </p>
      {may ? (
        <div className={styles.deeds}>
          <Button variant="quiet" onClick={() => setDiscarding(true)}>
            Give the draft up
          </Button>
          <Button
            variant="primary"
            blocked={dirty ? 'Save the draft first' : undefined}
            data-tip-side="top"
            onClick={() => setPublishing(true)}
          >
            Publish…
          </Button>
        </div>
      ) : null}
      {publishing ? (
        <PublishDialog
          title={`Publish version ${version + 1}?`}
          before={running}
          after={draft.settings}
          verb="Publish"
          onClose={() => setPublishing(false)}
          onPublish={async (note, in_spite) => {
            try {
              const published = await agent.call('publish_bot', {
                revision,
                version,
                note,
                ...(in_spite && { in_spite }),
              });
              cache.put('get_bot_draft', {}, published);
              await Promise.all([
                cache.stale('get_bot'),
                cache.stale('list_bot_versions'),
                cache.stale('get_bot_replay'),
              ]);
              toasts.show(`Version ${published.draft.version} is published. New answers and conversations use it.`);
            } catch (error) {
              if (error instanceof CallError && error.code === 'changed_meanwhile') await anew();
              throw error;
            }
          }}
        />
      ) : null}
      <ConfirmDialog
        open={discarding}
        title="Give the draft up?"
        verb="Give it up"
        onClose={() => setDiscarding(false)}
        onConfirm={async () => {
          const settings = Object.fromEntries(changed.filter(isSetting).map((name) => [name, running[name]]));
          try {
            cache.put('get_bot_draft', {}, await agent.call('save_bot_draft', { revision, settings }));
          } catch (error) {
            await anew();
            throw new Error(failureWords(error), { cause: error });
          }
        }}
      >
        {`What differs from version ${version} is lost: ${settingList(changed)}. Visitors notice nothing.`}
      </ConfirmDialog>
    </section>
  );
}
