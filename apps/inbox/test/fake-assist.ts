/** Help with answering in memory: what it finds, and a model that says what it was asked for. */
import type { CommandResult, SuggestedReply } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';

const SOURCE = { title: 'Shipping costs and delivery times', url: 'http://localhost:4000/kb/acme/shipping' };

export class FakeAssist {
  replies: SuggestedReply[] = [];
  drafted: CommandResult<'draft_reply'> = { text: 'It takes **three to five** working days.', sources: [SOURCE] };
  /** What the model was asked, one after the other. */
  readonly asked: string[] = [];

  readonly handlers: Handlers = {
    suggest_replies: () => ({ replies: this.replies }),
    draft_reply: () => {
      this.asked.push('draft');
      return this.drafted;
    },
    rewrite_text: ({ text, how, language }) => {
      this.asked.push([how, ...(how === 'translate' ? [language] : []), text].join(' '));
      return { text: `${how === 'translate' ? language : how}: ${text}` };
    },
    translate_messages: ({ seqs, language }) => {
      this.asked.push(`read ${seqs.join(' ')} in ${language}`);
      return { translations: seqs.map((seq) => ({ seq, text: `Words ${seq} in ${language}` })) };
    },
  };
}

export const SUGGESTED: SuggestedReply[] = [
  { text: 'It takes **three to five** working days.', title: SOURCE.title, source: SOURCE },
  { text: 'We are open from 9 to 17.', title: 'Opening hours', source: null },
];
