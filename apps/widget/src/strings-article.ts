/** The words around an article that is read in the panel, apart from the others because they are loaded with that part. */
export const strings = {
  back: 'Back',
  apart: 'Open in a new tab',
  loading: 'Loading …',
  offline: 'You are offline. The article can be read when you are back.',
  failed: 'The article could not be loaded.',
  gone: 'This article is not here any more.',
  again: 'Try again',
};
