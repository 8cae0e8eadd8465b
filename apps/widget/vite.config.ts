/** Builds `dist/loader.js`, `dist/chat-<hash>.js`, what the chat loads later, and `dist/manifest.json`. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { leanLit } from './vite/lean-lit.ts';
import { loader, SMALL } from './vite/loader.ts';
import { minifyTemplates } from './vite/minify-templates.ts';
import { plainBrowser } from './vite/plain-browser.ts';
import { plainColours } from './vite/plain-colours.ts';
import { shortenNames } from './vite/short-names.ts';

const source = (name: string) => fileURLToPath(new URL(`src/${name}`, import.meta.url));

export default defineConfig({
  plugins: [
    plainBrowser(),
    plainColours(),
    leanLit(),
    minifyTemplates(),
    shortenNames(source('tokens.css')),
    loader(source('loader.ts')),
  ],
  base: './',
  build: {
    ...SMALL,
    reportCompressedSize: false,
    // As a library: without the helper that preloads style sheets, which there are none of.
    lib: { entry: source('parley-chat.ts'), formats: ['es'] },
    rollupOptions: {
      // What is loaded later takes what it shares from the chat itself, not from a third file.
      preserveEntrySignatures: 'allow-extension',
      output: {
        entryFileNames: 'chat-[hash].js',
        chunkFileNames: '[name]-[hash].js',
        // Before terser: together they find more than either alone.
        minify: { compress: true, mangle: true, codegen: { removeWhitespace: true } },
      },
    },
  },
});
