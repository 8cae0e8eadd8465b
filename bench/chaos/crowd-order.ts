/** What the conductor and a crowd's process say to each other. */
import type { Person } from './installation.ts';

export interface CrowdOrder {
  readonly kind: 'begin';
  readonly name: string;
  readonly folder: string;
  readonly base: string;
  readonly secret: string;
  readonly seed: number;
  readonly visitors: readonly { readonly number: number; readonly site: string; readonly tabs: number }[];
  readonly agents: readonly (Person & { readonly number: number })[];
  /** Milliseconds between two moments at which everybody does something. */
  readonly rushMs: number;
  /** Milliseconds between two acts of a visitor, on average. */
  readonly pauseMs: number;
}
export type ToCrowd = CrowdOrder | { readonly kind: 'settle' } | { readonly kind: 'report' } | { readonly kind: 'end' };

export interface Standing {
  readonly c: string;
  readonly online: boolean;
  readonly unsent: number;
  /** The visitor's own room; empty before it is known, and for agents. */
  readonly own: string;
  /** The last place that it shows, by room. */
  readonly rooms: Readonly<Record<string, number>>;
  /** The version of each room that an agent shows. */
  readonly versions: Readonly<Record<string, number>>;
}
export type FromCrowd =
  | { readonly kind: 'begun' }
  | { readonly kind: 'report'; readonly standings: readonly Standing[]; readonly written: number }
  | { readonly kind: 'ended' };
