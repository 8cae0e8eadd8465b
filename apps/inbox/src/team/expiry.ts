/** Until when an invitation is good, in words. */
import { span } from '../ui/times.ts';

export const isExpired = (expires: string, now: number): boolean => Date.parse(expires) <= now;

/** "expired", or "6 days left". */
export const expiryWords = (expires: string, now: number): string =>
  isExpired(expires, now) ? 'expired' : `${span(new Date(2 * now - Date.parse(expires)).toISOString(), now)} left`;
