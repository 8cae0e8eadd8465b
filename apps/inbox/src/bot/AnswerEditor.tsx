/** Writing one predefined answer: what visitors ask, and what they get. */
import type { PredefinedAnswer } from '@parley/protocol';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { ArrowLeft, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { SettingsForm, SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { TextArea, TextField } from '../ui/Field.tsx';
import { filled, ListField } from '../ui/ListField.tsx';
import { Markdown } from '../ui/Markdown.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './AnswerEditor.module.css';

type Fields = Omit<PredefinedAnswer, 'id'>;
const BLANK: Fields = { title: '', triggers: [''], content: '', quick_replies: [] };

export function AnswerEditor() {
  const { answer: id } = useParams({ from: '/shell/settings/answers/$answer' });
  const query = useCommand('list_answers', {});
  return (
    <>
      <Link to="/settings/answers" className={styles.back}>
        <ArrowLeft aria-hidden="true" /> Predefined answers
      </Link>
      <Loaded query={query} what="The answer">
        {({ answers }) => {
          if (id === 'new') return <AnswerForm id={null} saved={BLANK} />;
          const found = answers.find((each) => each.id === id);
          if (!found) return <EmptyState title="This answer is gone">Somebody may have deleted it.</EmptyState>;
          const { id: known, ...saved } = found;
          return <AnswerForm key={known} id={known} saved={saved} />;
        }}
      </Loaded>
    </>
  );
}

function AnswerForm({ id, saved }: { id: string | null; saved: Fields }) {
  const agent = useAgent();
  const may = useMay('manage_bot');
  const cache = useCommandCache();
  const navigate = useNavigate();
  const { value, change, dirty, reset } = useDraft(saved);
  const [deleting, setDeleting] = useState(false);
  const [noTrigger, setNoTrigger] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const leave = async () => {
    setLeaving(true);
    await cache.stale('list_answers');
    await navigate({ to: '/settings/answers', ignoreBlocker: true });
  };
  const submission = useSubmit(async () => {
    const fields = {
      ...value,
      title: value.title.trim(),
      triggers: filled(value.triggers),
      quick_replies: filled(value.quick_replies),
    };
    setNoTrigger(fields.triggers.length === 0);
    if (fields.triggers.length === 0) return;
    if (id) await agent.call('update_answer', { answer: id, ...fields });
    else await agent.call('create_answer', fields);
    toasts.show('Saved. The bot uses it from now on.');
    await leave();
  });
  const { fields } = submission;
  return (
    <SettingsPage
      needs="manage_bot"
      title={id ? saved.title : 'New answer'}
      lead="The bot compares what a visitor writes with the questions: case, accents, punctuation and small slips do not matter."
      action={
        id && may ? (
          <Button onClick={() => setDeleting(true)}>
            <Trash2 aria-hidden="true" /> Delete
          </Button>
        ) : undefined
      }
    >
      <SettingsForm submission={submission} dirty={dirty} onDiscard={reset}>
        <UnsavedGuard dirty={dirty && !leaving} />
        <TextField
          label="Title"
          required
          maxLength={120}
          hint="For you and your team."
          error={fields.title}
          value={value.title}
          onChange={(event) => change({ title: event.target.value })}
        />
        <ListField
          label="What visitors write"
          hint="In their words: “when are you open”, “opening hours”."
          addLabel="Add another way to ask it"
          itemLabel="Question"
          values={value.triggers}
          onChange={(triggers) => change({ triggers })}
          most={50}
          maxLength={200}
          error={noTrigger ? 'Write at least one.' : fields.triggers}
        />
        <TextArea
          label="The answer"
          required
          maxLength={4_000}
          rows={6}
          hint="**bold**, *italic*, - lists and [links](https://…) work. {{visitor.name|there}}, {{site.name}} and {{page}} are filled in; after the bar stands what is said where it is not known."
          error={fields.content}
          value={value.content}
          onChange={(event) => change({ content: event.target.value })}
        />
        {value.content.trim() ? (
          <div className={styles.preview}>
            <p className={styles.previewTitle}>As visitors see it</p>
            <div className={styles.bubble}>
              <Markdown source={value.content} />
            </div>
          </div>
        ) : null}
        <ListField
          label="Quick replies under it"
          hint="What somebody may want next."
          addLabel="Add a quick reply"
          itemLabel="Quick reply"
          values={value.quick_replies}
          onChange={(quick_replies) => change({ quick_replies })}
          most={6}
          maxLength={60}
          error={fields.quick_replies}
        />
      </SettingsForm>
      {id ? (
        <ConfirmDialog
          open={deleting}
          title={`Delete “${saved.title}”?`}
          verb="Delete the answer"
          onClose={() => setDeleting(false)}
          onConfirm={async () => {
            await agent.call('delete_answer', { answer: id });
            await leave();
          }}
        >
          The bot will look in your knowledge articles instead. This cannot be undone.
        </ConfirmDialog>
      ) : null}
    </SettingsPage>
  );
}
