/**
 * Spans, as the rest of the program sees them: what is being done, within what, and what came of it. Off unless asked for; then nothing
 * here costs more than a look at null. Names no library: that is `tracing-otel.ts`, loaded only where traces are sent.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

/** Never a text, a name or an address that a person gave. */
export type SpanAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  readonly kind?: 'internal' | 'server' | 'client' | 'consumer';
  readonly attributes?: SpanAttributes;
  /** What led here without containing it, such as the messages of a batch. */
  readonly links?: readonly (Span | undefined)[];
  /** Begins a trace of its own, whatever is going on. */
  readonly root?: boolean;
}

export interface Span {
  readonly traceId: string;
  rename(name: string): void;
  set(attributes: SpanAttributes): void;
  link(other: Span): void;
  /** `code` as in the protocol's list, or an error's name. */
  fail(code: string): void;
  end(): void;
}

export interface Tracing {
  /** A child of the current span, where there is one. Whoever starts it ends it. */
  start(name: string, options?: SpanOptions): Span;
  /** Sends what is still to be sent. */
  stop(): Promise<void>;
}

const storage = new AsyncLocalStorage<Span>();

export const currentSpan = (): Span | undefined => storage.getStore();

/** Runs `work` with `span` as the current one; it does not end it. */
export const duringSpan = <T>(span: Span | undefined, work: () => T): T => (span ? storage.run(span, work) : work());

/** Runs `work` as a span, which fails when it throws; without tracing it just runs it. */
export async function traced<T>(
  tracing: Tracing | null,
  name: string,
  options: SpanOptions,
  work: () => Promise<T>,
): Promise<T> {
  if (!tracing) return work();
  const span = tracing.start(name, options);
  try {
    return await storage.run(span, work);
  } catch (error) {
    span.fail(error instanceof Error ? error.name : typeof error);
    throw error;
  } finally {
    span.end();
  }
}
