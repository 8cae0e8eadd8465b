/** Asking the bot before visitors do: with the draft or with what is published, and how it came to its answer. */
import type { CommandResult } from '@parley/protocol';
import { FlaskConical } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { session } from '../accounts/session.ts';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField, TextArea } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Playground.module.css';
import { Trial, type Tried } from './Trial.tsx';

/** A slow model, its retries, and the way there and back. */
const PATIENCE_MS = 90_000;
/** As many as the server looks back at. */
const MOST_SAID = 20;

type Settings = 'draft' | 'published';

export function Playground() {
  const [question, setQuestion] = useState('');
  const [settings, setSettings] = useState<Settings>('draft');
  const [tried, setTried] = useState<readonly Tried[]>([]);
  const form = useRef<HTMLFormElement>(null);
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const asked = question.trim();
    if (!asked) return;
    const { trial } = await session.post<CommandResult<'try_bot'>>(
      '/api/chatbot/try',
      { question: asked, settings, history: historyOf(tried) },
      { signal: AbortSignal.timeout(PATIENCE_MS) },
    );
    setTried((before) => [...before, { id: crypto.randomUUID(), question: asked, settings, trial }]);
    setQuestion('');
  });
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    form.current?.requestSubmit();
  };
  return (
    <SettingsPage
      needs="change_bot"
      title="Playground"
      lead="Ask the bot as a visitor would. Nobody sees it and nothing is kept but what it cost. A question follows the ones above it."
      action={
        tried.length > 0 ? (
          <Button variant="quiet" onClick={() => setTried([])}>
            Begin anew
          </Button>
        ) : undefined
      }
    >
      <ol className={styles.tried} aria-label="What was tried" aria-live="polite" aria-busy={busy}>
        {tried.map((each) => (
          <li key={each.id}>
            <Trial tried={each} />
          </li>
        ))}
      </ol>
      {tried.length === 0 ? (
        <EmptyState icon={<FlaskConical />} title="Try it before they do">
          You will see which passages it found, what the model was told, and what the answer cost.
        </EmptyState>
      ) : null}
      <form ref={form} className={styles.ask} onSubmit={onSubmit}>
        <TextArea
          label="Question"
          required
          rows={2}
          maxLength={4_000}
          error={fields.question}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <div className={styles.foot}>
          <SelectField
            label="Answered with"
            value={settings}
            onChange={(event) => setSettings(event.target.value as Settings)}
          >
            <option value="draft">the draft</option>
            <option value="published">what is published</option>
          </SelectField>
          <Button type="submit" variant="primary" busy={busy}>
            Ask
          </Button>
        </div>
        {failure && !fields.question ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      </form>
    </SettingsPage>
  );
}

const historyOf = (tried: readonly Tried[]) =>
  tried
    .flatMap(({ question, trial: { answer, offer_person } }) => [
      { role: 'visitor' as const, content: question },
      ...(answer ? [{ role: 'bot' as const, content: answer, offer_person }] : []),
    ])
    .slice(-MOST_SAID);
