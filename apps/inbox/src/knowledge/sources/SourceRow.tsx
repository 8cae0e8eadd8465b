/** One source in the list: what it is, how it stands, and while it is imported how far that is. */
import type { KnowledgeSource } from '@parley/protocol';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Chip } from '../../ui/Chip.tsx';
import { useNow } from '../../ui/now.ts';
import { fullTime, listTime } from '../../ui/times.ts';
import { ImportButtons } from './ImportButtons.tsx';
import { ImportProgress } from './ImportProgress.tsx';
import styles from './Sources.module.css';
import { counted, isActive, stateOf } from './words.ts';

export function SourceRow({ source, may, icon }: { source: KnowledgeSource; may: boolean; icon: ReactNode }) {
  const now = useNow();
  const { label, tone } = stateOf(source);
  const { id, name, run, articles } = source;
  return (
    <li className={styles.row}>
      <span className={styles.icon}>{icon}</span>
      <div className={styles.what}>
        <Link to="/knowledge/sources/$source" params={{ source: id }} className={styles.name}>
          {name}
        </Link>
        {run && isActive(run) ? (
          <ImportProgress source={source} />
        ) : (
          <p className={styles.about}>
            {run?.state === 'failed' && run.problem ? (
              run.problem
            ) : (
              <>
                {counted(articles, 'article')}
                {run?.finished ? (
                  <>
                    {' · imported '}
                    <time dateTime={run.finished} title={fullTime(run.finished)}>
                      {listTime(run.finished, now)}
                    </time>
                  </>
                ) : null}
              </>
            )}
          </p>
        )}
      </div>
      <Chip tone={tone}>{label}</Chip>
      {may && run && isActive(run) ? (
        <div className={styles.rowButtons}>
          <ImportButtons source={source} size="small" />
        </div>
      ) : null}
    </li>
  );
}
