/**
 * What turns texts into vectors, as far as the knowledge base knows: the bot's model server provides it (`provideEmbedder`). It
 * may be slow, away or not there at all; nobody waits for it longer than a moment, and without it words alone decide.
 */
import type { Core } from '../core/core.ts';

export interface Embedder {
  /** Vectors of two models cannot be compared. */
  readonly model: string;
  /**
   * One for each text, in order, paid by the site. Throws when the server cannot just now, `NothingLeft` when the site may spend
   * no more; null: the server offers no embeddings, now or ever.
   */
  embed(texts: readonly string[], signal: AbortSignal, siteId: string): Promise<readonly (readonly number[])[] | null>;
}

/** What the model may cost the site is spent: no failure of the server, and no other site's business. */
export class NothingLeft extends Error {
  override readonly name = 'NothingLeft';
}

/** A visitor's question waits no longer. */
const PATIENCE_MS = 800;
/** After a failure: questions in between are not held up one after the other. */
const REST_MS = 30_000;
/** Questions of one site that this program has embedded within a minute: beyond, words alone decide, and a flood costs nothing. */
const PER_MINUTE = 300;
const MINUTE_MS = 60_000;
/** A question is held against prepared answers first, and looked up then: it is paid for once. */
const REMEMBERED_MS = 20_000;
const REMEMBERED = 200;
const STATE = Symbol('embedder');

interface Standing {
  embedder: Embedder | null;
  restsUntil: number;
  /** Since `minute` began. */
  asked: Map<string, number>;
  minute: number;
  /** The newest last. */
  recent: Map<string, { readonly until: number; readonly vector: Promise<Float32Array | null> }>;
}
type Holder = Pick<Core, 'state'>;
const standingOf = (core: Holder): Standing =>
  core.state.get(STATE, () => ({
    embedder: null,
    restsUntil: 0,
    asked: new Map(),
    minute: 0,
    recent: new Map(),
  }));

export function provideEmbedder(core: Holder, embedder: Embedder): void {
  standingOf(core).embedder = embedder;
}

/** Null: there is none. */
export const embedderOf = (core: Holder): Embedder | null => standingOf(core).embedder;

/** Null: none in time, or too many of this site. */
export function vectorOfQuestion(core: Holder, siteId: string, question: string): Promise<Float32Array | null> {
  const { recent, embedder } = standingOf(core);
  const now = performance.now();
  for (const [key, { until }] of recent) if (until < now || recent.size >= REMEMBERED) recent.delete(key);
  const key = `${siteId} ${embedder?.model} ${question}`;
  const known = recent.get(key);
  if (known) return known.vector;
  const vector = askForVector(core, siteId, question);
  recent.set(key, { until: now + REMEMBERED_MS, vector });
  // What failed may succeed the next time.
  void vector.then((made) => made ?? recent.delete(key));
  return vector;
}

async function askForVector(core: Holder, siteId: string, question: string): Promise<Float32Array | null> {
  const standing = standingOf(core);
  const { embedder } = standing;
  const now = performance.now();
  if (!embedder || now < standing.restsUntil || !mayAsk(standing, siteId, now)) return null;
  try {
    const vectors = await embedder.embed([question], AbortSignal.timeout(PATIENCE_MS), siteId);
    if (vectors === null) withdraw(core);
    return vectors?.[0] ? unit(vectors[0]) : null;
  } catch (error) {
    if (error instanceof NothingLeft) return null;
    standing.restsUntil = performance.now() + REST_MS;
    return null;
  }
}

function mayAsk(standing: Standing, siteId: string, now: number): boolean {
  if (now - standing.minute >= MINUTE_MS) {
    standing.minute = now;
    standing.asked.clear();
  }
  const asked = (standing.asked.get(siteId) ?? 0) + 1;
  standing.asked.set(siteId, asked);
  return asked <= PER_MINUTE;
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
