/** `<parley-chat>`: the conversation's element. Opens and closes, keeps the focus, and draws after every change. */
import { VisitorSession } from '@parley/client';
import { html, render } from 'lit/html.js';
import { composer } from './conversation/composer.ts';
import type { Late } from './conversation/markdown.ts';
import { bubble } from './conversation/message-bubble.ts';
import { type MessageList, messageList } from './conversation/message-list.ts';
import { ears, mic } from './conversation/mic.ts';
import { panel } from './conversation/panel.ts';
import type { PersonLine } from './conversation/person-line.ts';
import { isMore, type Row, rowsOf } from './conversation/rows.ts';
import css from './conversation/styles.css?inline';
import type { Chat, ChatModule } from './host.ts';
import { strings } from './strings.ts';
import tokens from './tokens.css?inline';

export const mount: ChatModule['mount'] = ({ config, root: page, launcher, resumeToken, tag }) => {
  const { base, slug } = config;
  const session = new VisitorSession({ base, slug, resumeToken, identity: tag?.dataset.identity });
  const { storage, connection, outbox } = session;
  const element = document.createElement('parley-chat');
  const root = element.attachShadow({ mode: 'open' });
  const full = matchMedia('(max-width: 479px)');
  const draftKey = `parley:${slug}:draft`;
  let list: MessageList<Row> | undefined;
  let personLine: PersonLine | undefined;
  let late: Late | undefined;
  const asked: Record<string, boolean> = {};
  let dictation: Promise<() => void> | undefined;
  /** What listens could not be loaded when it was wanted. */
  let mute = false;
  let drawing = false;
  let ended = false;
  let said = '';
  let lastSeq = 0;
  /** Arrived while the reader was further up. */
  let below = 0;

  const find = (selector: string) => root.querySelector<HTMLElement>(selector);
  const changed = () => {
    if (!drawing) queueMicrotask(draw);
    drawing = true;
  };
  /** Where the focus belongs when nothing else has it; on a touch screen the keyboard would hide what is to be read. */
  const rest = () =>
    (find(matchMedia('(pointer: coarse)').matches ? 'section' : 'textarea') ?? find('section'))?.focus();
  const send = (text: string) => {
    list?.toEnd();
    session.send(text);
  };
  const speak = async (pressed?: boolean) => {
    dictation ??= import('./conversation/dictation.ts').then(({ dictation }) =>
      dictation(session, root, base, () => ears(session)),
    );
    try {
      const press = await dictation;
      mute = false;
      if (pressed) press();
    } catch {
      // Not to be had at this moment: the next press asks again.
      dictation = undefined;
      mute = !!pressed && navigator.onLine;
    }
    changed();
  };
  const write = composer({
    beside: () => mic(session, speak),
    draft: storage.get(draftKey) ?? '',
    keep: (draft) => (draft ? storage.set(draftKey, draft) : storage.delete(draftKey)),
    send,
    typing(typing) {
      session.setTyping(typing);
      void loadOnce('suggest', async () => (await import('./conversation/suggest.ts')).suggest(session, root, send));
    },
    changed,
  });
  const actions = {
    close: () => chat.close(),
    askPerson() {
      // Refused as a command: said in words, which the bot understands too.
      session.requestPerson().catch(() => send(strings.person));
      rest();
    },
    reply(text: string) {
      send(text);
      rest();
    },
    toEnd() {
      list?.toEnd();
      changed();
      rest();
    },
  };

  const isBlocked = () => connection.state.reason?.code === 'blocked';
  const trouble = () => {
    const { status, reason } = connection.state;
    if (isBlocked()) return '';
    if (reason) return strings.stopped;
    const trouble = navigator.onLine
      ? session.busy
        ? strings.busy
        : status === 'offline'
          ? strings.lost
          : mute && strings.stopped
      : strings.offline;
    // Nothing is kept here: what was not sent ends with the page.
    return trouble ? trouble + (outbox.lasting ? '' : strings.stay) : '';
  };
  /** Where it cannot be loaded the conversation goes on without it. */
  const loadOnce = async (part: string, load: () => Promise<void>) => {
    if (asked[part]) return;
    asked[part] = true;
    try {
      await load();
      changed();
    } catch {
      // Gone with a newer version of the server: not asked for again.
      asked[part] = navigator.onLine;
    }
  };

  const draw = () => {
    drawing = ended;
    const { timeline } = session;
    const { isOpen } = chat;
    const atEnd = list?.atEnd ?? true;
    const fresh = timeline.messages.filter(({ seq, role, target }) => seq > lastSeq && role !== 'visitor' && !target);
    if (lastSeq && fresh.length) said = fresh.map(({ author, content }) => `${author}: ${content}`).join('\n');
    below = atEnd ? 0 : below + fresh.length;
    lastSeq = timeline.last;
    if (isOpen && atEnd && !document.hidden) session.markRead();
    const unread = isOpen ? 0 : session.unread;
    launcher.ariaExpanded = `${isOpen}`;
    launcher.ariaLabel = strings.unread(config.label, unread);
    if (unread) launcher.dataset.unread = unread > 99 ? '99+' : `${unread}`;
    else delete launcher.dataset.unread;

    const state = {
      session,
      name: config.name,
      isOpen,
      modal: full.matches,
      trouble: trouble(),
      atEnd,
      below,
      write,
      personLine,
      late,
      blocked: isBlocked(),
    };
    render(html`${panel({ ...state, ...actions })}<p class="unseen" role="status">${said}</p>`, root);
    // The field went, and took the focus with it.
    if (isOpen && isBlocked() && document.activeElement === document.body) rest();
    list ??= messageList<Row>(
      find('.scroller') as HTMLElement,
      (row, element) => {
        const { kind, first, last, failure } = row;
        element.className = `${kind} ${first && 'first'} ${last && 'last'} ${failure && 'refused'}`;
        render(bubble(row, outbox), element);
      },
      { moved: changed, nearTop: () => session.timeline.loadOlder().catch(() => {}) },
    );
    if (!isOpen && session.config) return;
    const rows = rowsOf(session);
    for (const row of rows) row.late = late;
    list.update(rows);
    if (rows.some(isMore)) {
      void loadOnce('markdown', async () => {
        late = (await import('./conversation/markdown.ts')).late(session, root);
      });
    }
  };

  const chat: Chat = {
    isOpen: false,
    open() {
      chat.isOpen = true;
      list?.toEnd();
      draw();
      rest();
      // Seen first: connecting is a task of its own.
      setTimeout(() => ended || session.start());
    },
    close() {
      chat.isOpen = false;
      draw();
      launcher.focus();
    },
    end() {
      ended = drawing = true;
      session.stop();
      element.remove();
      return chat.isOpen;
    },
  };

  /** Escape closes, Tab goes round within the dialog. */
  element.onkeydown = (event) => {
    const { key, shiftKey, isComposing } = event;
    if (key === 'Escape' && !isComposing) {
      event.stopPropagation();
      chat.close();
    }
    if (key !== 'Tab') return;
    const stops = [...root.querySelectorAll<HTMLElement>('button,a,textarea,input,[tabindex="0"]')];
    const { activeElement } = root;
    if (shiftKey) stops.reverse();
    if (activeElement !== stops.at(-1) && !(shiftKey && activeElement?.matches('section'))) return;
    event.preventDefault();
    stops[0]?.focus();
  };
  /** The part of a phone's screen that its keyboard leaves; while pinched the panel stays as it is. */
  const fit = () => {
    const { scale, height, offsetTop } = visualViewport as VisualViewport;
    if (scale > 1.01) return;
    element.style.setProperty('--height', `${height}px`);
    element.style.setProperty('--top', `${offsetTop}px`);
  };

  const sheet = new CSSStyleSheet();
  sheet.replaceSync(tokens + css);
  root.adoptedStyleSheets = [sheet];
  element.className = config.position;
  full.onchange = changed;
  document.addEventListener('visibilitychange', changed);
  for (const name of ['resize', 'scroll']) visualViewport?.addEventListener(name, fit);
  session.subscribe(() => {
    const { room, config } = session;
    const { reason } = connection.state;
    if (reason?.code === 'identity_refused' && tag?.dataset.identity) {
      console.warn('Parley: identity refused,', reason.fields?.identity);
      // The visitor talks on as nobody in particular.
      delete tag.dataset.identity;
    }
    // The two in one word: every byte here counts (test/size.test.ts).
    if (config?.more || (room && room.owner.kind + room.status !== 'botopen')) {
      void loadOnce('person', async () => {
        const person = await import('./conversation/person-line.ts');
        personLine = person.personLine(session, root, changed, { base, slug, tag });
      });
    }
    changed();
  });
  page.append(element);
  // Drawn and laid out while still hidden: a click then has little left to do.
  fit();
  draw();
  if (session.known) session.start();
  return chat;
};
