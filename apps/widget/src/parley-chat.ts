/** `<parley-chat>`: the conversation's element. Opens and closes, keeps the focus, and draws after every change. */
import { VisitorSession } from '@parley/client';
import { html, render } from 'lit/html.js';
import { Composer } from './conversation/composer.ts';
import { EmailForm } from './conversation/email-form.ts';
import { bubble } from './conversation/message-bubble.ts';
import { MessageList } from './conversation/message-list.ts';
import { panel } from './conversation/panel.ts';
import { type Row, rowsOf } from './conversation/rows.ts';
import css from './conversation/styles.css?inline';
import type { Chat, ChatModule, Host } from './host.ts';
import { strings } from './strings.ts';
import tokens from './tokens.css?inline';

const TAG = 'parley-chat';
/** A connection that is back within this was never worth a word. */
const TROUBLE_AFTER_MS = 2_000;
const FOCUSABLE = 'button,a[href],textarea,input,[tabindex="0"]';

class ParleyChat extends HTMLElement implements Chat {
  isOpen = false;
  #host!: Host;
  #session!: VisitorSession;
  #root = this.attachShadow({ mode: 'open' });
  #scroller = document.createElement('div');
  #list!: MessageList<Row>;
  #composer!: Composer;
  #email!: EmailForm;
  #drawing = false;
  #said = '';
  #lastSeq = 0;
  #below = 0;
  #troubled = 0;
  #full = matchMedia('(max-width: 479px)');

  /** Once, before it is put into the page. */
  begin(host: Host): void {
    const { base, slug, position } = host.config;
    this.#host = host;
    const session = new VisitorSession({ base, slug, resumeToken: host.resumeToken });
    this.#session = session;
    const changed = () => this.#changed();
    const draftKey = `parley:${slug}:draft`;
    this.#composer = new Composer({
      draft: session.storage.get(draftKey) ?? '',
      keep: (draft) => (draft ? session.storage.set(draftKey, draft) : session.storage.delete(draftKey)),
      send: (text) => this.#send(text),
      typing: (typing) => session.setTyping(typing),
      changed,
    });
    this.#email = new EmailForm({ save: (email) => session.leaveEmail(email), changed });
    this.#list = new MessageList<Row>(
      this.#scroller,
      (row) =>
        bubble(row, { retry: (id) => session.outbox.retry(id), discard: (id) => session.outbox.discard(id) }),
      ({ kind, first, last, failure, tick }) =>
        `${kind}${first ? ' first' : ''}${last ? ' last' : ''}${failure ? ' refused' : ''}${tick === 'pending' ? ' pending' : ''}`,
      { moved: changed, nearTop: () => session.timeline.loadOlder().catch(() => {}) },
    );
    this.#scroller.className = 'scroller';
    this.#scroller.tabIndex = 0;
    this.#scroller.setAttribute('role', 'log');
    this.#scroller.ariaLive = 'off';
    this.#scroller.ariaLabel = strings.messages;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(tokens + css);
    this.#root.adoptedStyleSheets = [sheet];
    this.toggleAttribute('left', position === 'left');
    this.addEventListener('keydown', this.#key);
    this.#full.onchange = changed;
    for (const name of ['resize', 'scroll'] as const) visualViewport?.addEventListener(name, this.#fit);
    document.addEventListener('visibilitychange', changed);
    session.subscribe(changed);
    session.start();
  }

  open(): void {
    this.isOpen = true;
    this.#host.launcher.ariaExpanded = 'true';
    this.#list.atEnd = true;
    this.#fit();
    this.#draw();
    this.#rest();
  }

  close(): void {
    this.isOpen = false;
    this.#host.launcher.ariaExpanded = 'false';
    this.#draw();
    this.#host.launcher.focus();
  }

  #send(text: string): void {
    this.#list.atEnd = true;
    this.#session.send(text);
  }

  /** Where the focus belongs when nothing else has it; on a touch screen the keyboard would hide what is to be read. */
  #rest(): void {
    const target = matchMedia('(pointer: coarse)').matches ? 'section' : 'textarea';
    this.#root.querySelector<HTMLElement>(target)?.focus();
  }

  #key = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.close();
    } else if (event.key === 'Tab') {
      const stops = [...this.#root.querySelectorAll<HTMLElement>(FOCUSABLE)].filter((one) => one.checkVisibility());
      const edge = stops.at(event.shiftKey ? 0 : -1);
      const { activeElement } = this.#root;
      if (activeElement !== edge && !(event.shiftKey && activeElement?.matches('section'))) return;
      event.preventDefault();
      stops.at(event.shiftKey ? -1 : 0)?.focus();
    }
  };

  /** The part of a phone's screen that its keyboard leaves; while pinched the panel stays as it is. */
  #fit = (): void => {
    const { height, offsetTop, scale } = visualViewport ?? { height: innerHeight, offsetTop: 0, scale: 1 };
    if (scale > 1.01) return;
    this.style.setProperty('--height', `${height}px`);
    this.style.setProperty('--top', `${offsetTop}px`);
  };

  #changed(): void {
    if (this.#drawing) return;
    this.#drawing = true;
    queueMicrotask(() => this.#draw());
  }

  #draw(): void {
    this.#drawing = false;
    const session = this.#session;
    const { timeline, unsent, live, room, config } = session;
    const { launcher, config: site } = this.#host;
    const newest = timeline.messages.at(-1);
    const fresh = timeline.messages.filter(({ seq, role }) => seq > this.#lastSeq && role !== 'visitor');
    if (this.#lastSeq && fresh.length) {
      this.#said = fresh.map(({ author, content }) => `${author}: ${content}`).join('\n');
      if (!this.#list.atEnd) this.#below += fresh.length;
    }
    this.#lastSeq = timeline.last;

    const seen = this.isOpen && this.#list.atEnd && !document.hidden;
    if (seen) session.markRead();
    if (this.#list.atEnd) this.#below = 0;
    const unread = this.isOpen ? 0 : session.unread;
    if (unread) launcher.dataset.unread = unread > 99 ? '99+' : `${unread}`;
    else delete launcher.dataset.unread;
    launcher.ariaLabel = strings.unread(site.label, unread);

    const bot = (room?.owner.kind ?? 'bot') === 'bot';
    const quiet = !unsent.length && !live.answer;
    const replies = newest ? newest.quick_replies : config?.quick_replies;
    const state = panel({
      session,
      label: site.label,
      open: this.isOpen,
      modal: this.#full.matches,
      trouble: this.#trouble(),
      replies: (quiet && bot && replies) || [],
      offerPerson: quiet && bot && !!newest?.offer_person,
      atEnd: this.#list.atEnd,
      below: this.#below,
      scroller: this.#scroller,
      composer: this.#composer,
      email: this.#email,
      on: {
        close: () => this.close(),
        askPerson: () => {
          session.requestPerson().catch(() => this.#send(strings.person));
          this.#rest();
        },
        reply: (text) => {
          this.#send(text);
          this.#rest();
        },
        toEnd: () => {
          this.#list.toEnd();
          this.#rest();
        },
      },
    });
    render(html`${state}<p class="unseen" role="status">${this.#said}</p>`, this.#root);
    if (this.isOpen) {
      const failureOf = (code: string) => strings.failures[code as 'forbidden'] ?? strings.failed;
      const { agentRead } = session;
      this.#list.update(rowsOf({ timeline, unsent, live, config, agentRead, failureOf }));
    }
  }

  #trouble(): string {
    const { status, reason } = this.#session.connection.state;
    if (status === 'stopped') {
      if (reason) console.warn('Parley:', reason.message);
      return strings.stopped;
    }
    if (status === 'online') this.#troubled = 0;
    else if (navigator.onLine === false) return strings.offline;
    else if (!this.#troubled) {
      this.#troubled = Date.now();
      setTimeout(() => this.#changed(), TROUBLE_AFTER_MS + 50);
    } else if (Date.now() - this.#troubled > TROUBLE_AFTER_MS) return strings.lost;
    return '';
  }
}

export const mount: ChatModule['mount'] = (host) => {
  if (!customElements.get(TAG)) customElements.define(TAG, ParleyChat);
  const chat = document.createElement(TAG) as ParleyChat;
  chat.begin(host);
  host.root.append(chat);
  return chat;
};
