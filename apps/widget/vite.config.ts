/** Builds `dist/loader.js`, `dist/chat-<hash>.js` and `dist/manifest.json`: all that the server serves of the widget. */
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { loader, TARGET } from './vite/loader.ts';
import { minifyTemplates } from './vite/minify-templates.ts';

const source = (name: string) => fileURLToPath(new URL(`src/${name}`, import.meta.url));

export default defineConfig({
  plugins: [minifyTemplates(), loader(source('loader.ts'))],
  build: {
    target: TARGET,
    cssTarget: TARGET,
    modulePreload: false,
    reportCompressedSize: false,
    rollupOptions: {
      input: source('parley-chat.ts'),
      preserveEntrySignatures: 'strict',
      output: { format: 'es', entryFileNames: 'chat-[hash].js' },
    },
  },
});
