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

let warned = false;
const warn = (error: unknown) => {
  if (!warned) console.warn('Parley:', error);
  warned = true;
};

const draw = () => {
  // A second tag, or the same page shown again: one launcher.
  if (document.querySelector(TAG)) return;
  const host = document.createElement(TAG);
  const root = host.attachShadow({ mode: 'open' });
  const launcher = document.createElement('button');
  const link = /#parley=([\w.-]+)/.exec(location.hash);
  let resumeToken = link?.[1];
  let chat: Chat | undefined;
  let loading: Promise<ChatModule> | undefined;
  let failures = 0;

  /** Some browsers remember a module that failed: each new try has an address of its own. */
  const load = () => {
    loading ??= import(/* @vite-ignore */ config.base + config.chat + (failures ? `?${failures}` : ''));
    loading.catch((error) => {
      loading = undefined;
      failures++;
      warn(error);
    });
    return loading;
  };
  const start = async (open?: boolean) => {
    if (open) launcher.ariaBusy = 'true';
    try {
      const { mount } = await load();
      chat ??= mount({ config, root, launcher, resumeToken, tag });
      resumeToken = undefined;
      if (open) chat.open();
    } catch (error) {
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

  if (link) {
    history.replaceState(history.state, '', location.href.replace(link[0], ''));
    start(true);
  } else {
    // A page's first look into storage waits for another process: not while it loads.
    setTimeout(() => {
      try {
        if (tag?.dataset.identity || localStorage.getItem(`parley:${config.slug}`)) start();
      } catch {
        // Storage is blocked: nobody is known here.
      }
    }, IDLE_MS);
  }
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
