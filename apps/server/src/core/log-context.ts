/**
 * What every log line says of its occasion: the request (or frame, or job), and the site and room once these are known. Carried along
 * by the asynchronous calls themselves, so that whoever logs needs to know none of it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { beyondSites } from './site-scope.ts';
import { currentSpan } from './tracing.ts';

/** Ids alone; never a name, a text or anything else that a person gave. */
export interface LogContext {
  /** Of an HTTP request, or `<socket>-<number of its frame>`. */
  readonly request?: string;
  readonly job?: string;
  readonly task?: string;
  /** The site's id. */
  site?: string;
  /** The room's key: on the wire the part of its name after the space. */
  room?: string;
  /** The room's id in the database, where a job names it. */
  readonly room_id?: string;
}

const storage = new AsyncLocalStorage<LogContext>();

/** Runs `work` so that every line it logs carries `context`. */
export const within = <T>(context: LogContext, work: () => T): T => storage.run(context, work);

/** Runs `work`, which many occasions share, as none of them. */
export const apart = <T>(work: () => T): T => beyondSites('shared work', () => storage.exit(work));

/** Adds what has become known; outside of any occasion it does nothing. */
export function note(known: Pick<LogContext, 'site' | 'room'>): void {
  const context = storage.getStore();
  if (context) Object.assign(context, known);
}

/** A copy, for the logger, with the trace that it belongs to. */
export function logContext(): LogContext & { trace_id?: string } {
  const trace_id = currentSpan()?.traceId;
  return { ...storage.getStore(), ...(trace_id && { trace_id }) };
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
/** The value where it is an id; whatever else stands there may be anybody's words. */
export const idOnly = (value: unknown): string | undefined =>
  typeof value === 'string' && UUID.test(value) ? value : undefined;
