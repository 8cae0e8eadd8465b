/** To a visitor who has left: what agents answered since. */
import { headerText } from '../mail.ts';
import { type Letter, mailAccent } from './layout.ts';

export interface VisitorAnswer {
  readonly site: string;
  readonly accent: string;
  readonly answers: readonly { readonly author: string; readonly content: string }[];
  /** The visitor's last words before the answers; null when there were none. */
  readonly question: string | null;
  readonly link: string;
}

/** The same for every mail of one conversation, or mail programs would not show it as one. */
export const visitorAnswerSubject = (site: string, firstWords: string | null): string =>
  firstWords === null ? `Your conversation with ${site}` : `${headerText(firstWords, 60)} – ${site}`;

export function visitorAnswerLetter({ site, accent, answers, question, link }: VisitorAnswer): Letter {
  const authors = [...new Set(answers.map(({ author }) => author))];
  const who = new Intl.ListFormat('en', { type: 'conjunction' }).format(authors);
  return {
    sender: site,
    accent: mailAccent(accent),
    preview: headerText(answers[0]?.content ?? '', 120),
    heading: `${who} answered you`,
    parts: [
      ...(question === null ? [] : [{ kind: 'quote', text: shortened(question) } as const]),
      ...answers.map((answer) => ({ kind: 'message', ...answer }) as const),
    ],
    button: { label: 'Continue the conversation', href: link },
    smallPrint: [
      `You get this mail because you left this address in the chat of ${site}. Replies to it are not read: answer in the chat.`,
      'The link opens your conversation without a password and works for 30 days. Whoever has it can read along, so keep it to yourself.',
    ],
  };
}

function shortened(text: string): string {
  const characters = [...text.trim()];
  return characters.length <= 400 ? characters.join('') : `${characters.slice(0, 399).join('').trimEnd()}…`;
}
