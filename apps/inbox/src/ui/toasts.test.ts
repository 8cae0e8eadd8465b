import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Toasts } from './toasts.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());
const words = (toasts: Toasts) => toasts.snapshot().map(({ message }) => message);

it('goes away by itself, later when it can be undone', () => {
  const toasts = new Toasts();
  toasts.show('Saved');
  toasts.show('Closed', { action: { label: 'Undo', run: () => {} } });
  vi.advanceTimersByTime(6_000);
  expect(words(toasts)).toEqual(['Closed']);
  vi.advanceTimersByTime(4_000);
  expect(words(toasts)).toEqual([]);
});
it('stays while it is held', () => {
  const toasts = new Toasts();
  toasts.show('Saved');
  toasts.hold(true);
  vi.advanceTimersByTime(60_000);
  expect(words(toasts)).toEqual(['Saved']);
  toasts.hold(false);
  vi.advanceTimersByTime(6_000);
  expect(words(toasts)).toEqual([]);
});
it('shows three at most, the newest', () => {
  const toasts = new Toasts();
  for (const message of ['1', '2', '3', '4']) toasts.show(message);
  expect(words(toasts)).toEqual(['2', '3', '4']);
});
