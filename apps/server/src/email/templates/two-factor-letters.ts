/** To people who sign in: what happened to their second factor, and what to do if it was not them. */
import type { TwoFactorChange } from '../../accounts/two-factor/events.ts';
import { DEFAULT_ACCENT, type Letter } from './layout.ts';

export interface TwoFactorNews {
  readonly name: string;
  readonly change: TwoFactorChange;
  /** ISO 8601. */
  readonly at: string;
  readonly by?: string;
  readonly left?: number;
  readonly link: string;
}

const SUBJECTS: Record<TwoFactorChange, string> = {
  on: 'Two-step sign-in is on',
  off: 'Two-step sign-in was turned off',
  reset: 'Your two-step sign-in was reset',
  guessed: 'Somebody knows your password',
  recovery_code_used: 'A recovery code was used to sign in',
  recovery_codes_renewed: 'You have new recovery codes',
};

export const twoFactorSubject = (change: TwoFactorChange): string => SUBJECTS[change];

const leftWords = (left: number): string =>
  left === 0
    ? 'It was the last one. Make new ones now, or a lost phone shuts you out.'
    : `${left} ${left === 1 ? 'is' : 'are'} left. Make new ones before they run out.`;

function words({ change, by, left = 0 }: TwoFactorNews): string[] {
  switch (change) {
    case 'on':
      return [
        'From now on signing in asks for a code of your authenticator after the password. Your other sessions were ended.',
      ];
    case 'off':
      return ['From now on your password alone signs in. Browsers that were remembered are forgotten.'];
    case 'reset':
      return [
        `${by ?? 'An admin'} took your second factor away, so that you can come in without it. All your sessions were ended.`,
        'Sign in with your password, and set two-step sign-in up again.',
      ];
    case 'guessed':
      return [
        'Somebody typed your password and then wrong codes, too many to be a mistake. Your second factor kept them out.',
        'Choose a new password now. Should codes be refused for a while meanwhile, sign in with a recovery code.',
      ];
    case 'recovery_code_used':
      return [`Somebody, hopefully you, passed the second step with a recovery code. ${leftWords(left)}`];
    case 'recovery_codes_renewed':
      return ['Ten new recovery codes were made. The old ones are void: throw them away.'];
  }
}

export function twoFactorLetter(news: TwoFactorNews): Letter {
  const subject = SUBJECTS[news.change];
  const when = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });
  return {
    sender: 'Parley',
    accent: DEFAULT_ACCENT,
    preview: 'If it was not you, act now.',
    heading: subject,
    parts: [
      { kind: 'text', text: `Hello ${news.name},` },
      ...words(news).map((text) => ({ kind: 'text', text }) as const),
      { kind: 'text', text: `That was on ${when.format(new Date(news.at))} UTC.` },
    ],
    button: { label: 'Look at it', href: news.link },
    smallPrint: [
      'If it was not you, somebody knows your password: choose a new one at once (Forgot your password?), and tell whoever runs your site.',
    ],
  };
}
