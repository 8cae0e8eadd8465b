/**
 * Words that stand for one another to a help desk, of any shop or service, never of one site's goods: `synonyms/` has a file a
 * language. A word's other forms need no entry where they share its stem; neither do slips.
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Language } from './language.ts';
import { plainWords } from './plain-words.ts';
import { ar } from './synonyms/ar.ts';
import { de } from './synonyms/de.ts';
import { en } from './synonyms/en.ts';
import { es } from './synonyms/es.ts';
import { fr } from './synonyms/fr.ts';
import { pt } from './synonyms/pt.ts';

/** A line each; what begins with "#" is for whoever reads. */
export interface Wordings {
  /** Words that mean the same. What is not near enough to stand for the other is left out. */
  readonly same: string;
  /** The first word and what is told where it is the matter: it hints at them, and they at it, without meaning the same. */
  readonly fields: string;
}

const WORDINGS: Record<Language, Wordings> = { en, de, es, fr, pt, ar };

export interface Synonym {
  readonly language: Language;
  readonly stem: string;
  readonly how: 'synonym' | 'hint';
}
type Synonyms = ReadonlyMap<string, readonly Synonym[]>;
const STATE = Symbol('synonyms');

/** By language and stem ("en cost"): what else may stand for it, and what it hints at. Stemmed once a program. */
export const synonymsOf = (core: Pick<Core, 'db' | 'state'>): Promise<Synonyms> =>
  core.state.once(STATE, () => stemmed(core.db));

interface Entry {
  readonly language: Language;
  readonly how: Synonym['how'];
  readonly group: number;
  readonly first: boolean;
}

async function stemmed(db: Core['db']): Promise<Synonyms> {
  const entries = Object.entries(WORDINGS).flatMap(([language, { same, fields }]) => [
    ...entriesOf(language as Language, 'synonym', same),
    ...entriesOf(language as Language, 'hint', fields),
  ]);
  const { rows } = await sql<{ n: number; stem: string }>`
    select n::int - 1 as n, knowledge_stem(language, word) as stem
    from unnest(${entries.map(({ language }) => language)}::text[], ${entries.map(({ word }) => word)}::text[])
      with ordinality as s(language, word, n)`.execute(db);
  const stems = rows
    .filter(({ stem }) => stem !== null)
    .map(({ n, stem }) => ({ ...(entries[n] as (typeof entries)[number]), stem }));
  const map = new Map<string, Map<string, Synonym>>();
  // Synonyms come first: what means the same hints at nothing more.
  for (const group of Map.groupBy(stems, ({ language, how, group }) => `${language} ${how} ${group}`).values()) {
    for (const one of group) {
      const key = `${one.language} ${one.stem}`;
      const known = map.get(key) ?? new Map<string, Synonym>();
      map.set(key, known);
      for (const other of group)
        if (other.stem !== one.stem && !known.has(other.stem) && belong(one, other))
          known.set(other.stem, { language: other.language, stem: other.stem, how: other.how });
    }
  }
  return new Map([...map].map(([key, known]) => [key, [...known.values()]]));
}

const belong = (one: Entry, other: Entry): boolean => one.how === 'synonym' || one.first || other.first;

function entriesOf(language: Language, how: Synonym['how'], text: string): (Entry & { readonly word: string })[] {
  const lines = text.split('\n').filter((line) => /\S/.test(line) && !line.trim().startsWith('#'));
  return lines.flatMap((line, group) =>
    plainWords(line)
      .split(' ')
      .map((word, n) => ({ language, how, group, word, first: n === 0 })),
  );
}
