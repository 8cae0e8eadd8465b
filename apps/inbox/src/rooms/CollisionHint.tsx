/** Says that a colleague is writing in the same conversation, before two answers go out. */
import { PenLine } from 'lucide-react';
import { useAgentStore } from '../accounts/use-session.ts';
import { LOCALE } from '../ui/locale.ts';
import styles from './CollisionHint.module.css';

const names = new Intl.ListFormat(LOCALE, { type: 'conjunction' });

export function CollisionHint({ room }: { room: string }) {
  const live = useAgentStore((store) => store.live(room));
  const writing = live.typing.filter(({ role }) => role === 'agent').map(({ author }) => author);
  return (
    <output className={styles.hint}>
      {writing.length > 0 ? (
        <>
          <PenLine aria-hidden="true" /> {names.format(writing)} {writing.length > 1 ? 'are' : 'is'} writing a reply
          here too.
        </>
      ) : null}
    </output>
  );
}
