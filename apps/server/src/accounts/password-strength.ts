/**
 * Whether a password is hard enough to guess: zxcvbn, with the list of leaked passwords that comes with it. The inbox
 * shows the same judgement while one types; what counts is this one.
 */
import { refuse } from '../core/errors.ts';
import { normalPassword } from './passwords.ts';

/** zxcvbn's 3 of 4: more than a hundred million guesses. */
const ENOUGH = 3;
/** What is strong in its beginning is strong; and the time it takes to judge grows faster than the length (32: 20 ms at most). */
const JUDGED_LENGTH = 32;

const WHY: Readonly<Record<string, string>> = {
  common: 'is one of the passwords that are tried first: choose another',
  similarToCommon: 'is close to one of the passwords that are tried first: choose another',
  userInputs: 'is made of your own name or address: choose another',
  pwned: 'has leaked elsewhere: choose another',
};
const OTHERWISE = 'is too easy to guess: take a few words that do not belong together';

type Judge = (password: string, about: string[]) => { score: number; feedback: { warning: string | null } };
let judge: Promise<Judge> | undefined;

/** Loaded when the first password is chosen: most programs never see one. */
async function load(): Promise<Judge> {
  const [{ ZxcvbnFactory }, { adjacencyGraphs, dictionary }] = await Promise.all([
    import('@zxcvbn-ts/core'),
    import('@zxcvbn-ts/language-common'),
  ]);
  const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs, l33tMaxSubstitutions: 20 });
  return (password, about) => zxcvbn.check(password, about);
}

/** Throws `invalid` with the reason. `about`: what is known of the person; a password made of it is a weak one. */
export async function requireStrong(
  password: string,
  about: readonly (string | null)[],
  field = 'password',
): Promise<void> {
  judge ??= load();
  const chosen = normalPassword(password);
  const words = about
    .flatMap((text) => (text ? [text, ...text.split(/[\s@._-]+/)] : []))
    .filter((word) => word.length > 2)
    .sort((a, b) => b.length - a.length);
  const { score, feedback } = (await judge)(chosen.slice(0, JUDGED_LENGTH), words);
  const why = isOwn(chosen, words)
    ? WHY.userInputs
    : score < ENOUGH
      ? (WHY[feedback.warning ?? ''] ?? OTHERWISE)
      : null;
  if (why) throw refuse('invalid', { fields: { [field]: why } });
}

/** The person's own words with next to nothing besides. */
function isOwn(password: string, words: readonly string[]): boolean {
  let rest = password.toLowerCase();
  for (const word of words) rest = rest.replaceAll(word.toLowerCase(), '');
  return rest.length < password.length && rest.replace(/[\s\p{P}\p{S}]/gu, '').length < 4;
}
