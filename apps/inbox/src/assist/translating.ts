/** Which conversations one reads and answers in one's own language, for as long as the page lives; and what was translated. */
import { createContext, useSyncExternalStore } from 'react';

const rooms = new Set<string>();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function setTranslating(room: string, on: boolean): void {
  if (on) rooms.add(room);
  else rooms.delete(room);
  for (const listener of listeners) listener();
}

export const useTranslating = (room: string): boolean => useSyncExternalStore(subscribe, () => rooms.has(room));

/** The agent's own language, as its browser says: a BCP 47 tag without a region. */
export const ownLanguage = (): string => navigator.language.split('-')[0] as string;

/** Null: unknown, or the agent's own: there is nothing to translate. */
export function foreignLanguage(language: string | null): string | null {
  return language === null || language.split('-')[0] === ownLanguage() ? null : language;
}

export interface Translation {
  /** What was translated: an edited message has to be translated anew. */
  content: string;
  text: string;
}
/** By `seq`. */
export type Translations = ReadonlyMap<number, Translation>;
export const TranslationsContext = createContext<Translations>(new Map());
