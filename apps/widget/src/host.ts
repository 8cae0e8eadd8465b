/** What the loader and the chat agree on: the loader draws the launcher, the chat is loaded into the same shadow root. */

/** Put into the loader by the server, one per site. */
export interface LoaderConfig {
  slug: string;
  /** The server's origin. */
  base: string;
  /** Path of the chat module. */
  chat: string;
  /** A CSS colour. */
  accent: string;
  position: 'right' | 'left';
  /** The site's name: seen before the server has answered. */
  name: string;
  /** The launcher's name for screen readers. */
  label: string;
}

export interface Host {
  config: LoaderConfig;
  root: ShadowRoot;
  launcher: HTMLButtonElement;
  /** From a mailed link; brings its visitor back in this browser. */
  resumeToken: string | undefined;
  /** The site's script tag, whose `data-identity` says who is signed in; loaders of before do not tell it. */
  tag?: HTMLElement | null;
}

export interface Chat {
  open(): void;
  close(): void;
  /** For good: another one may be mounted in its place. True: it was open. */
  end(): boolean;
  isOpen: boolean;
}

export interface ChatModule {
  /** Called once per page, on the first sign of intent. Connects when it is opened; at once where the visitor is known. */
  mount(host: Host): Chat;
}
