/** The words around whether an answer helped, apart from the others because they are loaded with that part. */
export const strings = {
  question: 'Did this help?',
  helped: 'That helped',
  notHelped: 'That did not help',
  thanks: 'Thank you!',
  sorry: 'Sorry. Ask in other words, or talk to a person.',
  failed: 'That was not saved. Try again in a moment.',
};
