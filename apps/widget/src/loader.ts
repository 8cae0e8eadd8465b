/**
 * The first script: draws the launcher and waits. Overwrites no global, stores nothing, asks for nothing, and never throws
 * into the page; the chat itself is loaded on the first sign of intent, or when this visitor has talked here before.
 */
import type { Chat, ChatModule, LoaderConfig } from './host.ts';
import css from './loader.css?inline';

/** A name that the build turns into a string and the server into the site's object. */
declare const __PARLEY_CONFIG__: LoaderConfig;

const config = __PARLEY_CONFIG__;
const tag = document.currentScript as HTMLElement | null;
const TAG = 'parley-widget';
/** The page comes first; whoever talked here before sees the unread badge a little later. */
const IDLE_MS = 500;

/** Once: the page's console is not ours. */
let warn = (error: unknown) => {
  warn = () => {};
  console.warn('Parley:', error);
};

/**
 * Calls `start` where somebody has talked before: their messages were kept on their way (client `unsent-store.ts`). Asked for without waiting,
 * as a look into localStorage would: the page stands still until another process has answered. Who is not known by this is known once the chat is there.
 */
const greet = async (start: () => void) => {
  try {
    if (tag?.dataset.identity || (await indexedDB.databases()).some(({ name }) => name === 'parley:unsent')) {
      setTimeout(start, IDLE_MS);
    }
  } catch {
    // Storage is blocked: nobody is known here.
  }
};

const draw = () => {
  // A second tag, or the same page shown again: one launcher.
  if (document.querySelector(TAG)) return;
  const host = document.createElement(TAG);
  const root = host.attachShadow({ mode: 'open' });
  const launcher = document.createElement('button');
  const [address, mailed] = document.URL.split('#parley=');
  let resumeToken = mailed;
  let chat: Chat | undefined;
  let loading: Promise<ChatModule> | undefined;
  /** Some browsers remember a module that failed: each new try has an address of its own. */
  let tries = '';

  const start = async (open?: boolean) => {
    if (open) launcher.ariaBusy = 'true';
    try {
      const { mount }: ChatModule = await (loading ??= import(/* @vite-ignore */ config.base + config.chat + tries));
      chat ??= mount({ config, root, launcher, resumeToken, tag });
      resumeToken = undefined;
      if (open) chat.open();
    } catch (error) {
      loading = undefined;
      tries += '?';
      warn(error);
    }
    launcher.ariaBusy = null;
  };

  launcher.ariaLabel = config.label;
  launcher.ariaHasPopup = 'dialog';
  launcher.ariaExpanded = 'false';
  launcher.onclick = () => (chat?.isOpen ? chat.close() : start(true));
  launcher.onpointerenter = launcher.onfocus = () => start();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`${css}:host{--accent:${config.accent}}button{${config.position}:20px}`);
  root.adoptedStyleSheets = [sheet];
  root.append(launcher);

  // Pages that exchange their whole body lose what we put there.
  const observer = new MutationObserver(() => stay());
  const stay = () => {
    const { body, documentElement } = document;
    if (!host.isConnected) body.append(host);
    for (const node of [documentElement, body]) observer.observe(node, { childList: true });
  };
  stay();
  // Somebody signed in or out: what follows is another visitor's.
  if (tag) {
    new MutationObserver(() => {
      const open = chat?.end();
      chat = undefined;
      start(open);
    }).observe(tag, { attributeFilter: ['data-identity'] });
  }

  if (mailed) {
    history.replaceState(history.state, '', address);
    start(true);
  } else greet(start);
};

const safely = () => {
  try {
    draw();
  } catch (error) {
    warn(error);
  }
};
if (document.body) safely();
else document.addEventListener('DOMContentLoaded', safely);
