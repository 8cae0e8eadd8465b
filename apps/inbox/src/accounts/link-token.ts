/** The one-time token behind the `#` of a mailed link: never sent to a server by itself, and taken off the address at once. */
import { useState } from 'react';

function take(): string | null {
  const token = location.hash.slice(1);
  if (token) history.replaceState(history.state, '', location.pathname + location.search);
  return token || null;
}

// Read once for the page: the second render of a screen would find the address already clean.
let taken: string | null = null;

export function useLinkToken(): string | null {
  const [token] = useState(() => {
    taken = take() ?? taken;
    return taken;
  });
  return token;
}
