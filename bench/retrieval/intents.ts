/**
 * How often a predefined answer is given to the question that asks for it in other words, and, which matters more, how often to one that
 * asks for something else. By words, without a model. `--misses` names those that are not held out.
 */
import { readFileSync } from 'node:fs';
import { findByIntent } from '../../apps/server/src/bot/intents/find-by-intent.ts';
import { findPredefined } from '../../apps/server/src/bot/predefined.ts';
import type { PredefinedAnswerRow } from '../../apps/server/src/bot/tables.ts';
import { uuidv7 } from '../../apps/server/src/core/ids.ts';

type Core = Parameters<typeof findByIntent>[0];
const LANGUAGES = ['en', 'de', 'es', 'fr', 'ar'] as const;

interface Pair {
  readonly question: string;
  /** The answer that is asked for; null: none of them. */
  readonly answer: string | null;
  readonly held: boolean;
}

/** `= trigger; trigger` begins an answer, `+` is a question that asks for it, `-` one that only resembles it. Every third is held out. */
function readSet(language: string): { answers: PredefinedAnswerRow[]; pairs: Pair[] } {
  const answers: PredefinedAnswerRow[] = [];
  const pairs: Pair[] = [];
  for (const line of readFileSync(new URL(`intents/${language}.txt`, import.meta.url), 'utf8').split('\n')) {
    const [sign, text] = [line[0], line.slice(2)];
    if (sign === '=') {
      const triggers = text.split('; ');
      const row = { site_id: '', id: uuidv7(), title: triggers[0] as string, triggers, content: '', quick_replies: [] };
      answers.push({ ...row, created_at: new Date() });
    } else if (sign === '+' || sign === '-') {
      const answer = sign === '+' ? (answers.at(-1)?.title ?? null) : null;
      pairs.push({ question: text, answer, held: pairs.length % 3 === 2 });
    }
  }
  return { answers, pairs };
}

class Count {
  wanted = 0;
  right = 0;
  given = 0;
  nearMisses = 0;
  wrong = 0;

  add({ answer }: Pair, found: string | null): void {
    if (answer === null) this.nearMisses += 1;
    else this.wanted += 1;
    if (found === null) return;
    this.given += 1;
    if (found === answer) this.right += 1;
    else this.wrong += 1;
  }

  row(what: string): string {
    const share = (n: number, of: number) => (of === 0 ? '-' : (n / of).toFixed(2));
    return `| ${what} | ${this.wanted} | ${share(this.right, this.wanted)} | ${this.nearMisses} | ${this.wrong} | ${share(this.right, this.given)} |`;
  }
}

export async function measureIntents(core: Core, named: boolean): Promise<void> {
  const counts = new Map<string, Count>();
  const countOf = (what: string) => counts.get(what) ?? (counts.set(what, new Count()).get(what) as Count);
  let before = 0;
  for (const language of LANGUAGES) {
    const { answers, pairs } = readSet(language);
    for (const pair of pairs) {
      const said = findPredefined(answers, pair.question);
      if (said && said.answer.title === pair.answer) before += 1;
      const asking = { place: { siteId: uuidv7() }, bot: { mask_personal_data: false } };
      const found = (said ?? (await findByIntent(core, asking, answers, pair.question)))?.answer.title ?? null;
      for (const group of ['all', pair.held ? 'all, held out' : 'all, tuned to', language])
        countOf(group).add(pair, found);
      if (named && !pair.held && found !== pair.answer)
        console.log(`${language}: ${pair.question} -> ${found}, not ${pair.answer}`);
    }
  }
  console.log(
    '\n| predefined answers | ask for one | recall | ask for something else | answered wrongly | precision |\n|---|---|---|---|---|---|',
  );
  for (const [what, count] of counts) console.log(count.row(what));
  console.log(`\nWord for word alone: ${before} of them.`);
}
