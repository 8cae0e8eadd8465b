/** What a person sees whose link leads nowhere: why, and what to do now. */
import { Html, html } from './html.ts';

export const WAY_BACK_STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; font: 16px/1.5 system-ui, sans-serif;
  background: light-dark(#eceef3, #15171d); color: light-dark(#1d2230, #e7e9ef); }
main { max-width: 26rem; margin: 24px; padding: 32px; border-radius: 16px; background: light-dark(#ffffff, #1f222b); }
h1 { margin: 0 0 12px; font-size: 20px; line-height: 1.2; } p { margin: 0; }
`;

const WORDS = {
  link_expired: {
    title: 'This link no longer works',
    text: () =>
      'Links in our mails work for 30 days. Go back to the page where you chatted: in the browser you used then, your conversation is still there.',
  },
  no_page: {
    title: 'Your conversation is safe',
    text: (site: string) =>
      `But ${site} has no page of its own that we could open for you. Go back to where you chatted.`,
  },
};

export function wayBackPage(what: keyof typeof WORDS, site: string | null): string {
  const { title, text } = WORDS[what];
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title><style>${new Html(WAY_BACK_STYLE)}</style></head><body><main><h1>${title}</h1><p>${text(site ?? 'the site')}</p></main></body></html>
`.source;
}
