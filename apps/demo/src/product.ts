// What a thing on the shelf is, and the eight shelves.

import type { Drawing } from './art.ts';

export const kinds = {
  tents: 'Tents',
  footwear: 'Boots & shoes',
  packs: 'Packs',
  sleep: 'Sleep',
  kitchen: 'Stove & kitchen',
  clothing: 'Clothing',
  extras: 'Light, bears & bikes',
  snow: 'Snow safety',
} as const;

export type Kind = keyof typeof kinds;

export interface Product {
  readonly slug: string;
  readonly name: string;
  readonly kind: Kind;
  /** In euro, VAT included. */
  readonly price: number;
  /** A few words under the name. */
  readonly line: string;
  readonly text: string;
  readonly drawing: Drawing;
  readonly tone: 'moss' | 'rust' | 'ochre' | 'slate' | 'plum' | 'sky';
  readonly facts: Readonly<Record<string, string>>;
  readonly sizes?: readonly string[];
  /** Rent in euro for one night. */
  readonly rent?: number;
  readonly badge?: string;
}
