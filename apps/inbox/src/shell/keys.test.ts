import { describe, expect, it } from 'vitest';
import { KEYS, type KeyAction, matchKeys, mayAct, printed } from './keys.ts';

const press = (key: string, held: { ctrlKey?: boolean; metaKey?: boolean; altKey?: boolean } = {}) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...held,
});

describe('keys', () => {
  it.each([
    ['j', 'next'],
    ['k', 'previous'],
    ['Enter', 'open'],
    ['/', 'search'],
    ['Escape', 'back'],
    ['t', 'takeOver'],
    ['b', 'handBack'],
    ['r', 'reply'],
    ['e', 'close'],
    ['?', 'keyList'],
  ] as const)('%s means %s', (key, action) => {
    expect(matchKeys(press(key), null)).toEqual({ action });
  });
  it.each([
    ['i', 'goInbox'],
    ['k', 'goKnowledge'],
    ['s', 'goSettings'],
  ] as const)('g then %s means %s', (key, action) => {
    expect(matchKeys(press('g'), null)).toEqual({ prefix: 'g' });
    expect(matchKeys(press(key), 'g')).toEqual({ action });
  });
  it('forgets g when something else follows', () => {
    expect(matchKeys(press('t'), 'g')).toBeNull();
  });
  it('opens the palette with Ctrl-K and Cmd-K, capital or not', () => {
    expect(matchKeys(press('k', { ctrlKey: true }), null)).toEqual({ action: 'palette' });
    expect(matchKeys(press('K', { metaKey: true }), 'g')).toEqual({ action: 'palette' });
  });
  it('leaves every other chord to the browser', () => {
    expect(matchKeys(press('r', { ctrlKey: true }), null)).toBeNull();
    expect(matchKeys(press('e', { altKey: true }), null)).toBeNull();
  });
  it('lets only Esc and chords act while somebody types', () => {
    const acting = (Object.keys(KEYS) as KeyAction[]).filter((action) => mayAct(action, true, true));
    expect(acting).toEqual(['back', 'palette']);
  });
  it('silences single keys for whom they are in the way, and keeps Esc, Enter and chords', () => {
    const acting = (Object.keys(KEYS) as KeyAction[]).filter((action) => mayAct(action, false, false));
    expect(acting).toEqual(['open', 'back', 'palette']);
  });
  it('prints keys as the keyboard has them', () => {
    expect(printed('Mod+k', true)).toEqual(['⌘K']);
    expect(printed('Mod+k', false)).toEqual(['Ctrl K']);
    expect(printed('g i', false)).toEqual(['g', 'i']);
  });
});
