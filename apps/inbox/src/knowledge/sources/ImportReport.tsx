/** What the last import left out: each place with the reason in words, and what to do about it. */
import type { CommandResult, ImportProblem, KnowledgeSource } from '@parley/protocol';
import { useAgent } from '../../accounts/use-session.ts';
import { useCommand } from '../../shell/commands.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { More, usePages } from '../../shell/pages.tsx';
import { Chip, type Tone } from '../../ui/Chip.tsx';
import styles from './Sources.module.css';
import { isActive } from './words.ts';

const OUTCOMES: Record<ImportProblem['outcome'], [label: string, tone: Tone]> = {
  failed: ['Failed', 'red'],
  skipped: ['Left out', 'neutral'],
  removed: ['Withdrawn', 'amber'],
};

export function ImportReport({ source }: { source: KnowledgeSource }) {
  const { id, run } = source;
  const query = useCommand('get_import_report', { source: id }, { enabled: run !== null });
  if (!run || run.failed + run.skipped + run.removed === 0) return null;
  return (
    <section aria-labelledby="report" className={styles.report}>
      <h2 id="report" className={styles.heading}>
        What was left out
      </h2>
      <Loaded query={query} what="The report">
        {(first) => <Problems key={isActive(run) ? 'now' : run.finished} id={id} first={first} />}
      </Loaded>
    </section>
  );
}

function Problems({ id, first }: { id: string; first: CommandResult<'get_import_report'> }) {
  const agent = useAgent();
  const pages = usePages({ items: first.problems, next: first.next }, async (after) => {
    const { problems, next } = await agent.call('get_import_report', { source: id, after });
    return { items: problems, next };
  });
  return (
    <>
      <ul className={styles.list} aria-label="What was left out">
        {pages.items.map(({ place, outcome, reason, advice }) => (
          <li key={place} className={styles.problem}>
            <Chip tone={OUTCOMES[outcome][1]}>{OUTCOMES[outcome][0]}</Chip>
            <div className={styles.what}>
              <p className={styles.place}>
                {/^https?:/.test(place) ? (
                  <a href={place} target="_blank" rel="noopener nofollow">
                    {place}
                  </a>
                ) : (
                  place
                )}
              </p>
              <p className={styles.about}>
                {reason} {advice}
              </p>
            </div>
          </li>
        ))}
      </ul>
      {pages.items.length === 0 ? <p className={styles.about}>Nothing that you would have to look at.</p> : null}
      <More pages={pages} />
    </>
  );
}
