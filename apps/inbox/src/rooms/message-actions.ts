/** What one can do with a message, for the menus of all bubbles of a conversation: the same object while it stays open. */
import type { Message } from '@parley/protocol';
import { createContext } from 'react';

export interface MessageActions {
  edit: (seq: number) => void;
  /** Asks first. */
  remove: (message: Message) => void;
  copyLink: (seq: number) => void;
  /** Goes to a new article, made of what was said around this. */
  writeArticle: (seq: number) => void;
  save: (seq: number, content: string) => Promise<void>;
  /** Leaves editing. */
  leave: () => void;
}

export const MessageActionsContext = createContext<MessageActions | null>(null);
