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
