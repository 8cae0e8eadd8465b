/** Owns the one error that means "the program cannot start, and here is what a person can do about it". */

/** Its message is meant for the operator's eyes and is complete: print it without a stack and exit with 1. */
export class StartError extends Error {
  override name = 'StartError';
}
