/** Asking the bot before visitors do: with the draft or with what is published, and how it came to its answer. */
import { FlaskConical } from 'lucide-react';
import { type KeyboardEvent, useRef, useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { SettingsPage } from '../sites/SettingsPage.tsx';
import { Button } from '../ui/Button.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';
import { SelectField, TextArea } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Playground.module.css';
import { Trial, type Tried, Writing } from './Trial.tsx';

/** As many as the server looks back at. */
const MOST_SAID = 20;

type Settings = 'draft' | 'published';

export function Playground() {
  const agent = useAgent();
  const [question, setQuestion] = useState('');
  const [settings, setSettings] = useState<Settings>('draft');
  const [tried, setTried] = useState<readonly Tried[]>([]);
  const [writing, setWriting] = useState<{ question: string; text: string } | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const { busy, failure, fields, onSubmit } = useSubmit(async () => {
    const asked = question.trim();
    if (!asked) return;
    const watch = crypto.randomUUID();
    setWriting({ question: asked, text: '' });
    const stop = agent.onEvent((event) => {
      if (event.command !== 'trial_delta' || event.watch !== watch) return;
      setWriting((now) => now && { ...now, text: now.text.slice(0, event.offset) + event.text });
    });
    try {
      const { trial } = await agent.call('try_bot', { question: asked, settings, history: historyOf(tried), watch });
      setTried((before) => [...before, { id: watch, question: asked, settings, trial }]);
      setQuestion('');
    } finally {
      stop();
      setWriting(null);
    }
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
          <Button
            variant="quiet"
            blocked={busy ? 'An answer is being written' : undefined}
            onClick={() => setTried([])}
          >
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
        {writing ? (
          <li>
            <Writing {...writing} />
          </li>
        ) : null}
      </ol>
      {tried.length === 0 && !writing ? (
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
