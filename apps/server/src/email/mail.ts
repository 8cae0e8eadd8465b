/** What a mail is, and what can become of it. Sending is `smtp.ts`. */

export interface Mail {
  readonly to: string;
  /** Display name of the sender; null: as in MAIL_FROM. */
  readonly fromName: string | null;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Without angle brackets. The same mail sent again carries the same. */
  readonly messageId: string;
  /** The Message-IDs of the thread's earlier mails, oldest first. */
  readonly thread: readonly string[];
}

/**
 * Why a mail did not go out. `refused`: the server will never take it. `not_sent`: it surely did not take it, but may
 * later. `in_doubt`: the connection broke where nobody can know.
 */
export class MailFailure extends Error {
  readonly kind: 'refused' | 'not_sent' | 'in_doubt';

  constructor(kind: MailFailure['kind'], message: string) {
    super(message);
    this.name = 'MailFailure';
    this.kind = kind;
  }
}

/** One line of a header: no line break, nothing invisible, not longer than `max` characters. */
export function headerText(text: string, max: number): string {
  const line = text
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const characters = [...line];
  return characters.length <= max
    ? line
    : `${characters
        .slice(0, max - 1)
        .join('')
        .trimEnd()}…`;
}
