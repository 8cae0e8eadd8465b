/** When a text says nothing: what the server refuses and nobody should be offered to send. Imports nothing, so that the widget may carry it. */

/**
 * True where nothing is to be seen: white space and what Unicode means to be invisible alone (U+200B, joiners, marks of direction,
 * fillers), the blank of Braille and the anchors of annotations. Such characters within words and emoji are nobody's concern.
 */
export const isBlank = (text: string): boolean =>
  // DI: Default_Ignorable_Code_Point. Every byte of it is in the widget's budget.
  /^[\p{Cc}\p{Z}\p{DI}\u2800\ufff9-\ufffb]*$/u.test(text);
