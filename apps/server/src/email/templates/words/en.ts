/** Account mails in English. */
import type { LetterWords, Words } from './words.ts';

const ONCE_AN_HOUR = 'The link works once, within an hour.';
const DO_NOTHING = 'If it was not you, do nothing: everything stays as it is.';
const SAFETY = 'You get this mail because it concerns the safety of your account.';

const secondFactor = (heading: string, at: string, texts: readonly string[]): LetterWords => ({
  subject: heading,
  preview: 'If it was not you, act now.',
  heading,
  texts: [...texts, `That was on ${at}.`],
  button: 'Look at it',
  smallPrint: [
    'If it was not you, somebody knows your password: choose a new one at once (Forgot your password?), and tell whoever runs your site.',
  ],
});

const codesLeft = (left: number): string =>
  left === 0
    ? 'It was the last one. Make new ones now, or a lost phone shuts you out.'
    : `${left} ${left === 1 ? 'is' : 'are'} left. Make new ones before they run out.`;

const raise = (ofServer: boolean, setting: string): string =>
  ofServer
    ? `This limit is the server's (${setting}): whoever runs the server can raise it.`
    : 'You can raise it under Costs. A new limit counts from the next question on.';
const meanwhile = (at: string): string =>
  `Until ${at} it answers without the model, with your prepared answers and by quoting your articles, and offers a person where they do not help. Visitors read nothing of limits.`;
const ownerOf = (site: string): string =>
  `You get this mail because you are an owner of ${site}. It comes once for each limit.`;

export const en: Words = {
  hello: (name) => `Hello ${name},`,
  letters: {
    invitation: ({ name, site, by }) => ({
      subject: `${by} invites you to ${site}`,
      preview: `Answer the visitors of ${site} together with ${by}.`,
      heading: `Welcome to ${site}, ${name}`,
      texts: [`${by} invites you to answer the visitors of ${site}.`, 'Choose a password, and you are in the inbox.'],
      button: 'Choose a password',
      smallPrint: [
        'The link works once, within 7 days. If it has run out, ask for another.',
        'If you do not know what this is about, do nothing: without the link nobody comes in.',
      ],
    }),
    password_reset: () => ({
      subject: 'Choose a new password',
      preview: ONCE_AN_HOUR,
      heading: 'Choose a new password',
      texts: ['somebody, hopefully you, asked for a link to choose a new password for this address.'],
      button: 'Choose a new password',
      smallPrint: [
        `${ONCE_AN_HOUR} Using it signs you out everywhere else.`,
        'If it was not you, do nothing: your password stays as it is.',
      ],
    }),
    password_changed: () => ({
      subject: 'Your password was changed',
      preview: 'If it was you, there is nothing to do.',
      heading: 'Your password was changed',
      texts: [
        'the password of your account was changed just now, and all other browsers were signed out.',
        'If it was you, there is nothing to do. If not, choose a new one at once.',
      ],
      button: 'It was not me: choose a new password',
      smallPrint: [SAFETY],
    }),
    verify_email: () => ({
      subject: 'Confirm your address',
      preview: 'One click, and we know that your mails arrive.',
      heading: 'Confirm your address',
      texts: ['please confirm that this address is yours, so that a forgotten password never shuts you out.'],
      button: 'Confirm the address',
      smallPrint: ['The link works once, within 7 days.', 'If you have no account here, do nothing.'],
    }),
    change_email: () => ({
      subject: 'Confirm your new address',
      preview: 'Until you do, your old address counts.',
      heading: 'Confirm your new address',
      texts: [
        'somebody, hopefully you, wants to sign in with this address from now on. Until you confirm it, the old one counts.',
      ],
      button: 'Confirm the new address',
      smallPrint: ['The link works once, within a day.', DO_NOTHING],
    }),
    email_changed: ({ email }) => ({
      subject: 'Your account has another address now',
      preview: 'If it was you, there is nothing to do.',
      heading: 'Your account has another address now',
      texts: [
        `from now on your account is signed in to with ${email}, and mails go there.`,
        'If it was you, there is nothing to do. If not, take it back: everybody is signed out, and you choose a new password.',
      ],
      button: 'It was not me: take it back',
      smallPrint: ['The link works once, within 7 days.', SAFETY],
    }),
    deactivate: () => ({
      subject: 'Deactivate your account?',
      preview: ONCE_AN_HOUR,
      heading: 'Deactivate your account?',
      texts: [
        'with this link you deactivate your account: you are signed out everywhere, and nobody can sign in with it.',
        'For 30 days you can come back whenever you like. After that the account is deleted.',
      ],
      button: 'Go on',
      smallPrint: [ONCE_AN_HOUR, DO_NOTHING],
    }),
    deactivated: ({ day }) => ({
      subject: 'Your account is deactivated',
      preview: `Until ${day} you can come back.`,
      heading: 'Your account is deactivated',
      texts: [
        'nobody can sign in with it any more.',
        `Until ${day} you can come back, with everything as it was. After that the account is deleted.`,
      ],
      button: 'Come back',
      smallPrint: [SAFETY],
    }),
    delete_account: () => ({
      subject: 'Delete your account?',
      preview: 'This cannot be undone.',
      heading: 'Delete your account?',
      texts: [
        'with this link you delete your account for good: your profile, your photo and your access to every site. It cannot be undone.',
      ],
      button: 'Go on',
      smallPrint: [ONCE_AN_HOUR, DO_NOTHING],
    }),
    two_factor_on: ({ at }) =>
      secondFactor('Two-step sign-in is on', at, [
        'from now on signing in asks for a code of your authenticator after the password. Your other sessions were ended.',
      ]),
    two_factor_off: ({ at }) =>
      secondFactor('Two-step sign-in was turned off', at, [
        'from now on your password alone signs in. Browsers that were remembered are forgotten.',
      ]),
    two_factor_reset: ({ by, at }) =>
      secondFactor('Your two-step sign-in was reset', at, [
        `${by} took your second factor away, so that you can come in without it. All your sessions were ended.`,
        'Sign in with your password, and set two-step sign-in up again.',
      ]),
    two_factor_guessed: ({ at }) =>
      secondFactor('Somebody knows your password', at, [
        'somebody typed your password and then wrong codes, too many to be a mistake. Your second factor kept them out.',
        'Choose a new password now. Should codes be refused for a while meanwhile, sign in with a recovery code.',
      ]),
    two_factor_recovery_code_used: ({ left, at }) =>
      secondFactor('A recovery code was used to sign in', at, [
        `somebody, hopefully you, passed the second step with a recovery code. ${codesLeft(left)}`,
      ]),
    two_factor_recovery_codes_renewed: ({ at }) =>
      secondFactor('You have new recovery codes', at, [
        'ten new recovery codes were made. The old ones are void: throw them away.',
      ]),
    limit_of_day_reached: ({ site, limit, at, ofServer }) => ({
      subject: `${site}: the bot has spent today's ${limit}`,
      preview: `Until ${at} it answers from your articles.`,
      heading: `Today's limit of ${limit} is reached`,
      texts: [
        `the bot of ${site} has spent what its language model may cost a day: ${limit}.`,
        meanwhile(at),
        raise(ofServer, 'MODEL_SPEND_DAY'),
      ],
      button: 'Look at the costs',
      smallPrint: [ownerOf(site)],
    }),
    limit_of_month_reached: ({ site, limit, at, ofServer }) => ({
      subject: `${site}: the bot has spent this month's ${limit}`,
      preview: `Until ${at} it answers from your articles.`,
      heading: `This month's limit of ${limit} is reached`,
      texts: [
        `the bot of ${site} has spent what its language model may cost a month: ${limit}.`,
        meanwhile(at),
        raise(ofServer, 'MODEL_SPEND_MONTH'),
      ],
      button: 'Look at the costs',
      smallPrint: [ownerOf(site)],
    }),
    limit_of_month_near: ({ site, spent, limit, at, ofServer }) => ({
      subject: `${site}: the bot has spent ${spent} of this month's ${limit}`,
      preview: 'Nothing has changed yet.',
      heading: `${spent} of this month's ${limit} is spent`,
      texts: [
        `the bot of ${site} has spent ${spent} of the ${limit} that its language model may cost a month.`,
        `Nothing has changed yet. If it reaches the limit before ${at}, it answers without the model until then, from your prepared answers and articles.`,
        raise(ofServer, 'MODEL_SPEND_MONTH'),
      ],
      button: 'Look at the costs',
      smallPrint: [ownerOf(site)],
    }),
  },
};
