/** How hard a password is to guess, as the server judges it: zxcvbn with its list of leaked passwords. Loaded only where one is chosen. */
import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import { adjacencyGraphs, dictionary } from '@zxcvbn-ts/language-common';

/** As on the server: what is strong in its beginning is strong. */
const JUDGED_LENGTH = 32;
const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, l33tMaxSubstitutions: 20 });

/** 0 to 4; the server takes 3 and 4. `person`: what is known of who chooses. */
export function judge(password: string, person: readonly string[]): 0 | 1 | 2 | 3 | 4 {
  const chosen = password.normalize('NFKC');
  const words = person
    .flatMap((text) => [text, ...text.split(/[\s@._-]+/)])
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);
  const { score } = zxcvbn.check(chosen.slice(0, JUDGED_LENGTH), words);
  return isOwn(chosen, words) && score > 1 ? 1 : score;
}

/** The person's own words with next to nothing besides. */
function isOwn(password: string, words: readonly string[]): boolean {
  let rest = password.toLowerCase();
  for (const word of words) rest = rest.replaceAll(word.toLowerCase(), '');
  return rest.length < password.length && rest.replace(/[\s\p{P}\p{S}]/gu, '').length < 4;
}
