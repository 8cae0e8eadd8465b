/** Changes what stands in a field. React hears of it as of typing. */

/** Replaces `from` to `to` by `insert`, then selects `start` to `end`. */
export interface Edit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  readonly start: number;
  readonly end: number;
}

/** As if it were typed: the field gets the focus, and the browser's undo knows of it. */
export function typeInto(field: HTMLTextAreaElement, edit: Edit): void {
  const { from, to, insert, start, end } = edit;
  field.focus();
  field.setSelectionRange(from, to);
  const done = insert === '' ? document.execCommand('delete') : document.execCommand('insertText', false, insert);
  if (!done) replaceIn(field, edit);
  field.setSelectionRange(start, end);
}

/** Wherever the focus is. There is no way back but one's own. */
export function replaceIn(field: HTMLTextAreaElement, { from, to, insert }: Edit): void {
  field.setRangeText(insert, from, to);
  field.dispatchEvent(new InputEvent('input', { bubbles: true }));
}
