/** One question to the bot, its answer, and how that came about. */
import type { AnswerKind, BotTrial, PreparedMatch, TrialNow } from '@parley/protocol';
import { Chip, type Tone } from '../ui/Chip.tsx';
import { LOCALE } from '../ui/locale.ts';
import { Markdown } from '../ui/Markdown.tsx';
import { Notice } from '../ui/Notice.tsx';
import { fullTime } from '../ui/times.ts';
import styles from './Trial.module.css';

export interface Tried {
  id: string;
  question: string;
  settings: 'draft' | 'published';
  trial: BotTrial;
}

export const WAYS: Record<AnswerKind, { words: string; tone: Tone }> = {
  predefined: { words: 'Prepared answer', tone: 'green' },
  cache: { words: 'Said before', tone: 'green' },
  passage: { words: 'Quoted from an article', tone: 'green' },
  model: { words: 'Worded by the model', tone: 'accent' },
  unknown: { words: 'Does not know', tone: 'amber' },
  hand_off: { words: 'Fetches a person', tone: 'neutral' },
  failed: { words: 'The model failed', tone: 'red' },
};
const MATCHES: Record<PreparedMatch['how'], string> = {
  exact: 'the same words',
  near: 'the same words but for a slip',
  intent: 'other words for the same',
  meaning: 'the closest in meaning, by the embedding model',
};
const percent = new Intl.NumberFormat(LOCALE, { style: 'percent' });
const whole = new Intl.NumberFormat(LOCALE);

/** While it is being written; nothing of how it came about is known yet. */
export function Writing({ question, text }: { question: string; text: string }) {
  return (
    <article className={styles.trial} aria-label={question}>
      <p className={styles.question}>{question}</p>
      <div className={styles.answer}>
        {text ? <Markdown source={text} /> : <span className={styles.looking}>Looking it up …</span>}
      </div>
    </article>
  );
}

export function Trial({ tried: { question, settings, trial } }: { tried: Tried }) {
  const way = WAYS[trial.kind];
  return (
    <article className={styles.trial} aria-label={question}>
      <p className={styles.question}>{question}</p>
      {trial.now.answered ? null : <Notice tone="amber">{insteadWords(trial.now, settings)}</Notice>}
      <div className={styles.answer}>
        <Markdown source={trial.answer} />
      </div>
      {trial.quick_replies.length > 0 ? <p className={styles.facts}>{trial.quick_replies.join(' · ')}</p> : null}
      <p className={styles.facts}>
        <Chip tone={way.tone}>{way.words}</Chip>
        <Chip>{settings === 'draft' ? 'Draft' : 'Published'}</Chip>
        <span>{costWords(trial)}</span>
      </p>
      {trial.prepared ? (
        <p className={styles.facts}>
          “{trial.prepared.title}” by its trigger “{trial.prepared.trigger}”: {MATCHES[trial.prepared.how]}
        </p>
      ) : null}
      {trial.passages.length > 0 ? (
        <details className={styles.more}>
          <summary>{trial.passages.length === 1 ? '1 passage' : `${trial.passages.length} passages`} found</summary>
          <ol className={styles.passages}>
            {trial.passages.map((passage, index) => (
              <li key={index}>
                <p className={styles.heading}>
                  {[passage.title, passage.heading].filter(Boolean).join(' › ')}{' '}
                  {passage.cited ? <Chip tone="green">Used</Chip> : null}
                </p>
                <p className={styles.facts}>
                  score {passage.score} · holds {percent.format(passage.confidence)} of what was asked
                </p>
                <p className={styles.text}>{passage.text}</p>
              </li>
            ))}
          </ol>
        </details>
      ) : null}
      {trial.prompt.length > 0 ? (
        <details className={styles.more}>
          <summary>What the model was told</summary>
          {trial.prompt.map(({ role, content }, index) => (
            <div key={index}>
              <p className={styles.heading}>{role}</p>
              {/* A long line can be scrolled to by keyboard too. */}
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
              <pre className={styles.prompt} tabIndex={0}>
                {content}
              </pre>
            </div>
          ))}
        </details>
      ) : null}
    </article>
  );
}

/** What a visitor would get instead, at the moment of the question. */
function insteadWords({ why, bot_again, people_again }: TrialNow, settings: Tried['settings']): string {
  const now = settings === 'draft' ? 'With this draft' : 'At this moment';
  const because =
    why === 'off'
      ? 'the bot is switched off'
      : `it is outside the bot’s hours${bot_again ? ` until ${fullTime(bot_again)}` : ', which never begin'}`;
  const people = people_again ? ` People answer again ${fullTime(people_again)}.` : '';
  return `${now} a visitor would not get this: ${because}, and every message waits for a person.${people}`;
}

/** "gpt-4.1-mini · 1,204 tokens in, 88 out · $0.0006 · 1.4 s". */
function costWords({ model, tokens_in, tokens_out, tokens_estimated, cost_micros, took_ms }: BotTrial): string {
  const seconds = `${(took_ms / 1_000).toFixed(1)} s`;
  if (model === null) return `no model asked · ${seconds}`;
  const about = tokens_estimated ? 'about ' : '';
  return [
    model,
    `${about}${whole.format(tokens_in)} tokens in, ${whole.format(tokens_out)} out`,
    `${about}$${(cost_micros / 1_000_000).toFixed(4)}`,
    seconds,
  ].join(' · ');
}
