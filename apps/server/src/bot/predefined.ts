/**
 * Finds the predefined answer that a visitor's words ask for: word for word, politeness and a slip of the keyboard
 * aside. Other words for the same are `intents/`; what only contains a trigger ("shipping to Norway") belongs to the articles.
 */
import type { PreparedMatch } from '@parley/protocol';
import { isNear, plainWords } from '../knowledge/plain-words.ts';
import type { PredefinedAnswerRow } from './tables.ts';

// What people put around the words that matter, in plain words.
const BEFORE =
  /^(?:(?:hi|hello|hey|hallo|ola|hola|bonjour|good (?:morning|afternoon|evening|day)|guten (?:tag|morgen|abend)|there|team|so|ok|okay|and|please|pls|bitte|excuse me|sorry|quick question|(?:i have )?a question about|(?:can|could|would|will) you (?:please )?tell me(?: about)?|please tell me|tell me(?: about)?|do you know|(?:i|id|we) (?:would |d )?(?:like|want|need) to know|(?:just )?wondering|what (?:is|are)(?: (?:the|your))?|whats(?: (?:the|your))?|the|your) )+/;
const AFTER =
  / (?:(?:please|pls|thanks|thank you|thx|bitte|danke|por favor|s il vous plait|now|then|here|exactly|anyway) ?)+$/;

export interface Prepared {
  readonly answer: PredefinedAnswerRow;
  /** The one that the words ask for, and how they do. */
  readonly trigger: string;
  readonly how: PreparedMatch['how'];
}

/** The first answer with a matching trigger: exact words before near ones. */
export function findPredefined(answers: readonly PredefinedAnswerRow[], text: string): Prepared | undefined {
  const asked = plainWords(text);
  if (asked === '' || asked.length > 300) return undefined;
  const bare = strip(asked);
  const triggers = answers.flatMap((answer) =>
    answer.triggers.map((trigger) => ({ answer, trigger, words: plainWords(trigger) })),
  );
  const matches = [
    ['exact', (words: string) => words === asked],
    ['exact', (words: string) => bare !== '' && strip(words) === bare],
    ['near', (words: string) => bare !== '' && isSlipOf(strip(words), bare)],
  ] as const;
  for (const [how, match] of matches) {
    const found = triggers.find(({ words }) => words !== '' && match(words));
    if (found) return { answer: found.answer, trigger: found.trigger, how };
  }
  return undefined;
}

function strip(words: string): string {
  // Padded, so that a text of fillers alone keeps its last word.
  const inner = `${words} `.replace(BEFORE, '').trimEnd();
  return (inner === '' ? words : inner).replace(AFTER, '');
}

/** The same words, of which a long one may have a slip or two; three slips are another sentence. */
function isSlipOf(trigger: string, asked: string): boolean {
  const wanted = trigger.split(' ');
  const given = asked.split(' ');
  if (wanted.length !== given.length) return false;
  // Alone, a changed letter makes another word (shipping, shopping); a lost or swapped one hardly ever does.
  if (wanted.length === 1 && trigger.length === asked.length && sorted(trigger) !== sorted(asked)) return false;
  let slips = 0;
  for (const [i, word] of wanted.entries()) {
    const other = given[i] as string;
    if (word === other) continue;
    const forgiven = /\d/.test(word) || word.length < 5 ? 0 : word.length < 10 ? 1 : 2;
    if (word[0] !== other[0] || !isNear(word, other, forgiven)) return false;
    slips += 1;
  }
  return slips <= 2;
}

const sorted = (word: string): string => [...word].sort().join('');
