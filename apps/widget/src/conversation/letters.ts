/** How many letters are left, near the end of what a message may have. */
import { strings } from '../strings-suggest.ts';

/** protocol `MAX_CONTENT_LENGTH`. */
const LONGEST = 8_000;
const COUNT_FROM = 7_500;

/** For as long as the chat is there. To be called once. */
export function letters(root: ShadowRoot): void {
  const told = document.createElement('output');
  told.id = 'count';
  const count = () => {
    const field = root.querySelector('textarea');
    const left = LONGEST - (field?.value.length ?? 0);
    told.className = left < 0 ? 'over' : '';
    told.textContent = left > LONGEST - COUNT_FROM ? '' : left < 0 ? strings.tooLong(-left) : `${left}`;
    field?.setAttribute('aria-describedby', told.id);
    // The form may be another one.
    field?.after(told);
  };
  root.addEventListener('input', count);
  count();
}
