/** The words around a visitor's own data, apart from the others because they are loaded with that part. */
export const strings = {
  what: 'All that is kept about you here: what you wrote, the answers, your email.',
  get: 'Get it all',
  erase: 'Erase it all…',
  withdraw: 'Withdraw my consent',
  back: 'Back',
  gathering: 'Gathering your data…',
  ready: 'Here it is, for a day.',
  read: 'To read',
  program: 'For programs',
  sure: 'Every word of your conversations goes, the answers too, and your email. It cannot be undone.',
  eraseNow: 'Erase for good',
  gone: 'Your data is being erased. This conversation has ended.',
  failed: 'That did not work. Try again in a moment.',
};
