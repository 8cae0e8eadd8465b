/** Node's own flags for the program: `npm start`, the benches and the end-to-end tests pass them; the image's are held equal by a test. */

export const NODE_FLAGS = [
  // V8 would let what has just been allocated grow to 128 MB, twice what all the rest takes; a quarter serves as well.
  '--max-semi-space-size=16',
];
