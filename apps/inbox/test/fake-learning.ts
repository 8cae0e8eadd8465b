/** What the bot could not answer, in memory, and who was told the old text of an article. */
import type { QuestionTopic, ToldAnswer } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { ago } from './fixtures.ts';

const asked = (room: string, question: string, minutes: number) =>
  ({ room, seq: 2, question, at: ago(minutes), why: 'unknown' }) as const;

export class FakeLearning {
  topics: QuestionTopic[];
  told: ToldAnswer[] = [];
  readonly settled: string[] = [];
  /** The words of corrections that were sent, and in which rooms. */
  readonly corrections: { content: string; rooms: string[] }[] = [];

  constructor(empty: boolean) {
    this.topics = empty
      ? []
      : [
          {
            words: ['gift', 'voucher'],
            count: 4,
            last: ago(12),
            questions: [
              asked('acme c_01jd8x4k7f3', 'Do you sell gift vouchers?', 12),
              asked('acme c_01jd8x4k9a1', 'Can I buy a voucher for my brother?', 90),
              asked('acme c_01jd8x51b22', 'gift vouchers??', 60 * 26),
              asked('acme c_01jd8x55d41', 'Where is the voucher code entered?', 60 * 50),
            ],
          },
          {
            words: ['dog'],
            count: 1,
            last: ago(300),
            questions: [{ ...asked('acme c_01jd8x53c90', 'May my dog come into the shop?', 300), why: 'unhelpful' }],
          },
        ];
  }

  readonly handlers: Handlers = {
    list_topics: () => ({
      topics: this.topics.filter(({ questions }) => !this.settled.includes(questions[0]?.room ?? '')),
      questions: 5,
    }),
    settle_questions: ({ questions, settled = true }) => {
      for (const { room } of questions) {
        if (settled) this.settled.push(room);
        else this.settled.splice(this.settled.indexOf(room), 1);
      }
      return {};
    },
    draft_article: () => ({ title: 'Gift vouchers', body: 'We sell them, from €10 on.', by_model: false }),
    list_told: () => ({
      told: this.told,
      count: this.told.filter(({ corrected }) => !corrected).length,
      revision: 2,
    }),
    send_correction: ({ content, answers }) => {
      const rooms = answers.map(({ room }) => room);
      this.corrections.push({ content, rooms });
      this.told = this.told.map((each) => (rooms.includes(each.room) ? { ...each, corrected: ago(0) } : each));
      return { sent: rooms.length, left_out: 0 };
    },
  };
}

const told = (room: string, name: string, minutes: number): ToldAnswer => ({
  room,
  seq: 2,
  name,
  has_email: name.includes(' '),
  revision: 1,
  answer: 'I found this about **Warranty**: five years on everything.',
  at: ago(minutes),
  corrected: null,
});
export const TOLD: ToldAnswer[] = [
  told('acme c_01jd8x4k9a1', 'Jonas Weber', 40),
  told('acme c_01jd8x4k7f3', 'Visitor 7f3', 60 * 30),
  { ...told('acme c_01jd8x55d41', 'Marta Silva', 60 * 70), corrected: ago(60) },
];
