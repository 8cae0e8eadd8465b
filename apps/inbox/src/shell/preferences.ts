/** What an agent chose for this browser alone: theme, sound, notifications, single keys. Kept in its storage. */
import { keyValue } from '@parley/client';
import { useSyncExternalStore } from 'react';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  theme: Theme;
  sound: boolean;
  notifications: boolean;
  /** Whether keys like `t` act by themselves. Off for people whose voice or switch control types letters. */
  singleKeys: boolean;
}

const storage = keyValue();
const listeners = new Set<() => void>();

function read(): Preferences {
  const theme = storage.get('parley:theme');
  return {
    theme: theme === 'light' || theme === 'dark' ? theme : 'system',
    sound: storage.get('parley:sound') !== 'off',
    notifications: storage.get('parley:notifications') === 'on',
    singleKeys: storage.get('parley:single-keys') !== 'off',
  };
}

let current = read();

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export const preferences = {
  snapshot: (): Preferences => current,
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
  change: (change: Partial<Preferences>): void => {
    const next = { ...current, ...change };
    storage.set('parley:theme', next.theme);
    storage.set('parley:sound', next.sound ? 'on' : 'off');
    storage.set('parley:notifications', next.notifications ? 'on' : 'off');
    storage.set('parley:single-keys', next.singleKeys ? 'on' : 'off');
    show(next.theme);
    current = next;
    for (const listener of listeners) listener();
  },
};

export function usePreferences(): Preferences {
  return useSyncExternalStore(preferences.subscribe, preferences.snapshot);
}
