/** The words around consent, apart from the others because they are loaded with that part. */
export const strings = {
  policy: 'Privacy policy',
  agree: 'Agree and write',
  failed: 'That was not saved. Try again in a moment.',
  changed: 'The text has changed. Reload the page to read it.',
};
