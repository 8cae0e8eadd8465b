/** The look of the public article page: text first, light and dark by the reader's choice. */

/** Hex or a functional notation, without anything that could end a declaration. */
const COLOUR = /^(#[0-9a-f]{3,8}|[a-z]+\([0-9a-z%.,/ -]{3,40}\))$/i;
const DEFAULT_ACCENT = 'oklch(0.55 0.17 265)';

export const pageStyle = (accent: string): string => `
:root {
  color-scheme: light dark;
  --accent: ${COLOUR.test(accent) ? accent : DEFAULT_ACCENT};
  --ground: light-dark(oklch(0.99 0.003 265), oklch(0.19 0.012 265));
  --text: light-dark(oklch(0.25 0.015 265), oklch(0.92 0.008 265));
  --quiet: light-dark(oklch(0.48 0.015 265), oklch(0.72 0.012 265));
  --line: light-dark(oklch(0.9 0.008 265), oklch(0.32 0.012 265));
  --link: light-dark(oklch(0.46 0.17 265), oklch(0.78 0.11 265));
}
* { box-sizing: border-box; }
html { background: var(--ground); color: var(--text); border-block-start: 4px solid var(--accent); }
body { margin: 0; font: 16px/1.6 system-ui, sans-serif; overflow-wrap: break-word; }
main { max-inline-size: 42rem; margin: 0 auto; padding: 32px 24px 48px; }
.site, footer { color: var(--quiet); font-size: 14px; margin: 0; }
footer { border-block-start: 1px solid var(--line); margin-block-start: 48px; padding-block-start: 16px; }
h1, h2, h3, h4 { line-height: 1.2; text-wrap: balance; }
h1 { font-size: 28px; margin: 8px 0 24px; }
h2 { font-size: 20px; margin: 32px 0 8px; }
h3, h4 { font-size: 16px; margin: 24px 0 8px; }
p, ul, ol, blockquote, pre { margin: 0 0 16px; }
ul, ol { padding-inline-start: 24px; }
li { margin-block: 4px; }
a { color: var(--link); text-underline-offset: 2px; }
a:focus-visible, pre:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; border-radius: 2px; }
blockquote { border-inline-start: 3px solid var(--line); padding-inline-start: 16px; color: var(--quiet); }
code { font: 0.9em ui-monospace, monospace; background: var(--line); border-radius: 4px; padding: 1px 4px; }
pre { background: var(--line); border-radius: 6px; padding: 12px 16px; overflow-x: auto; }
pre code { background: none; padding: 0; }
`;
