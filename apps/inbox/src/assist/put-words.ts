/** Puts the model's words into the composer. */
import { isTyping } from '../shell/keys.ts';
import { type Edit, replaceIn, typeInto } from '../ui/type-into.ts';

/** In the place of all that stands there, as if they were typed. Whoever writes elsewhere by now is not called away. Answers what stands there then. */
export function putWords(area: HTMLTextAreaElement, words: string): string {
  const edit: Edit = { from: 0, to: area.value.length, insert: words, start: words.length, end: words.length };
  const active = document.activeElement;
  if (active !== area && isTyping(active)) replaceIn(area, edit);
  else typeInto(area, edit);
  return area.value;
}
