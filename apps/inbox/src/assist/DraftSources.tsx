/** Under which articles a draft stands, for as long as it is one: to be read before it is sent. */
import type { Source } from '@parley/protocol';
import { Link2 } from 'lucide-react';
import styles from './DraftSources.module.css';

export function DraftSources({ sources }: { sources: readonly Source[] }) {
  return (
    <output className={styles.strip}>
      {sources.length > 0 ? 'Draft from' : 'Draft from the conversation alone: no article says it. Read it twice.'}
      {sources.map(({ title, url }) => (
        <a key={url} href={url} target="_blank" rel="noopener noreferrer" className={styles.source}>
          <Link2 aria-hidden="true" />
          {title}
          <span className="visually-hidden"> (opens in a new tab)</span>
        </a>
      ))}
    </output>
  );
}
