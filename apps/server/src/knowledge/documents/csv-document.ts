/** A table of questions and answers: each row an article. */

import { isBlank } from '@parley/protocol/blank';
import { parse } from 'csv-parse/sync';
import { decodeText } from './decode.ts';
import { document, type Part, type ReadDocument, type ReadTask, titleOf, Unreadable } from './document.ts';

const MOST_ROWS = 2_000;
const MOST_ANSWER = 50_000;
const QUESTION = /^(questions?|q|fragen?|preguntas?|سؤال|السؤال|title|titel|título)$/i;
const ANSWER = /^(answers?|a|antwort(en)?|respuestas?|جواب|الجواب|إجابة|الإجابة|text|content)$/i;

/** Two columns named so (in any of our languages) where the first row names them, else the first two. */
export function readCsv({ bytes }: ReadTask): ReadDocument {
  const text = decodeText(bytes);
  let rows: string[][];
  try {
    rows = parse(text, {
      bom: true,
      delimiter: delimiterOf(text),
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: 2 * MOST_ANSWER,
    }) as string[][];
  } catch {
    throw new Unreadable('unreadable');
  }
  if (rows.length > MOST_ROWS + 1) throw new Unreadable('too_long');
  const names = (rows[0] ?? []).map((name) => name.trim());
  const [asked, answered] = [
    names.findIndex((name) => QUESTION.test(name)),
    names.findIndex((name) => ANSWER.test(name)),
  ];
  const named = asked >= 0 && answered >= 0;
  const parts: Part[] = [];
  const troubles: { row: number; code: 'no_question' | 'no_answer' | 'too_long' }[] = [];
  for (const [i, row] of rows.entries()) {
    if ((named && i === 0) || row.every((cell) => isBlank(cell))) continue;
    const title = titleOf(row[named ? asked : 0] ?? '');
    const body = (row[named ? answered : 1] ?? '').trim();
    const code = !title ? 'no_question' : !body ? 'no_answer' : body.length > MOST_ANSWER ? 'too_long' : null;
    if (code) troubles.push({ row: i + 1, code });
    else parts.push({ title, body });
  }
  if (parts.length + troubles.length === 0) throw new Unreadable('no_rows');
  return document(parts, { troubles });
}

/** Whichever the first line has most of. */
function delimiterOf(text: string): string {
  const line = text.slice(0, 10_000).split('\n', 1)[0] as string;
  const [best] = [',', ';', '\t'].map((mark) => [mark, line.split(mark).length] as const).sort((a, b) => b[1] - a[1]);
  return (best as readonly [string, number])[0];
}
