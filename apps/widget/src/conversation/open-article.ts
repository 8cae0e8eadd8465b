/** The way from a citation or a suggestion into the article, within the panel where that can be. */
import type { VisitorSession } from '@parley/client';
import type { Source } from '@parley/protocol';
import { safeHref } from '@parley/protocol/markdown';

/** Whoever wants a tab or a window of its own gets it, as from any link. */
const wantsApart = ({ ctrlKey, metaKey, shiftKey, altKey, button }: MouseEvent) =>
  !!button || ctrlKey || metaKey || shiftKey || altKey;

/** `click`: none where it was chosen by a key. False: it is the browser's to follow the link. */
export function openArticle(
  session: VisitorSession,
  root: ShadowRoot,
  source: Source,
  from: HTMLElement,
  click?: MouseEvent,
): boolean {
  if (!source.article || (click && wantsApart(click))) return false;
  click?.preventDefault();
  import('./article.ts').then(
    ({ read }) => read(session, root, source, from),
    () => openApart(source),
  );
  return true;
}

export function openApart({ url }: Pick<Source, 'url'>): void {
  if (safeHref(url)) open(url, '_blank', 'noopener');
}
