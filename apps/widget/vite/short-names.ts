/** Gives the tokens of `tokens.css` names of one letter in what is built: every `var(--surface)` is paid for on every page. */
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** The tokens' names as they are written, each with its letter. `file` is the style sheet that declares them. */
export function shortNames(file: string): Map<string, string> {
  const names = [...readFileSync(file, 'utf8').matchAll(/^ +(--[\w-]+):/gm)].map(([, name]) => name as string);
  if (names.length > 26) throw new Error('more tokens than letters');
  return new Map(names.map((name, i) => [name, `--${String.fromCharCode(97 + i)}`]));
}

/** What is declared or set elsewhere keeps its name. */
export function shortenNames(file: string): Plugin {
  const short = shortNames(file);
  // In minified code nothing else has two dashes before one of these words.
  const used = new RegExp(`(${[...short.keys()].join('|')})(?![\\w-])`, 'g');
  return {
    name: 'parley:shorten-names',
    apply: 'build',
    generateBundle(_, bundle) {
      for (const built of Object.values(bundle)) {
        if (built.type === 'chunk') built.code = built.code.replace(used, (name) => short.get(name) as string);
      }
    },
  };
}

/**
 * Fields and methods of ours and of lit that go by short names in what is built, the same in each file. None of them is written to a
 * socket or read from one (`short-names.test.ts`), none is in a store or told to another tab, which may be of another version, none is something of the
 * browser's that we use, the loader has none of them, and no module that is loaded later exports one.
 */
export const FIELDS =
  '_$AH _$AA _$AB _$AR _$AI _$AV _$AD _$AC _$litType$ _$litPart$ outbox wantsPerson requestPerson agentRead toEnd loadOlder onFrame onState setOnline startOver setTyping hasOlder getToken retryNow tellAll expiresIn askPerson atEnd nearTop markRead leaveEmail lasting mirror receive follows adopt share early leads doubted ahead lacks doubt goOn agentDelivered unreadOf changed connection timeline notify subscribe takeRoom hint loaded known live storage below trouble reconnect discard retryAfter busy'.split(
    ' ',
  );

/** For terser. */
export const shortFields = {
  mangle: { properties: { builtins: true, regex: new RegExp(`^(?:${FIELDS.join('|').replaceAll('$', '\\$')})$`) } },
  nameCache: { props: { props: Object.fromEntries(FIELDS.map((name, i) => [`$${name}`, `$${i.toString(36)}`])) } },
};
