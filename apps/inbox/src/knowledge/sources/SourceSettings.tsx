/** What may be changed about a website: its name, its schedule and its limits. */
import type { KnowledgeSource } from '@parley/protocol';
import { failureWords } from '../../accounts/http.ts';
import { useAgent } from '../../accounts/use-session.ts';
import { UnsavedGuard } from '../../shell/UnsavedGuard.tsx';
import { Button } from '../../ui/Button.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { toasts } from '../../ui/toasts.ts';
import { useDraft } from '../../ui/use-draft.ts';
import { useSubmit } from '../../ui/use-submit.ts';
import styles from './Sources.module.css';
import { useTakeSource } from './use-sources.ts';
import { parsed, WebsiteFields } from './WebsiteFields.tsx';

export function SourceSettings({ source }: { source: KnowledgeSource }) {
  const agent = useAgent();
  const take = useTakeSource();
  const { id, name, schedule, max_pages, max_depth } = source;
  const saved = { name, schedule, max_pages: String(max_pages), max_depth: String(max_depth) };
  const { value, change, dirty, reset } = useDraft(saved);
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const wanted = { source: id, name: value.name.trim(), ...parsed(value) };
    take((await agent.call('update_source', wanted)).source);
    reset();
    toasts.show('Saved. Limits count from the next import on.');
  });
  return (
    <section aria-labelledby="source-settings" className={styles.report}>
      <h2 id="source-settings" className={styles.heading}>
        Settings
      </h2>
      <form className={styles.settings} onSubmit={onSubmit}>
        <UnsavedGuard dirty={dirty} />
        <TextField
          label="Name"
          required
          maxLength={120}
          error={fields.name}
          value={value.name}
          onChange={(event) => change({ name: event.target.value })}
        />
        <WebsiteFields value={value} onChange={change} fields={fields} />
        {failure && Object.keys(fields).length === 0 ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
        <div>
          <Button type="submit" variant="primary" busy={busy} blocked={dirty ? undefined : 'Nothing was changed'}>
            Save
          </Button>
        </div>
      </form>
    </section>
  );
}
