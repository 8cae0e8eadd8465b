/** Builds the inbox and the widget's preview page to static files that run under a strict Content-Security-Policy. */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Lays a `.br` and a `.gz` beside every text, so that the server compresses nothing while people wait. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    async writeBundle({ dir = 'dist' }) {
      for (const name of await readdir(dir, { recursive: true })) {
        // Pages are sent each with a number of its own.
        if (!/\.(js|css|svg)$/.test(name)) continue;
        const file = join(dir, name);
        const content = await readFile(file);
        await Promise.all([
          writeFile(`${file}.br`, brotliCompressSync(content)),
          writeFile(`${file}.gz`, gzipSync(content, { level: 9 })),
        ]);
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), compressed()],
  // The server puts a number that is good once in its place, for what the page loads.
  html: { cspNonce: '__CSP_NONCE__' },
  build: {
    target: 'es2023',
    // A data: URI or an inline preload would need a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'preview.html'] },
  },
});
