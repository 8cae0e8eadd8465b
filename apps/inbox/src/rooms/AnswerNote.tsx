/** Under an answer of the bot: whether the visitor said that it helped, and on demand how it came about. Loaded with the first one. */
import type { AnswerBasis } from '@parley/protocol';
import { ThumbsDown, ThumbsUp } from 'lucide-react';
import { useEffect } from 'react';
import { useCommand } from '../shell/commands.ts';
import { Queries } from '../shell/Queries.tsx';
import { LOCALE } from '../ui/locale.ts';
import styles from './AnswerNote.module.css';
import { CAME_FROM } from './hand-over-words.ts';

/** The visitor may judge it any time. */
const EVERY_MS = 15_000;

export function AnswerNote({ room, seq }: { room: string; seq: number }) {
  return (
    <Queries>
      <Note room={room} seq={seq} />
    </Queries>
  );
}

function Note({ room, seq }: { room: string; seq: number }) {
  const { data, refetch } = useCommand('explain_answers', { room }, { every: () => EVERY_MS });
  const basis = data?.answers.find((answer) => answer.seq === seq);
  const newer = data !== undefined && (data.answers.at(-1)?.seq ?? 0) < seq;
  useEffect(() => {
    // Of one that came after they were asked for.
    if (newer) void refetch();
  }, [newer, refetch]);
  if (!basis) return null;
  return (
    <div className={styles.note}>
      {basis.helped === null ? null : (
        <p className={basis.helped ? styles.helped : styles.notHelped}>
          {basis.helped ? <ThumbsUp aria-hidden="true" /> : <ThumbsDown aria-hidden="true" />}
          {basis.helped ? 'It helped' : 'It did not help'}
        </p>
      )}
      <details className={styles.how}>
        <summary>How it came about</summary>
        <p>{facts(basis)}</p>
        {basis.passages.length > 0 ? (
          <ul>
            {basis.passages.map(({ title, url, revision, changed, cited }) => (
              <li key={url} className={cited ? styles.cited : undefined}>
                <a href={url} target="_blank" rel="noopener noreferrer">
                  {title}
                </a>{' '}
                <span>
                  {[`revision ${revision}`, cited ? 'used' : 'not used', changed && 'changed since']
                    .filter(Boolean)
                    .join(', ')}
                </span>
              </li>
            ))}
          </ul>
        ) : null}
      </details>
    </div>
  );
}

const count = new Intl.NumberFormat(LOCALE);
const dollars = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD', maximumFractionDigits: 5 });

function facts({ kind, confidence, model, tokens_in, tokens_out, tokens_estimated, cost_micros }: AnswerBasis): string {
  const about = tokens_estimated ? 'about ' : '';
  return [
    CAME_FROM[kind],
    confidence !== null && `best passage holds ${Math.round(confidence * 100)} % of the question`,
    model && `${model}, ${about}${count.format(tokens_in)} tokens in and ${count.format(tokens_out)} out`,
    model && cost_micros > 0 && `${about}${dollars.format(cost_micros / 1_000_000)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
