/** The text of a search field whose words stand in the address: typed first, told to the address when the hand rests. */
import { useEffect, useRef, useState } from 'react';

const REST_MS = 250;

/** `onWords` gets the trimmed words. The address changing by itself (back, a link) changes the text. */
export function useSearchText(words: string, onWords: (words: string) => void): [string, (text: string) => void] {
  const [text, setText] = useState(words);
  const [followed, setFollowed] = useState(words);
  if (followed !== words) {
    setFollowed(words);
    if (text.trim() !== words) setText(words);
  }
  const tell = useRef(onWords);
  useEffect(() => {
    tell.current = onWords;
  });
  useEffect(() => {
    const wanted = text.trim();
    if (wanted === words) return;
    const timer = setTimeout(() => tell.current(wanted), REST_MS);
    return () => clearTimeout(timer);
  }, [text, words]);
  return [text, setText];
}
