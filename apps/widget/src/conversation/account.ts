/**
 * The visitor's account: a quiet line that offers to sign in, or says who is, and the form for it in place of the conversation. Loaded
 * where the session's config says that there are accounts.
 */
import type { VisitorSession } from '@parley/client';
import { VisitorAccount } from '@parley/client/account';
import { html, nothing, render } from 'lit/html.js';
import { strings } from '../strings-account.ts';
import css from './account.css?inline';
import { AccountForm } from './account-form.ts';
import open from './account-open.css?inline';

export interface Place {
  base: string;
  slug: string;
  /** The site's script tag. */
  tag: HTMLElement | null | undefined;
}

/** Follows the session for as long as the chat is there. To be called once. */
export function account(session: VisitorSession, root: ShadowRoot, { base, slug, tag }: Place): void {
  // Whoever signs in is another visitor, and the loader makes a new chat for that when it is told by the tag; a page that says who is
  // there has no need of this.
  if (!tag || tag.dataset.identity) return;
  const [sheet, openSheet] = [css, open].map((text) => {
    const made = new CSSStyleSheet();
    made.replaceSync(text);
    return made;
  }) as [CSSStyleSheet, CSSStyleSheet];
  const box = document.createElement('div');
  box.className = 'account';
  const visitor = new VisitorAccount({ base, slug, session });
  const startOver = () => {
    tag.dataset.identity = '';
    delete tag.dataset.identity;
  };
  let isOpen = false;
  let leaving = false;

  const show = (now: boolean) => {
    form.close();
    const others = root.adoptedStyleSheets.filter((other) => other !== openSheet);
    root.adoptedStyleSheets = now ? [...others, openSheet] : others;
    isOpen = now;
    draw();
    box.querySelector<HTMLElement>(now ? 'h3' : '.line button')?.focus();
  };
  const form = new AccountForm({
    root,
    base,
    visitor,
    pending: () => session.unsent.some(({ failure }) => !failure),
    done: startOver,
    back: () => show(false),
    changed: () => draw(),
  });
  const signOut = async () => {
    if (leaving) return;
    leaving = true;
    draw();
    await visitor.signOut();
    session.storage.delete(`parley:${slug}:draft`);
    startOver();
  };

  const draw = () => {
    const { accounts, consent, signed_out } = session.config ?? {};
    const blocked = session.connection.state.reason?.code === 'blocked';
    // First things first: what is to be agreed to stands in this place.
    const shown = !!accounts && !consent && (!blocked || !!accounts.me);
    if (shown && !box.isConnected) root.querySelector('section')?.append(box);
    if (!shown) box.remove();
    if (!accounts) return;
    const { me } = accounts;
    render(
      isOpen && !me
        ? form.template()
        : html`
            <p class="line">
              ${signed_out && !me ? html`<span role="status">${strings.signedOut}</span>` : nothing}
              ${me ? html`<span role="status">${strings.signedInAs} <bdi>${me.email}</bdi></span>` : nothing}
              <button class="text" aria-disabled=${leaving} @click=${me ? signOut : () => show(true)}>
                ${me ? strings.signOut : strings.offer}
              </button>
              ${me && !me.email_verified ? html`<span>${strings.unverified}</span>` : nothing}
            </p>
          `,
      box,
    );
  };
  root.adoptedStyleSheets.push(sheet);
  box.onkeydown = (event) => {
    if (!isOpen || event.key !== 'Escape') return;
    event.stopPropagation();
    show(false);
  };
  // Closed in the middle of it, the chat opens again with the conversation.
  const section = root.querySelector('section') as HTMLElement;
  new MutationObserver(() => section.hidden && isOpen && show(false)).observe(section, { attributeFilter: ['hidden'] });
  session.subscribe(draw);
  draw();
}
