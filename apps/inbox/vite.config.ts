/** Builds the inbox and the widget's preview page to static files that run under a strict Content-Security-Policy. */
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2023',
    // A data: URI or an inline preload would need a hole in the policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: ['index.html', 'preview.html'] },
  },
});
