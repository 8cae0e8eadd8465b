/** What a browser says it is, in words for its owner. Nothing is decided by it: anybody may say anything. */
import bowser from 'bowser';

export interface Device {
  readonly browser: string | null;
  readonly system: string | null;
}

/** "Firefox", "Windows"; null for what is not known. */
export function deviceOf(userAgent: string | null): Device {
  if (!userAgent) return { browser: null, system: null };
  const { browser, os } = bowser.parse(userAgent);
  return { browser: browser.name || null, system: os.name || null };
}
