/**
 * The client takes its clock, its socket and its events from whoever makes it, for programs and for tests. In the widget they are
 * always the browser's: here what hands them on is taken out. Every cut names its exact text, and the build fails when it is not there.
 */
import type { Plugin } from 'vite';

const CLOCK: readonly Cut[] = [
  [/this\.#clock\.now\(\)/, 'Date.now()'],
  [/this\.#clock\.random\(\)/, 'Math.random()'],
  [/this\.#clock\.(set|clear)Timeout\(/, '$1Timeout('],
  [/^ +this\.#clock = .*\n/m, ''],
  [/^ +#clock: Clock;\n/m, ''],
];
type Cut = readonly [from: RegExp, to: string];

/** By the end of a file's name, below packages/client/src. */
const CUTS: Readonly<Record<string, readonly Cut[]>> = {
  // Never shown: the panel has words of its own for it.
  'call-error.ts': [[/ message: 'No connection right now\.',/, '']],
  'connection.ts': [
    ...CLOCK,
    [/globalThis\.document\?\./, 'document.'],
    [/, message: 'Access has ended\.'/, ''],
    [/this\.#options\.WebSocket \?\? WebSocket/, 'WebSocket'],
    [/^ +#signals: .*\n/m, ''],
    [/^ +this\.#signals = .*\n/m, ''],
    [/this\.#signals\?\./, 'window.'],
    // The panel counts no seconds.
    [/, nextAttempt(: null)?(?= \})/, ''],
    [/^ +nextAttempt: number \| null = null,\n/m, ''],
    [/, reason, nextAttempt\)/, ', reason)'],
    [/, null, Date\.now\(\) \+ wait\)/, ')'],
  ],
  // The session call is the only one, and it sends plain text.
  'http.ts': [
    [/^ +\.\.\.init,\n/m, ''],
    [/'application\/json', \.\.\.init\?\.headers/, "'text/plain'"],
    [/, init\?: RequestInit/, ', _?: unknown'],
  ],
  'outbox.ts': [...CLOCK, [/\.tell\?\.\(/, '.tell(']],
  'tab-group.ts': [[/pageSignals\?\./, 'window.']],
  'visitor-account.ts': [[/, body, PLAIN\)/, ', body)']],
  'live.ts': [
    ...CLOCK.filter(([from]) => !/now|random/.test(from.source)),
    // Visitors are not told agents' ids.
    [/(?<=\{ role, author), (agent|\.\.\.\(agent && \{ agent \}\))(?= \})/, ''],
    [/(typist\.)?agent \?\? /, ''],
  ],
  'visitor-session.ts': [
    ...CLOCK.filter(([from]) => !/random|Timeout/.test(from.source)),
    [/new Live\(this\.#clock, /, 'new Live(null as never, '],
    [/\(this\.#options\.signals \?\? pageSignals\)\?\./, 'window.'],
    [/options\.storage \?\? keyValue\(\)/, 'keyValue()'],
    [/, post = postJson \}/, ' }'],
    [/\bpost<Session/, 'postJson<Session'],
    [/^ +PLAIN,\n/m, ''],
    [/^ +if \(options\.store\) return options\.store;\n/m, ''],
    [/^ +browser: this\.#options\.browser,\n/m, ''],
    [/const \{ document, navigator \} = globalThis as Partial<typeof globalThis>;\n/, ''],
    [/(location|document|navigator)\?\./, '$1.'],
  ],
};

export function plainBrowser(): Plugin {
  return {
    name: 'parley:plain-browser',
    enforce: 'pre',
    apply: 'build',
    transform(code, id) {
      const name = /packages\/client\/src\/([\w-]+\.ts)$/.exec(id)?.[1] ?? '';
      let out = code;
      for (const [from, to] of CUTS[name] ?? []) {
        if (!from.test(out)) this.error(`${name} has no ${from} any more: look at vite/plain-browser.ts`);
        out = out.replace(new RegExp(from.source, `${from.flags}g`), to);
      }
      return out === code ? null : out;
    },
  };
}
