/** The words around suggestions, apart from the others because they are loaded with that part. */
export const strings = {
  label: 'Suggestions',
  count: (n: number) => `${n} ${n === 1 ? 'suggestion' : 'suggestions'}, choose with the arrow keys`,
  article: 'Article',
  tooLong: (over: number) => `${over} too many`,
  answer: 'Ask',
};
