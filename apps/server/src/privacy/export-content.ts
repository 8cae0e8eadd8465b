/**
 * What an export says, in its two forms: JSON for programs, and one readable page without script. Everything about the person, and
 * of other people nothing but the display names under which they took part. Pure.
 */
import type { Described } from '../accounts/events.ts';
import { Html, html } from '../email/templates/html.ts';
import type { MessageRow, RoomRow } from '../rooms/tables.ts';

export type Format = 'json' | 'html';
export type Piece = Readonly<Record<Format, string>>;

/** A heading and what is known under it. */
export interface Section {
  readonly name: string;
  readonly rows: readonly Described[];
}

export interface Beginning {
  readonly site: string;
  readonly at: Date;
  readonly sections: readonly Section[];
}

const STYLE = `
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 0 auto; padding: 24px; font: 16px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 24px; } h2 { margin-top: 40px; font-size: 18px; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 16px; margin: 0 0 16px; }
dt { opacity: 0.7; } dd { margin: 0; }
ol { padding: 0; list-style: none; } li { margin: 0 0 12px; }
li p { margin: 0; white-space: pre-wrap; } li small { opacity: 0.7; } .line { font-style: italic; }
@media (max-width: 30rem) { dl { grid-template-columns: 1fr; } dd { margin-bottom: 8px; } }
`;
// The file is opened from a disk, where no server says what it may do.
const POLICY = `default-src 'none'; style-src 'unsafe-inline'; img-src data:`;

const words = (name: string): string => {
  const text = name.replaceAll('_', ' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
};
/** Facts whose values are of closed lists; in all others a word may be somebody's own. */
const LISTED = ['what', 'status', 'state', 'mood', 'reason', 'kind'];
/** `2026-11-26 07:00:00 UTC` for times; all else as it is. */
const shown = (value: string | number): string =>
  String(value).replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\.\d{3}Z$/, '$1 $2 UTC');
/** A photo is a picture of ours, held by the file itself. */
const fact = (name: string, value: Exclude<Described[string], null>): Html | string => {
  if (name === 'photo') return html`<img src="${String(value)}" alt="Your photo" width="128" height="128">`;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return LISTED.includes(name) && /^[a-z]+(_[a-z]+)*$/.test(String(value)) ? words(String(value)) : shown(value);
};
/** What is empty is not there. */
const facts = (row: Described): Html =>
  html`<dl>${Object.entries(row).flatMap(([name, value]) =>
    value === null || value === '' ? [] : [html`<dt>${words(name)}</dt><dd>${fact(name, value)}</dd>`],
  )}</dl>\n`;

/** Ends inside of the list of conversations. */
export function beginning({ site, at, sections }: Beginning): Piece {
  const head = {
    site,
    exported_at: at.toISOString(),
    ...Object.fromEntries(sections.map(({ name, rows }) => [name, rows])),
  };
  return {
    json: `${JSON.stringify(head).slice(0, -1)},"conversations":[`,
    html: html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="content-security-policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">
<title>Your data at ${site}</title><style>${new Html(STYLE)}</style></head><body>
<h1>Your data at ${site}</h1>
<p>All that is kept about you, as it was on ${shown(at.toISOString())}.</p>
${sections
  .filter(({ rows }) => rows.length > 0)
  .map(({ name, rows }) => html`<h2>${words(name)}</h2>\n${rows.map(facts)}`)}`.source,
  };
}

/** `n` counts the conversations from 0. Ends inside of its list of messages. */
export function conversation(
  { key, status, created_at, closed_at }: Pick<RoomRow, 'key' | 'status' | 'created_at' | 'closed_at'>,
  n: number,
): Piece {
  const head = {
    conversation: key,
    status,
    created: created_at.toISOString(),
    closed: closed_at?.toISOString() ?? null,
  };
  return {
    json: `${n > 0 ? ',' : ''}${JSON.stringify(head).slice(0, -1)},"messages":[`,
    html: html`<h2>Conversation ${n + 1}</h2>\n${facts(head)}<ol>\n`.source,
  };
}

const FROM: Record<MessageRow['role'], string> = {
  visitor: 'you',
  agent: 'the team',
  bot: 'the assistant',
  system: 'the log',
};

interface Said {
  readonly seq: number;
  readonly from: string;
  readonly name?: string;
  readonly text: string;
  readonly sent: string;
  readonly edited?: string;
  readonly deleted?: string;
}

const saidIn = ({ seq, role, author, content, created_at, meta }: MessageRow): Said => ({
  seq,
  from: FROM[role],
  ...(role !== 'visitor' && { name: author }),
  text: content,
  sent: created_at.toISOString(),
  ...(meta?.change && { [meta.change.event === 'edited' ? 'edited' : 'deleted']: meta.change.at }),
});

const line = ({ from, name = '', text, sent, edited, deleted }: Said): Html => {
  const who =
    from === FROM.visitor ? 'You' : from === FROM.bot ? `${name} (assistant)` : from === FROM.agent ? name : '';
  const note = deleted ? ` · deleted ${shown(deleted)}` : edited ? ` · edited ${shown(edited)}` : '';
  const look = from === FROM.system ? 'line' : 'said';
  return html`<li class="${look}"><small>${who} ${shown(sent)}${note}</small><p dir="auto">${text}</p></li>\n`;
};

/** `first`: none of this conversation came before. Lines that tell of a change of a message are left out: the message tells it. */
export function messages(rows: readonly MessageRow[], first: boolean): Piece {
  const said = rows.filter(({ meta }) => !meta?.target).map(saidIn);
  const json = said.map((one) => JSON.stringify(one)).join();
  return { json: json && !first ? `,${json}` : json, html: said.map((one) => line(one).source).join('') };
}

export const endOfConversation: Piece = { json: ']}', html: '</ol>\n' };
export const end: Piece = { json: ']}', html: '</body></html>\n' };
