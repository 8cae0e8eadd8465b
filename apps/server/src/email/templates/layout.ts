/** The one look of all mails: a heading, some parts, one button, small print. From it come the HTML and the plain text. */
import { type Html, html } from './html.ts';
import { markdownHtml } from './markdown.ts';
import type { Language } from './words/words.ts';

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  /** What the reader had said. */
  | { readonly kind: 'quote'; readonly text: string }
  /** Somebody's message, in restricted Markdown. */
  | { readonly kind: 'message'; readonly author: string; readonly content: string };

export interface Letter {
  /** English unless given. */
  readonly language?: Language;
  /** The site's name, or the product's. */
  readonly sender: string;
  /** `#rrggbb` */
  readonly accent: string;
  /** What a mail program shows beside the subject. */
  readonly preview: string;
  readonly heading: string;
  readonly parts: readonly Part[];
  readonly button: { readonly label: string; readonly href: string };
  readonly smallPrint: readonly string[];
}

export function letterText(letter: Letter): string {
  const part = (one: Part): string => {
    if (one.kind === 'text') return one.text;
    if (one.kind === 'quote') return one.text.replace(/^/gm, '> ');
    return `${one.author}:\n${one.content}`;
  };
  return [
    letter.heading,
    ...letter.parts.map(part),
    `${letter.button.label}:\n${letter.button.href}`,
    // The mark by which mail programs know a signature and grey it out.
    `-- \n${letter.smallPrint.join('\n')}`,
  ].join('\n\n');
}

const FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,Helvetica,Arial,sans-serif";

/** What somebody wrote goes as its first letter does: not every mail program knows `dir="auto"`. */
const directionOf = (text: string) =>
  /^\P{L}*[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(text) ? 'rtl' : 'ltr';
const startOf = (dir: 'ltr' | 'rtl') => (dir === 'rtl' ? 'right' : 'left');

function part(one: Part): Html {
  if (one.kind === 'text') return html`<p style="margin:0 0 16px">${one.text}</p>`;
  if (one.kind === 'quote') {
    const dir = directionOf(one.text);
    const start = startOf(dir);
    return html`<p dir="${dir}" style="margin:0 0 16px;padding-${start}:12px;border-${start}:3px solid #d5d8e0;color:#5b6172;white-space:pre-line;text-align:${start}">${one.text}</p>`;
  }
  const dir = directionOf(one.content);
  return html`<div style="margin:0 0 16px;padding:12px 16px 4px;background:#f5f6f9;border-radius:12px">
<p style="margin:0 0 4px;font-size:13px;font-weight:600;color:#5b6172">${one.author}</p>
<div dir="${dir}" style="text-align:${startOf(dir)}">${markdownHtml(one.content)}</div></div>`;
}

export function letterHtml(letter: Letter): string {
  const { accent, button, language = 'en' } = letter;
  const dir = language === 'ar' ? 'rtl' : 'ltr';
  const start = startOf(dir);
  return html`<!doctype html>
<html lang="${language}" dir="${dir}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light"><title>${letter.heading}</title></head>
<body style="margin:0;padding:0;background:#eceef3">
<div style="display:none;max-height:0;overflow:hidden">${letter.preview}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px;background:#ffffff;border-radius:16px">
<tr><td style="padding:24px 24px 8px;${FONT};font-size:14px;line-height:1.5;color:#1d2230;text-align:${start}">
<p style="margin:0 0 16px;font-size:13px;font-weight:600;color:#5b6172">${letter.sender}</p>
<h1 style="margin:0 0 16px;font-size:20px;line-height:1.2;font-weight:600">${letter.heading}</h1>
${letter.parts.map(part)}
<table role="presentation" cellpadding="0" cellspacing="0" style="margin:8px 0 24px"><tr>
<td style="background:${accent};border-radius:8px"><a href="${button.href}" style="display:inline-block;padding:12px 20px;${FONT};font-size:14px;font-weight:600;color:${onColour(accent)};text-decoration:none">${button.label}</a></td>
</tr></table>
</td></tr></table>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:560px">
<tr><td style="padding:16px 24px;${FONT};font-size:12px;line-height:1.5;color:#5b6172;text-align:${start}">
${letter.smallPrint.map((line) => html`<p style="margin:0 0 4px">${line}</p>`)}
</td></tr></table>
</td></tr></table></body></html>`.source;
}

/** The product's own: `oklch(0.55 0.17 265)` as mail programs know it. */
export const DEFAULT_ACCENT = '#3f69d3';

/** A site's accent where it is one that mail programs know. */
export function mailAccent(accent: string): string {
  const short = /^#([0-9a-f])([0-9a-f])([0-9a-f])$/i.exec(accent);
  if (short) return `#${short[1]}${short[1]}${short[2]}${short[2]}${short[3]}${short[3]}`;
  return /^#[0-9a-f]{6}$/i.test(accent) ? accent : DEFAULT_ACCENT;
}

/** Black or white, whichever has more contrast (WCAG 2 relative luminance; the two are even at 0.179). */
function onColour(hex: string): string {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? '#000000' : '#ffffff';
}
