/** The words around what is more than words, apart from the others because they are loaded with that part. */
export const strings = {
  edited: 'Edited',
  redacted: 'Message deleted',
  sources: 'Sources',
  retry: 'Retry',
  discard: 'Discard',
  latest: (n: number) => (n ? `${n} new` : 'Jump to latest'),
};
