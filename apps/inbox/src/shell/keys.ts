/** The keyboard: which keys mean what. The handlers live with the screens; this table also makes the list of keys. */

/** `types`: opens a window whose field the next letters are for. */
export const KEYS = {
  next: { keys: ['j'], label: 'Next conversation', group: 'Conversations' },
  previous: { keys: ['k'], label: 'Previous conversation', group: 'Conversations' },
  open: { keys: ['Enter'], label: 'Open the conversation', group: 'Conversations' },
  search: { keys: ['/'], label: 'Search conversations', group: 'Conversations' },
  back: { keys: ['Escape'], label: 'Back, or leave what is open', group: 'Conversations' },
  takeOver: { keys: ['t'], label: 'Take over', group: 'In a conversation' },
  assign: { keys: ['a'], label: 'Pass to a colleague or a team', group: 'In a conversation', types: true },
  label: { keys: ['l'], label: 'Labels', group: 'In a conversation', types: true },
  handBack: { keys: ['b'], label: 'Hand back to the bot', group: 'In a conversation' },
  reply: { keys: ['r'], label: 'Reply', group: 'In a conversation' },
  draft: { keys: ['d'], label: 'Draft a reply from the articles', group: 'In a conversation' },
  close: { keys: ['e'], label: 'Close, or open again', group: 'In a conversation' },
  goInbox: { keys: ['g i'], label: 'Go to the inbox', group: 'Anywhere' },
  goKnowledge: { keys: ['g k'], label: 'Go to knowledge', group: 'Anywhere' },
  goSettings: { keys: ['g s'], label: 'Go to settings', group: 'Anywhere' },
  palette: { keys: ['Mod+k'], label: 'Do anything', group: 'Anywhere', types: true },
  keyList: { keys: ['?'], label: 'List of keys', group: 'Anywhere' },
} as const satisfies Record<string, { keys: readonly string[]; label: string; group: string; types?: true }>;

export type KeyAction = keyof typeof KEYS;

export interface Pressed {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

const byKeys = new Map<string, KeyAction>(
  Object.entries(KEYS).flatMap(([action, { keys }]) => keys.map((key) => [key, action as KeyAction] as const)),
);
const prefixes = new Set(
  [...byKeys.keys()].filter((keys) => keys.includes(' ')).map((keys) => keys.split(' ')[0] as string),
);

/** Seconds are long here: after so many milliseconds a lone `g` is forgotten. */
export const PREFIX_MS = 1_200;

export type Match = { action: KeyAction } | { prefix: string } | null;

/** What a key press means after `prefix` (the `g` of `g i`), or null. Capital letters count as the small ones do not. */
export function matchKeys(pressed: Pressed, prefix: string | null): Match {
  if (pressed.altKey) return null;
  const modified = pressed.ctrlKey || pressed.metaKey;
  const name = modified ? `Mod+${pressed.key.toLowerCase()}` : pressed.key;
  if (prefix && !modified) {
    const action = byKeys.get(`${prefix} ${name}`);
    return action ? { action } : null;
  }
  const action = byKeys.get(name);
  if (action) return { action };
  return !modified && prefixes.has(name) ? { prefix: name } : null;
}

/** May the action be called by its key alone from where the focus is? In a field only Esc and chords may. */
export function mayAct(action: KeyAction, typing: boolean, singleKeys: boolean): boolean {
  const key = KEYS[action].keys[0] as string;
  const plain = !key.startsWith('Mod+') && key !== 'Escape' && key !== 'Enter';
  if (typing) return !plain && key !== 'Enter';
  return singleKeys || !plain;
}

/** True where letters become text. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement)
    return true;
  return (
    target instanceof HTMLInputElement && !['checkbox', 'radio', 'button', 'submit', 'range'].includes(target.type)
  );
}

/** The keys as printed: "g then i", "⌘K" or "Ctrl K". */
export function printed(keys: string, mac: boolean): string[] {
  return keys.split(' ').map((key) => {
    if (key.startsWith('Mod+')) return `${mac ? '⌘' : 'Ctrl '}${key.slice(4).toUpperCase()}`;
    return key === 'Escape' ? 'Esc' : key;
  });
}
