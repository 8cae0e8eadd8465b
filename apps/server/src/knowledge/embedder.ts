/**
 * What turns texts into vectors, as far as the knowledge base knows: the bot's model server provides it (`provideEmbedder`). It
 * may be slow, away or not there at all; nobody waits for it longer than a moment, and without it words alone decide.
 */
import type { Core } from '../core/core.ts';

export interface Embedder {
  /** Vectors of two models cannot be compared. */
  readonly model: string;
  /** One for each text, in order. Throws when the server cannot just now; null: it offers no embeddings, now or ever. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<readonly (readonly number[])[] | null>;
}

/** A visitor's question waits no longer. */
const PATIENCE_MS = 800;
/** After a failure: questions in between are not held up one after the other. */
const REST_MS = 30_000;
const STATE = Symbol('embedder');

interface Standing {
  embedder: Embedder | null;
  restsUntil: number;
}
type Holder = Pick<Core, 'state'>;
const standingOf = (core: Holder): Standing => core.state.get(STATE, () => ({ embedder: null, restsUntil: 0 }));

export function provideEmbedder(core: Holder, embedder: Embedder): void {
  standingOf(core).embedder = embedder;
}

/** Null: there is none. */
export const embedderOf = (core: Holder): Embedder | null => standingOf(core).embedder;

/** Null: none in time. */
export async function vectorOfQuestion(core: Holder, question: string): Promise<Float32Array | null> {
  const standing = standingOf(core);
  const { embedder } = standing;
  if (!embedder || performance.now() < standing.restsUntil) return null;
  try {
    const vectors = await embedder.embed([question], AbortSignal.timeout(PATIENCE_MS));
    if (vectors === null) withdraw(core);
    return vectors?.[0] ? unit(vectors[0]) : null;
  } catch {
    standing.restsUntil = performance.now() + REST_MS;
    return null;
  }
}

/** Its server offers none. */
export function withdraw(core: Holder): void {
  standingOf(core).embedder = null;
}

/** Of length 1, so that the product of two is their likeness; null for one without direction. */
export function unit(vector: readonly number[]): Float32Array | null {
  const length = Math.hypot(...vector);
  if (!Number.isFinite(length) || length === 0) return null;
  return Float32Array.from(vector, (value) => value / length);
}
