/** A message's words, in one's own language while that is on, with the original a press away. */
import { useContext, useState } from 'react';
import { Markdown } from '../ui/Markdown.tsx';
import styles from './TranslatedWords.module.css';
import { TranslationsContext } from './translating.ts';

export function TranslatedWords({ seq, content }: { seq: number; content: string }) {
  const translation = useContext(TranslationsContext).get(seq);
  const [original, setOriginal] = useState(false);
  if (translation?.content !== content || translation.text === content) return <Markdown source={content} />;
  return (
    <>
      <Markdown source={original ? content : translation.text} />
      <button type="button" className={styles.toggle} onClick={() => setOriginal(!original)}>
        {original ? 'Show translation' : 'Translated · Show original'}
      </button>
    </>
  );
}
