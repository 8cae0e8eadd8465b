/** The words around a visitor's account, apart from the others because they are loaded with that part. */
export const strings = {
  offer: 'Sign in to keep this conversation',
  signedInAs: 'Signed in as',
  unverified: 'Confirm your address with the link that we mailed to you.',
  signOut: 'Sign out',
  signedOut: 'You were signed out.',
  signIn: 'Sign in',
  signUp: 'Create an account',
  why: 'Your conversation stays with your account, on all your devices.',
  email: 'Email',
  password: 'Password',
  again: 'Password once more',
  rule: 'At least 12 characters. A few words that do not belong together are easy to remember and hard to guess.',
  code: 'Code of your authenticator app, or a recovery code',
  toSignUp: 'No account yet? Create one',
  toSignIn: 'You have an account? Sign in',
  forgot: 'Forgot your password?',
  newTab: '(opens in a new tab)',
  back: 'Not now',
  wait: 'A message is still on its way. Try again when it was sent.',
  missing: 'This is needed.',
  notSame: 'This is not the same password.',
  invalid_credentials: 'This email and password do not belong together here.',
  account_deactivated: 'This account was deactivated. Sign in once more to have it again.',
  wrong_code: 'This code is not right, or was used before. Try the next one.',
  rate_limited: (seconds: number) =>
    seconds > 90
      ? `Too many tries. Wait ${Math.ceil(seconds / 60)} minutes.`
      : `Too many tries. Wait ${Math.ceil(seconds) || 60} seconds.`,
  forbidden: 'Accounts are not offered here any more.',
  consent_required: 'Agree to the text below the conversation first.',
  failed: 'That did not work. Try again in a moment.',
  /** The server's words about a field begin with a verb. */
  it: (why: string) => `It ${why}.`,
};
