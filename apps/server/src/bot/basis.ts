/**
 * How the bot came to an answer: kept beside the message, in its transaction, so that there is none without the other.
 * It holds where the words came from and what they cost, and none of the words themselves.
 */
import type { AnswerKind, FoundPassage, PreparedMatch } from '@parley/protocol';
import type { Events } from '../core/events.ts';
import type { Language } from '../knowledge/language.ts';
import type { RetrievedPassage } from '../knowledge/retrieval.ts';
import { messagesAppended } from '../rooms/events.ts';
import type { ChatMessage } from './openai.ts';
import type { Model, Usage } from './usage.ts';

export interface Basis {
  readonly kind: AnswerKind;
  /** Which predefined answer it is, and why that one. */
  readonly prepared?: PreparedMatch;
  /** What was found for the question, best first. */
  readonly found?: readonly RetrievedPassage[];
  /** Those of them that the answer rests on. */
  readonly cited?: readonly RetrievedPassage[];
  /** The same of an answer that was said before. */
  readonly kept?: readonly FoundPassage[];
  /** By which it may be said again, or was (`said-before.ts`). */
  readonly askedHash?: Buffer | null;
  /** What the model was sent, and what it used, where it was asked. */
  readonly prompt?: readonly ChatMessage[];
  readonly usage?: Usage;
}

/** What goes beside the message; a class, so that the listener knows its own among what others keep. */
export class AnswerRecord {
  readonly questionSeq: number;
  readonly language: Language;
  readonly basis: Basis;
  readonly model: string | null;
  readonly costMicros: number;

  constructor(
    basis: Basis,
    { questionSeq, language, model }: { questionSeq: number; language: Language; model: Model | null },
  ) {
    this.questionSeq = questionSeq;
    this.language = language;
    this.basis = basis;
    this.model = (basis.usage && model?.model) ?? null;
    this.costMicros = basis.usage?.costMicros ?? 0;
  }
}

export function recordAnswers(events: Events): void {
  events.on(messagesAppended, async (tx, appended) => {
    const rows = appended.flatMap(({ message, beside }) =>
      beside instanceof AnswerRecord
        ? [
            {
              site_id: message.site_id,
              room_id: message.room_id,
              seq: message.seq,
              created_at: message.created_at,
              ...rowOf(beside),
            },
          ]
        : [],
    );
    if (rows.length > 0) await tx.insertInto('bot_answers').values(rows).execute();
  });
}

const rowOf = ({ questionSeq, language, basis, model, costMicros: cost_micros }: AnswerRecord) => ({
  question_seq: questionSeq,
  language,
  kind: basis.kind,
  passages: JSON.stringify(basis.kept ?? passagesOf(basis)),
  asked_hash: basis.askedHash ?? null,
  confidence: basis.found ? Math.max(0, ...basis.found.map(({ confidence }) => confidence)) : null,
  model,
  tokens_in: basis.usage?.tokensIn ?? 0,
  tokens_out: basis.usage?.tokensOut ?? 0,
  tokens_estimated: basis.usage?.estimated ?? false,
  cost_micros,
});

const passagesOf = ({ found = [], cited = [] }: Basis): FoundPassage[] =>
  found.map((passage) => ({
    article_id: passage.articleId,
    revision: passage.revision,
    ordinal: passage.ordinal,
    score: Number(passage.score.toFixed(3)),
    cited: cited.includes(passage),
  }));
