import { describe, expect, it } from 'vitest';
import { dayName, listTime, span } from './times.ts';

const now = new Date(2026, 4, 14, 15, 0).getTime();
const at = (year: number, month: number, day: number, hour = 9, minute = 5) =>
  new Date(year, month, day, hour, minute).toISOString();

describe('moments in words', () => {
  it('shows the clock today, the weekday within a week, then the date, with its year when it is another', () => {
    expect(listTime(at(2026, 4, 14), now)).toMatch(/9:05|09:05/);
    expect(listTime(at(2026, 4, 12), now)).toBe('Tue');
    expect(listTime(at(2026, 3, 2), now)).toMatch(/Apr/);
    expect(listTime(at(2025, 3, 2), now)).toMatch(/2025/);
  });
  it('names today and yesterday by the calendar, not by hours', () => {
    expect(dayName(at(2026, 4, 14, 0, 1), now)).toBe('Today');
    expect(dayName(at(2026, 4, 13, 23, 59), now)).toBe('Yesterday');
    expect(dayName(at(2026, 4, 11), now)).toMatch(/Monday/);
  });
  it('tells a span in one unit, and never a negative one', () => {
    expect(span(new Date(now + 5_000).toISOString(), now)).toBe('now');
    expect(span(new Date(now - 4.9 * 60_000).toISOString(), now)).toBe('4 min');
    expect(span(new Date(now - 2.5 * 3_600_000).toISOString(), now)).toBe('2 hr');
    expect(span(new Date(now - 72 * 3_600_000).toISOString(), now)).toBe('3 days');
  });
});
