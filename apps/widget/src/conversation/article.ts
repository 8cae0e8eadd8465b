/**
 * An article over the conversation: what an answer is from, or what somebody was looking for, with the cited passage in sight. Nothing of the
 * conversation moves behind it. Loaded when the first is opened; what was read is kept as long as the page.
 */
import type { VisitorSession } from '@parley/client';
import type { PublicArticle, Source } from '@parley/protocol';
import { type Block, parseMarkdown, safeHref } from '@parley/protocol/markdown';
import { html, nothing, render } from 'lit/html.js';
import { icon } from '../icons.ts';
import { strings } from '../strings-article.ts';
import css from './article.css?inline';
import { citedRange } from './cited.ts';
import { block, line } from './markdown.ts';

const kept = new Map<string, PublicArticle>();

const BACK = 'M19 12H5M12 5l-7 7 7 7';
const APART = 'M14 4h6v6M20 4l-9 9M10 5H5v14h14v-5';

/** The title is the only `h2`. */
const part = (node: Block) => {
  if (node.type !== 'heading') return block(node);
  const words = line(node.content);
  return node.level <= 2
    ? html`<h3 tabindex="-1">${words}</h3>`
    : node.level === 3
      ? html`<h4 tabindex="-1">${words}</h4>`
      : html`<h5 tabindex="-1">${words}</h5>`;
};

/** Resolves when a connection that is on its way is there, or is not to be had. */
const settled = ({ connection }: VisitorSession) =>
  new Promise<void>((resolve) => {
    const look = () => {
      if (connection.state.status === 'connecting') return;
      stop();
      resolve();
    };
    const stop = connection.onState(look);
    look();
  });

/** Opens it until the visitor goes back, to `from`. */
export function read(session: VisitorSession, root: ShadowRoot, source: Source, from: HTMLElement): void {
  const { article: name = '', heading } = source;
  const section = root.querySelector('section') as HTMLElement;
  // Pressed twice.
  if (section.querySelector('.article')) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const view = document.createElement('div');
  view.className = 'article';
  const behind = [...section.children] as HTMLElement[];
  let problem = '';
  let isOpen = true;

  const draw = () => {
    const article = kept.get(name);
    const blocks = article ? parseMarkdown(article.body) : [];
    const [begin, end] = citedRange(blocks, heading);
    const parts = blocks.map(part);
    const url = safeHref(article?.url ?? source.url);
    render(
      html`
        <nav>
          <button @click=${back}>${icon(BACK)}${strings.back}</button>
          ${url ? html`<a href=${url} target="_blank" rel="noopener nofollow" aria-label=${strings.apart}>${icon(APART)}</a>` : nothing}
        </nav>
        <h2 id="article" tabindex="-1" dir="auto">${article?.title ?? source.title}</h2>
        <div class="page" tabindex="0" role="region" aria-labelledby="article" dir="auto">
          ${parts.slice(0, begin)}
          ${end ? html`<div class="cited">${parts.slice(begin, end)}</div>` : nothing}
          ${parts.slice(end)}
          <p role="status">${article ? '' : problem || strings.loading}</p>
          ${problem && problem !== strings.gone ? html`<button class="solid" @click=${load}>${strings.again}</button>` : nothing}
        </div>
      `,
      view,
    );
  };
  /** Read out, and where reading goes on. */
  const show = () => {
    const cited = view.querySelector<HTMLElement>('.cited > :first-child');
    (cited ?? view.querySelector('h2'))?.focus({ preventScroll: true });
    cited?.scrollIntoView({ block: 'start' });
  };
  const load = async () => {
    problem = '';
    draw();
    show();
    try {
      await settled(session);
      kept.set(name, (await session.connection.call('read_article', { article: name })).article);
    } catch (error) {
      const { code } = error as { code?: string };
      problem = code === 'not_found' ? strings.gone : navigator.onLine ? strings.failed : strings.offline;
    }
    if (!isOpen) return;
    draw();
    // Whoever has gone on to something else meanwhile stays there.
    if (root.activeElement?.matches('h2')) show();
  };
  const close = () => {
    isOpen = false;
    closed.disconnect();
    view.remove();
    for (const element of behind) element.inert = false;
    root.adoptedStyleSheets = root.adoptedStyleSheets.filter((other) => other !== sheet);
  };
  const back = () => {
    close();
    (from.isConnected ? from : root.querySelector<HTMLElement>('textarea'))?.focus({ preventScroll: true });
  };

  view.onkeydown = (event) => {
    const { key, shiftKey } = event;
    const stops = [...view.querySelectorAll<HTMLElement>('a,button,[tabindex="0"]')];
    if (key === 'Escape') back();
    else if (key !== 'Tab') return;
    else if (root.activeElement === (shiftKey ? stops[0] : stops.at(-1))) stops.at(shiftKey ? -1 : 0)?.focus();
    else return event.stopPropagation();
    event.preventDefault();
    event.stopPropagation();
  };
  // Closed with the chat: it opens with the conversation.
  const closed = new MutationObserver(() => section.hidden && close());
  closed.observe(section, { attributeFilter: ['hidden'] });
  root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
  for (const element of behind) element.inert = true;
  section.append(view);
  if (!kept.has(name)) void load();
  else {
    draw();
    show();
  }
}
