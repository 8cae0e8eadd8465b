/** Amounts of US dollars, as models are paid in. */
import { LOCALE } from '../ui/locale.ts';

const format = new Intl.NumberFormat(LOCALE, { style: 'currency', currency: 'USD', maximumFractionDigits: 4 });

export const MICROS = 1_000_000;
export const money = (amount: number): string => format.format(amount);
/** Of millionths. */
export const dollars = (micros: number): string => money(micros / MICROS);
