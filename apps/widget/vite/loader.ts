/** Builds the loader as a classic script beside the chat module, and says in manifest.json what was built. */

import { type BuildOptions, build, type Plugin, type Rolldown } from 'vite';
import { shortFields } from './short-names.ts';

/** The server looks for this string in the loader and puts the site's object in its place. */
const PLACE = '"__PARLEY_CONFIG__"';

/**
 * Chromium compiles what begins so at once, beside the page; else each function when it is called first, while the page waits.
 * https://v8.dev/blog/explicit-compile-hints
 */
const COMPILE = '//# allFunctionsCalledOnLoad\n';

/** The oldest browsers with `light-dark()`, relative colours and `adoptedStyleSheets`. */
const TARGET = ['chrome123', 'firefox128', 'safari18'];

/** Every byte is asked for by every visitor of every site: terser makes about 2 % less of it than the bundler itself. */
export const SMALL: BuildOptions = {
  target: TARGET,
  cssTarget: TARGET,
  modulePreload: false,
  minify: 'terser',
  terserOptions: { ecma: 2020, module: true, compress: { passes: 5, inline: 1, unsafe_arrows: true }, ...shortFields },
};

export function loader(entry: string): Plugin {
  return {
    name: 'parley:loader',
    apply: 'build',
    async generateBundle(_, bundle) {
      // Notes for bundlers, of which none comes after this one.
      let chat: string | undefined;
      for (const file of Object.values(bundle)) {
        if (file.type !== 'chunk') continue;
        file.code = file.code.replaceAll('/* @__PURE__ */ ', '');
        if (!file.isEntry) continue;
        file.code = COMPILE + file.code;
        chat = file.fileName;
      }
      const built = await build({
        configFile: false,
        logLevel: 'warn',
        build: {
          write: false,
          ...SMALL,
          rollupOptions: { input: entry, output: { format: 'iife' } },
        },
      });
      const [chunk] = (built as Rolldown.RolldownOutput).output;
      if (chunk.code.split('__PARLEY_CONFIG__').length !== 2) this.error('the loader must name its config once');
      const source = COMPILE + chunk.code.replace('__PARLEY_CONFIG__', PLACE);
      this.emitFile({ type: 'asset', fileName: 'loader.js', source });
      const manifest = { loader: 'loader.js', chat };
      this.emitFile({ type: 'asset', fileName: 'manifest.json', source: `${JSON.stringify(manifest, null, 2)}\n` });
    },
  };
}
