/** The pairs of a replay: what was said then, what the draft says, where they differ, and whether that is for the better. */
import type { BotReplay, CommandParams, CommandResult, ReplayPair, Verdict } from '@parley/protocol';
import { diffWordsWithSpace } from 'diff';
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { useAgent } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { More, usePages } from '../shell/pages.tsx';
import { Button } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { Notice } from '../ui/Notice.tsx';
import { In, Out } from './Difference.tsx';
import styles from './ReplayPairs.module.css';
import { WAYS } from './Trial.tsx';

type Show = CommandParams<'list_replay_pairs'>['show'];

export function ReplayPairs({ replay, show }: { replay: BotReplay; show: Show }) {
  const query = useCommand('list_replay_pairs', { show });
  return (
    <Loaded query={query} what="The answers">
      {(first) =>
        first.pairs.length === 0 ? (
          <p className={styles.none}>{NONE[show]}</p>
        ) : (
          <List key={`${replay.replay} ${replay.done} ${show}`} replay={replay} show={show} first={first} />
        )
      }
    </Loaded>
  );
}

const NONE: Record<Show, string> = {
  different: 'Nothing is answered otherwise than it was.',
  regressions: 'Nothing is marked as a regression.',
  all: 'No question is left: they were deleted meanwhile.',
};

function List({ replay, show, first }: { replay: BotReplay; show: Show; first: CommandResult<'list_replay_pairs'> }) {
  const agent = useAgent();
  const pages = usePages<ReplayPair, number>({ items: first.pairs, next: first.next }, async (after) => {
    const { pairs, next } = await agent.call('list_replay_pairs', { show, after });
    return { items: pairs, next };
  });
  return (
    <>
      <ol className={styles.pairs} aria-label="Questions and both answers">
        {pages.items.map((pair) => (
          <li key={pair.pair}>
            <Pair replay={replay.replay} pair={pair} />
          </li>
        ))}
      </ol>
      <More pages={pages} />
    </>
  );
}

const VERDICTS: readonly [Verdict, string][] = [
  ['regression', 'Regression'],
  ['better', 'Better'],
  ['same', 'As good'],
];

function Pair({ replay, pair }: { replay: string; pair: ReplayPair }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const [verdict, setVerdict] = useState(pair.verdict);
  const [failure, setFailure] = useState<string | null>(null);
  const { before, now, question } = pair;
  const judge = async (next: Verdict | null) => {
    const earlier = verdict;
    setVerdict(next);
    setFailure(null);
    try {
      const told = await agent.call('judge_replay_pair', { replay, pair: pair.pair, verdict: next });
      cache.put('get_bot_replay', {}, told);
    } catch (error) {
      setVerdict(earlier);
      setFailure(failureWords(error));
    }
  };
  return (
    <article className={styles.pair} aria-label={question}>
      <p className={styles.question}>{question}</p>
      <div className={styles.sides}>
        <div className={styles.side}>
          <p className={styles.label}>
            Then <Chip tone={WAYS[before.kind].tone}>{WAYS[before.kind].words}</Chip>
          </p>
          <p className={styles.words}>
            <Words from={before.answer} to={now?.answer ?? before.answer} side="before" />
          </p>
        </div>
        <div className={styles.side}>
          <p className={styles.label}>
            With the draft {now ? <Chip tone={WAYS[now.kind].tone}>{WAYS[now.kind].words}</Chip> : null}
          </p>
          <p className={styles.words}>
            {now ? <Words from={before.answer} to={now.answer} side="now" /> : 'Not answered yet.'}
          </p>
        </div>
      </div>
      {now ? (
        <fieldset className={styles.verdicts} aria-label="The draft’s answer is">
          {VERDICTS.map(([each, label]) => (
            <Button
              key={each}
              size="small"
              aria-pressed={verdict === each}
              data-verdict={each}
              onClick={() => void judge(verdict === each ? null : each)}
            >
              {label}
            </Button>
          ))}
        </fieldset>
      ) : null}
      {failure ? <Notice tone="red">{failure}</Notice> : null}
    </article>
  );
}

/** One side of the difference: what it alone has is marked. */
function Words({ from, to, side }: { from: string; to: string; side: 'before' | 'now' }) {
  return diffWordsWithSpace(from, to).map(({ value, added, removed }, index) => {
    if (added) return side === 'now' ? <In key={index}>{value}</In> : null;
    if (removed) return side === 'before' ? <Out key={index}>{value}</Out> : null;
    return value;
  });
}
