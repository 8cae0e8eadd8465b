/** What a model writes when nobody watches it write: the whole text, and what it used. */
import { type ChatRequest, streamChat } from './openai.ts';
import { type Model, tokensIn, tokensOf, type Usage } from './usage.ts';

export interface WrittenWhole {
  readonly text: string;
  /** False: it ran out of room, or out of time. */
  readonly complete: boolean;
}

/** Throws ModelError; ends early, with what there is, when the signal aborts. */
export async function writtenBy(model: Model, request: ChatRequest, usage: Usage): Promise<WrittenWhole> {
  let text = '';
  let complete = false;
  let told: { tokensIn: number; tokensOut: number } | undefined;
  try {
    for await (const piece of streamChat(model, request)) {
      if ('text' in piece) text += piece.text;
      else if ('used' in piece) told = piece.used;
      else if ('done' in piece) complete = piece.done === 'stop';
    }
  } catch (error) {
    if (text === '') told = { tokensIn: 0, tokensOut: 0 };
    throw error;
  } finally {
    usage.tokensIn += told?.tokensIn ?? tokensIn(request.messages);
    usage.tokensOut += told?.tokensOut ?? tokensOf(text);
    usage.estimated ||= told === undefined;
  }
  return { text, complete };
}
