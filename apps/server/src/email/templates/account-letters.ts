/** To people who sign in: an invitation, and a link to choose a new password. */
import { DEFAULT_ACCENT, type Letter, mailAccent } from './layout.ts';

export interface Invitation {
  readonly name: string;
  readonly site: string;
  readonly accent: string;
  readonly invitedBy: string;
  readonly link: string;
}

export const invitationSubject = ({ invitedBy, site }: Invitation): string => `${invitedBy} invites you to ${site}`;

export const invitationLetter = ({ name, site, accent, invitedBy, link }: Invitation): Letter => ({
  sender: site,
  accent: mailAccent(accent),
  preview: `Answer the visitors of ${site} together with ${invitedBy}.`,
  heading: `Welcome to ${site}, ${name}`,
  parts: [
    { kind: 'text', text: `${invitedBy} invites you to answer the visitors of ${site}.` },
    { kind: 'text', text: 'Choose a password, and you are in the inbox.' },
  ],
  button: { label: 'Choose a password', href: link },
  smallPrint: [
    'The link works once, within 7 days. If it has run out, ask for another.',
    'If you do not know what this is about, do nothing: without the link nobody comes in.',
  ],
});

export const passwordResetSubject = 'Choose a new password';

export const passwordResetLetter = ({ name, link }: { name: string; link: string }): Letter => ({
  sender: 'Parley',
  accent: DEFAULT_ACCENT,
  preview: 'The link works once, within an hour.',
  heading: 'Choose a new password',
  parts: [
    { kind: 'text', text: `Hello ${name},` },
    { kind: 'text', text: 'somebody, hopefully you, asked for a link to choose a new password for this address.' },
  ],
  button: { label: 'Choose a new password', href: link },
  smallPrint: [
    'The link works once, within an hour. Using it signs you out everywhere else.',
    'If it was not you, do nothing: your password stays as it is.',
  ],
});

export const passwordChangedSubject = 'Your password was changed';

export const passwordChangedLetter = ({ name, link }: { name: string; link: string }): Letter => ({
  sender: 'Parley',
  accent: DEFAULT_ACCENT,
  preview: 'If it was you, there is nothing to do.',
  heading: 'Your password was changed',
  parts: [
    { kind: 'text', text: `Hello ${name},` },
    {
      kind: 'text',
      text: 'the password of your account was changed just now, and all other browsers were signed out.',
    },
    { kind: 'text', text: 'If it was you, there is nothing to do. If not, choose a new one at once.' },
  ],
  button: { label: 'It was not me: choose a new password', href: link },
  smallPrint: ['You get this mail because it concerns the safety of your account.'],
});
