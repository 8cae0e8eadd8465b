/** What to know before answering: why the bot passed the conversation on, what was asked and tried. Loaded with the first such room. */
import type { HandOver } from '@parley/protocol';
import { ChevronRight, Link2 } from 'lucide-react';
import { useCommand } from '../shell/commands.ts';
import { Queries } from '../shell/Queries.tsx';
import { Chip } from '../ui/Chip.tsx';
import { fullTime } from '../ui/times.ts';
import styles from './HandOverCard.module.css';
import { FEELING, WHY } from './hand-over-words.ts';
import { languageName } from './names.ts';

export function HandOverCard({ room }: { room: string }) {
  return (
    <Queries>
      <Card room={room} />
    </Queries>
  );
}

const PENDING_MS = 1_500;
/** The visitor may still judge answers, and the words may be taken back. */
const EVERY_MS = 20_000;

function Card({ room }: { room: string }) {
  const { data } = useCommand(
    'get_hand_over',
    { room },
    { every: (now) => (now?.hand_over?.pending ? PENDING_MS : EVERY_MS) },
  );
  const found = data?.hand_over;
  // Without it the conversation says the same: nothing is shown while it loads, nor where it failed.
  if (!found || (found.questions === 0 && found.answers === 0)) return null;
  return (
    <details className={styles.card} open>
      <summary className={styles.head}>
        <ChevronRight aria-hidden="true" className={styles.arrow} />
        <h3 className={styles.title}>Before you answer</h3>
        {found.reason ? <Chip tone="amber">{WHY[found.reason]}</Chip> : null}
        {found.sentiment ? (
          <Chip tone={found.sentiment === 'negative' ? 'red' : 'neutral'}>{FEELING[found.sentiment]}</Chip>
        ) : null}
        {found.language ? <Chip>{languageName(found.language)}</Chip> : null}
      </summary>
      <div className={styles.body}>
        {found.summary ? <p dir="auto">{found.summary}</p> : <Questions found={found} />}
        <p className={styles.counts}>
          {counts(found)}
          {found.opens_at ? ` · Was told that people answer again ${fullTime(found.opens_at)}` : ''}
          {found.pending ? ' · A summary is being written …' : ''}
        </p>
        {found.sources.length > 0 ? (
          <ul className={styles.sources} aria-label="What the bot tried">
            {found.sources.map(({ title, url }) => (
              <li key={url}>
                <a href={url} target="_blank" rel="noopener noreferrer">
                  <Link2 aria-hidden="true" /> {title}
                </a>
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </details>
  );
}

function Questions({ found: { first_question, last_question } }: { found: HandOver }) {
  return (
    <>
      {first_question ? <Question label={last_question ? 'First' : 'Asked'} words={first_question} /> : null}
      {last_question ? <Question label="Last" words={last_question} /> : null}
    </>
  );
}

const Question = ({ label, words }: { label: string; words: string }) => (
  <p>
    <span className={styles.label}>{label}:</span> <q dir="auto">{words}</q>
  </p>
);

const many = (n: number, one: string, more: string) => `${n} ${n === 1 ? one : more}`;
const counts = ({ questions, answers, not_helpful }: HandOver): string =>
  [
    many(questions, 'message of the visitor', 'messages of the visitor'),
    many(answers, 'answer of the bot', 'answers of the bot'),
    not_helpful > 0 && `${not_helpful} did not help`,
  ]
    .filter(Boolean)
    .join(' · ');
