/**
 * What the visitor may mean, above the field while it types: articles, which open within the panel, and questions that have an
 * answer ready. Only while the bot is the one who listens. Loaded with the first letter that is typed; the field stays the
 * field: nothing is chosen that was not pointed at, and Enter sends as ever.
 */
import type { VisitorSession } from '@parley/client';
import type { Suggestion } from '@parley/protocol';
import { strings } from '../strings-suggest.ts';
import { letters } from './letters.ts';
import { openApart, openArticle } from './markdown.ts';
import css from './suggest.css?inline';

const PAUSE_MS = 250;
/** Letters: fewer may mean anything, more tell a story. */
const FEW = 3;
const MANY = 80;

/** To be called once. */
export function suggest(session: VisitorSession, root: ShadowRoot, send: (text: string) => void): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets.push(sheet);
  const list = document.createElement('div');
  list.className = 'suggest';
  list.id = 'suggest';
  list.role = 'listbox';
  list.ariaLabel = strings.label;
  list.hidden = true;
  const told = document.createElement('p');
  told.className = 'unseen';
  told.role = 'status';
  root.querySelector('.log')?.append(list, told);

  let found: readonly Suggestion[] = [];
  let at = -1;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const field = () => root.querySelector('textarea');

  const show = (suggestions: readonly Suggestion[]) => {
    if (!suggestions.length && list.hidden) return;
    found = suggestions;
    list.replaceChildren(...found.map(option));
    list.hidden = !found.length;
    told.textContent = found.length ? strings.count(found.length) : '';
    const box = field();
    if (box) {
      box.ariaAutoComplete = 'list';
      box.setAttribute('aria-controls', list.id);
    }
    point(-1);
  };
  const option = (suggestion: Suggestion, i: number) => {
    const element = document.createElement('div');
    element.id = `suggest-${i}`;
    element.role = 'option';
    const [words, kind] = [document.createElement('span'), document.createElement('small')];
    words.dir = 'auto';
    words.textContent = suggestion.kind === 'answer' ? suggestion.text : suggestion.title;
    kind.textContent = strings[suggestion.kind];
    element.append(words, kind);
    // The field keeps the focus.
    element.onmousedown = (event) => event.preventDefault();
    element.onclick = element.onauxclick = (event) => choose(suggestion, event);
    return element;
  };
  const point = (to: number) => {
    at = to;
    for (const [i, element] of [...list.children].entries()) element.ariaSelected = `${i === at}`;
    list.children[at]?.scrollIntoView({ block: 'nearest' });
    if (at < 0) field()?.removeAttribute('aria-activedescendant');
    else field()?.setAttribute('aria-activedescendant', `suggest-${at}`);
  };
  const choose = (suggestion: Suggestion, click?: MouseEvent) => {
    const box = field();
    show([]);
    if (suggestion.kind === 'article') {
      if (!box || !openArticle(session, root, suggestion, box, click)) openApart(suggestion);
      return;
    }
    if (box) {
      box.value = '';
      box.dispatchEvent(new Event('input', { bubbles: true }));
    }
    send(suggestion.text);
  };

  const text = () => {
    const typed = field()?.value.trim() ?? '';
    const { room } = session;
    const bot = !room || (room.owner.kind === 'bot' && room.status !== 'closed');
    return bot && typed.length >= FEW && typed.length <= MANY && !typed.includes('\n') ? typed : '';
  };
  const look = async () => {
    const asked = text();
    if (!asked) return show([]);
    try {
      const { suggestions } = await session.connection.call('suggest', { text: field()?.value.trimStart() ?? asked });
      // Meanwhile it may say something else, or have been sent.
      if (text() === asked) show(suggestions);
    } catch {
      show([]);
    }
  };
  const soon = () => {
    clearTimeout(timer);
    if (!text()) return show([]);
    timer = setTimeout(look, PAUSE_MS);
  };

  root.addEventListener('input', soon);
  root.addEventListener('focusout', () => show([]));
  session.subscribe(() => {
    if (!text()) show([]);
  });
  // Before the field's own keys and those of the panel.
  root.addEventListener(
    'keydown',
    (event) => {
      const { key, isComposing } = event as KeyboardEvent;
      if (list.hidden || isComposing) return;
      const n = found.length;
      const pointed = found[at];
      if (key === 'ArrowDown') point(at + 1 < n ? at + 1 : -1);
      else if (key === 'ArrowUp') point(at < 0 ? n - 1 : at - 1);
      else if (key === 'Escape') show([]);
      else if (key === 'Enter' && pointed) choose(pointed);
      else return;
      event.preventDefault();
      event.stopPropagation();
    },
    true,
  );
  letters(root);
  soon();
}
