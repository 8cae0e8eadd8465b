import { describe, expect, it } from 'vitest';
import { step, viewOf } from './held-list.ts';

describe('a held list', () => {
  it('shows the live order while no hand is on it', () => {
    expect(viewOf(['a', 'b'], null)).toEqual({ order: ['a', 'b'], updates: 0 });
  });
  it('does not move a row that got new activity, and counts it once', () => {
    expect(viewOf(['c', 'a', 'b'], ['a', 'b', 'c'])).toEqual({ order: ['a', 'b', 'c'], updates: 1 });
  });
  it('counts new rooms without showing them', () => {
    expect(viewOf(['x', 'y', 'a', 'b'], ['a', 'b'])).toEqual({ order: ['a', 'b'], updates: 2 });
  });
  it('keeps a row that left the list in its place until let go, and calls for nobody', () => {
    expect(viewOf(['b'], ['a', 'b'])).toEqual({ order: ['a', 'b'], updates: 0 });
  });
  it('adds older pages at the end without calling them updates', () => {
    expect(viewOf(['a', 'b', 'c', 'd'], ['a', 'b'])).toEqual({ order: ['a', 'b', 'c', 'd'], updates: 0 });
  });
  it('tells arrivals and moves apart from older pages, all at once', () => {
    expect(viewOf(['new', 'c', 'a', 'old'], ['a', 'b', 'c'])).toEqual({ order: ['a', 'b', 'c', 'old'], updates: 2 });
  });
  it('shows nothing of the live list when every held row is gone', () => {
    expect(viewOf(['x'], ['a'])).toEqual({ order: ['a'], updates: 1 });
  });
});

describe('moving by key', () => {
  const order = ['a', 'b', 'c'];
  it('begins at the top with j and at the bottom with k', () => {
    expect(step(order, null, 0, 1)).toBe('a');
    expect(step(order, null, 0, -1)).toBe('c');
  });
  it('goes one row and stops at the ends', () => {
    expect(step(order, 'a', 0, 1)).toBe('b');
    expect(step(order, 'c', 2, 1)).toBe('c');
    expect(step(order, 'a', 0, -1)).toBe('a');
  });
  it('goes on from where a row stood that is gone', () => {
    expect(step(order, 'gone', 1, 1)).toBe('b');
    expect(step(order, 'gone', 1, -1)).toBe('a');
  });
  it('leads nowhere in an empty list', () => {
    expect(step([], null, 0, 1)).toBeNull();
  });
});
