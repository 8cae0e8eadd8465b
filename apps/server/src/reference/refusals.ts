/** Which of the closed list of errors a command may answer with: what any may meet, and what it declares itself. */
import { type CommandSpec, ERRORS, type ErrorCode } from '@parley/protocol';

const ALWAYS: readonly ErrorCode[] = [
  'invalid',
  'bad_content',
  'unauthenticated',
  'rate_limited',
  'overloaded',
  'unavailable',
  'internal',
];

/** In the order of the list. */
export function refusalsOf(spec: CommandSpec): ErrorCode[] {
  const own = new Set<ErrorCode>([...ALWAYS, ...spec.refusals]);
  if (!spec.who.includes('anyone')) own.add('forbidden');
  if (!spec.who.some((one) => one === 'anyone' || one === 'enrolling')) own.add('two_factor_setup_required');
  // An `anyone` command may be called with a visitor's token too.
  if (spec.who.some((one) => one === 'anyone' || one === 'visitor' || one === 'user')) own.add('blocked');
  if ('room' in spec.params.properties) own.add('room_not_found');
  if (/:\w/.test(spec.http?.path ?? '')) own.add('not_found');
  return inOrder(own);
}

/** Over HTTP a body may be no JSON, or too much of it. */
export const httpRefusalsOf = (spec: CommandSpec): ErrorCode[] =>
  inOrder(new Set([...refusalsOf(spec), ...(spec.http?.method === 'GET' ? [] : (['bad_json', 'too_large'] as const))]));

/** What a socket says to a frame that is none. */
export const FRAME_REFUSALS: readonly ErrorCode[] = ['bad_json', 'bad_frame', 'unknown_command', 'too_large'];

const inOrder = (codes: ReadonlySet<ErrorCode>): ErrorCode[] =>
  (Object.keys(ERRORS) as ErrorCode[]).filter((code) => codes.has(code));
