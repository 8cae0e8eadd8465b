/** Names the page on the browser's tab while the screen is shown. */
import { useEffect } from 'react';
import { setPage } from './title.ts';

export function useTitle(name: string): void {
  useEffect(() => setPage(name), [name]);
}
