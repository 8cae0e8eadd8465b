/** The words around waiting for a person, apart from the others because they are loaded with that part. */
import { minutes } from './strings.ts';
import { english } from './times.ts';

const when = english({
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  hour: 'numeric',
  minute: '2-digit',
});

export const strings = {
  waiting: (n: number | null) =>
    n === null ? 'Waiting for a person. They answer right here.' : `Waiting for a person, usually ${minutes(n)}.`,
  /** By the visitor's own clock. */
  nobody: (opens?: string) =>
    opens && Date.parse(opens) > Date.now()
      ? `Nobody is here right now. Someone answers on ${when.format(new Date(opens))}, your time.`
      : 'Nobody is online right now. Your message is kept, and someone will answer.',
  closed: 'This conversation was closed. Write again to reopen it.',
  offer: 'Get the answer by email',
  label: 'Your email',
  why: 'If you leave, the answer follows you there.',
  save: 'Save',
  saved: 'Answers also go to',
  yours: 'your email',
  change: 'Change',
  close: 'Not now',
  data: 'Your data',
  invalid: 'This does not look like an email address.',
  failed: 'That was not saved. Try again in a moment.',
};
