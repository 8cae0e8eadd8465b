/** A word between the nodes: what one tells under a name, all others hear, and it does not. A hint, as all that the bus carries. */
import type { Bus } from './bus.ts';
import { uuidv7 } from './ids.ts';

interface Told<Word> {
  readonly from: string;
  readonly word: Word;
}

/** Hears for as long as the bus lives. The returned function tells; `Word` is JSON. */
export function peers<Word>(bus: Bus, name: string, hear: (word: Word) => void): (word: Word) => void {
  const from = uuidv7();
  bus.subscribe(({ note }) => {
    if (note?.name !== name) return;
    const told = note.data as Told<Word>;
    if (told.from !== from) hear(told.word);
  });
  return (word) => bus.publish({ site: null, channels: [], note: { name, data: { from, word } } });
}
