/** An answer from the language model: asked with patience but not for ever, cleaned, and told apart from failure. */
import type { Source } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import { traced } from '../core/tracing.ts';
import { sourceOf } from '../knowledge/articles.ts';
import type { RetrievedPassage } from '../knowledge/retrieval.ts';
import { modelOf } from './choices.ts';
import { cleanAnswer, cutAtSentence } from './clean-answer.ts';
import { linksFor } from './links.ts';
import { measured } from './metrics.ts';
import { type ChatMessage, type ChatPiece, ModelError, streamChat } from './openai.ts';
import { HAND_OFF } from './prompt.ts';
import type { Turn } from './turn.ts';
import { type Model, tokensIn, tokensOf, type Usage } from './usage.ts';

export interface Patience {
  /** Milliseconds without a word: before the first (loading a local model takes its time) and between two. */
  readonly silenceMs: number;
  /** For everything, retries and all. */
  readonly totalMs: number;
  /** Before a retry, unless the server asks for another wait. */
  readonly pauseMs: number;
}
export const PATIENCE: Patience = { silenceMs: 15_000, totalMs: 45_000, pauseMs: 700 };
/** For an answer that was begun before and lost, with its worker or its database: the visitor has waited once already. */
export const SECOND_PATIENCE: Patience = { silenceMs: 8_000, totalMs: 25_000, pauseMs: 700 };
/** A question is asked so often at most. */
export const ATTEMPTS = 3;
/** A wait beyond this is longer than a visitor's. */
const LONGEST_PAUSE_MS = 4_000;
/** Milliseconds between the last word and what it used. */
const USAGE_MS = 1_000;
export const MAX_TOKENS = 1_500;
/** Characters of an answer at most; well below what a message may hold. */
const MAX_LENGTH = 4_000;

export interface ModelAnswer {
  readonly text: string;
  readonly sources: readonly Source[];
  readonly cited: readonly RetrievedPassage[];
  readonly unknown: boolean;
  readonly handOff: boolean;
}

export interface ModelQuestion {
  readonly turn: Turn;
  readonly passages: readonly RetrievedPassage[];
  readonly prompt: readonly ChatMessage[];
  /** Raised by what the calls use, whatever comes of them. */
  readonly usage: Usage;
  readonly signal: AbortSignal;
  /** Whenever the text grew: what makes the clean one of it, which takes its time. */
  readonly onText: (text: () => string) => void;
  readonly patience?: Patience;
}

/** Throws ModelError when the model gave nothing that can be shown, or the signal aborted. */
export async function askModel(core: Core, question: ModelQuestion): Promise<ModelAnswer> {
  const { turn, passages, onText } = question;
  const allowed = linksFor(core, turn, passages);
  const clean = (raw: string, complete: boolean) => cleanAnswer(raw, { passages: passages.length, allowed, complete });
  const written = await write(core, question, (raw) => onText(() => clean(raw, false).text));
  const { text, cited, unknown } = clean(written.raw, true);
  if (text === '' && !written.handOff) throw new ModelError('the model said nothing');
  const cites = cited.map((number) => passages[number - 1] as RetrievedPassage);
  const articles = [...new Map(cites.toReversed().map((passage) => [passage.slug, passage])).values()].reverse();
  return {
    // Once more: a cut through code lays open what was in it.
    text: written.complete ? text : clean(cutAtSentence(text, MAX_LENGTH), true).text,
    sources: articles.map((passage) => sourceOf(core, turn.place.site, passage)),
    cited: cites,
    unknown,
    handOff: written.handOff,
  };
}

interface Written {
  readonly raw: string;
  readonly handOff: boolean;
  /** False: it ran out of room. */
  readonly complete: boolean;
}

/** Retries what may pass, as long as nothing of an answer was shown and there is time for another. */
async function write(
  core: Core,
  { turn, prompt: messages, usage, signal, patience = PATIENCE }: ModelQuestion,
  onRaw: (raw: string) => void,
): Promise<Written> {
  const model = modelOf(core.config, turn.bot);
  if (!model) throw new ModelError('no model is set up');
  const until = Date.now() + patience.totalMs;
  let tools = [HAND_OFF];
  let wantsUsage = true;
  for (let attempt = 0; ; attempt++) {
    let begun = false;
    const limit = new AbortController();
    const over = setTimeout(() => limit.abort(), Math.max(0, until - Date.now()));
    try {
      return await asSpan(core, {
        model,
        messages,
        tools,
        wantsUsage,
        usage,
        temperature: turn.bot.temperature,
        patience,
        limit,
        signal: AbortSignal.any([signal, limit.signal]),
        onRaw: (raw) => {
          begun = true;
          onRaw(raw);
        },
      });
    } catch (error) {
      if (!(error instanceof ModelError) || begun || signal.aborted || attempt + 1 >= ATTEMPTS) throw error;
      // Some servers know no tools, or do not tell what was used, and say so with a 400; the visitor's words still lead to a person.
      const plainer = error.status === 400 && (tools.length > 0 || wantsUsage);
      if (plainer) {
        wantsUsage = false;
        if (!error.usageUnknown) tools = [];
      } else if (!error.passing) throw error;
      const pause = plainer ? 0 : (error.waitMs ?? patience.pauseMs * (attempt + 1));
      if (pause > LONGEST_PAUSE_MS || Date.now() + pause + patience.pauseMs > until) throw error;
      await rest(pause, signal);
    } finally {
      clearTimeout(over);
    }
  }
}

interface Attempt {
  readonly model: Model;
  readonly messages: readonly ChatMessage[];
  readonly tools: (typeof HAND_OFF)[];
  readonly wantsUsage: boolean;
  readonly usage: Usage;
  readonly temperature: number | null;
  readonly patience: Patience;
  readonly limit: AbortController;
  readonly signal: AbortSignal;
  readonly onRaw: (raw: string) => void;
}

/** In OpenTelemetry's words for calls of models; never a word of the prompt or the answer. */
function asSpan(core: Core, ask: Attempt): Promise<Written> {
  const { model, baseUrl } = ask.model;
  const attributes = {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': model,
    'server.address': baseUrl ? new URL(baseUrl).hostname : 'api.openai.com',
  };
  return traced(core.tracing, `chat ${model}`, { kind: 'client', attributes }, () =>
    measured(core, () => oneAttempt(ask)),
  );
}

async function oneAttempt(ask: Attempt): Promise<Written> {
  const { model, messages, tools, temperature, wantsUsage, usage, patience, limit, signal, onRaw } = ask;
  let raw = '';
  let handOff = false;
  let done: Extract<ChatPiece, { done: unknown }>['done'] | undefined;
  let told: Extract<ChatPiece, { used: unknown }>['used'] | undefined;
  let heard = false;
  const enough = new AbortController();
  let silence = setTimeout(() => limit.abort(), patience.silenceMs);
  const request = {
    messages,
    tools,
    temperature,
    wantsUsage,
    maxTokens: MAX_TOKENS,
    signal: AbortSignal.any([signal, enough.signal]),
  };
  try {
    for await (const piece of streamChat(model, request)) {
      heard = true;
      silence.refresh();
      if ('used' in piece) told = piece.used;
      else if ('done' in piece) {
        done = piece.done;
        // All is said; what it used follows at once or not at all.
        clearTimeout(silence);
        silence = setTimeout(() => enough.abort(), USAGE_MS);
      } else if ('tool' in piece) handOff ||= piece.tool === HAND_OFF.name;
      else {
        raw += piece.text;
        if (raw.length > MAX_LENGTH) {
          done = 'length';
          break;
        }
        onRaw(raw);
      }
    }
  } catch (error) {
    // Refused before a word: nothing was used.
    if (!heard) told = { tokensIn: 0, tokensOut: 0 };
    throw error;
  } finally {
    clearTimeout(silence);
    usage.tokensIn += told?.tokensIn ?? tokensIn(messages);
    usage.tokensOut += told?.tokensOut ?? tokensOf(raw);
    usage.estimated ||= told === undefined;
  }
  if (done === undefined && limit.signal.aborted)
    throw new ModelError('the model took too long', { passing: raw === '' });
  if (done === undefined && signal.aborted) throw new ModelError('the answer was called off');
  if (done === undefined && !handOff) throw new ModelError('the model broke off', { passing: true });
  // A small model that writes the call instead of making it.
  if (/^\s*(?:```\w*\s*)?[{<[(]?.{0,60}\bhand_off\b/s.test(raw) && raw.length < 300)
    return { raw: '', handOff: true, complete: true };
  return { raw, handOff, complete: done !== 'length' };
}

function rest(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end);
  });
}
