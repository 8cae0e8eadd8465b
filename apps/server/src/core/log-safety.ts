/**
 * Keeps people's words, addresses and tokens out of the log, whoever logs: errors are reduced to chosen fields, quoted values
 * are blanked, and a last net goes over every finished line.
 */

import { isIP } from 'node:net';
import { isNear, networkOf } from './address.ts';

const IDENTIFIER = /^[\w.$:/-]{0,40}$/;

/** An error's words without the values that Postgres, JSON.parse and others quote in them. Short identifiers stay. */
export function wordsOnly(text: string): string {
  return text
    .replace(/(invalid input (?:syntax|value) for [^:]+: ).*/s, '$1…')
    .replace(/Unexpected token .*/s, 'Unexpected token …')
    .replace(/(["'`“])([^"'`”\n]*)(["'`”])/g, (all, open: string, inner: string, close: string) =>
      IDENTIFIER.test(inner) ? all : `${open}…${close}`,
    );
}

export interface LoggedError {
  readonly type: string;
  readonly message: string;
  /** Postgres' SQLSTATE, or Node's. */
  readonly code?: string;
  readonly constraint?: string;
  readonly table?: string;
  /** The places alone. */
  readonly stack?: string;
  readonly cause?: LoggedError;
}

/** Chosen fields: an error of Postgres or SMTP carries whole rows and addresses in others (`detail`, `where`, `response`). */
export function loggedError(error: unknown): LoggedError {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is no error was thrown' };
  const { code, constraint, table } = error as Error & Record<'code' | 'constraint' | 'table', unknown>;
  const places = error.stack?.match(/^ {4}at .*$/gm)?.join('\n');
  return {
    type: error.name,
    message: wordsOnly(error.message),
    ...(typeof code === 'string' && { code }),
    ...(typeof constraint === 'string' && { constraint }),
    ...(typeof table === 'string' && { table }),
    ...(places && { stack: places }),
    ...(error.cause !== undefined && { cause: loggedError(error.cause) }),
  };
}

/** Stand for all networks, and for no machine. */
const UNSPECIFIED = ['::', '0.0.0.0'];

/** A machine beyond the networks of one's own by its network alone; with its port, where one follows. */
function withoutMachine(found: string): string {
  const [address, port] = isIP(found) ? [found, ''] : [found.replace(/:\d+$/, ''), /:\d+$/.exec(found)?.[0] ?? ''];
  return isIP(address) && !isNear(address) && !UNSPECIFIED.includes(address) ? `${networkOf(address)}${port}` : found;
}

/** The last net: what looks like an address or a token is not written, wherever in the line it stands. */
export const withoutSecrets = (line: string): string =>
  line
    .replace(/[\w.%+'-]+@[\w-]+(?:\.[\w-]+)+/g, '[address]')
    .replace(/\beyJ[\w-]+\.[\w-]+\.[\w-]+/g, '[token]')
    .replace(/(?<![\w-])[\w-]{43}(?![\w-])/g, '[token]')
    .replace(
      /(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|(?:::ffff:)\d{1,3}(?:\.\d{1,3}){3}|[\da-f]*(?::[\da-f]*){2,8})(?![\w:])/gi,
      withoutMachine,
    );
