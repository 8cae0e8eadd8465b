/**
 * The one place that talks to a language model: any OpenAI-compatible server, streaming. Turns whatever can go wrong
 * into a ModelError; knows nothing of rooms, passages or prompts.
 */
import type OpenAI from 'openai';
import type { Config } from '../config.ts';
import { fetchInGulps } from './gulps.ts';

export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

export interface ChatTool {
  readonly name: string;
  readonly description: string;
}

export interface ChatRequest {
  readonly messages: readonly ChatMessage[];
  /** Tools without parameters: calling one is all that it says. */
  readonly tools: readonly ChatTool[];
  /** Asks to be told what was used. */
  readonly wantsUsage: boolean;
  readonly maxTokens: number;
  /** Null: the model's own. */
  readonly temperature?: number | null;
  readonly signal: AbortSignal;
}

/** `done` comes once, at the proper end; a stream that ends without it was cut. `used` may follow, or come often: the last counts. */
export type ChatPiece =
  | { text: string }
  | { tool: string }
  | { done: 'stop' | 'length' }
  | { used: { tokensIn: number; tokensOut: number } };

export class ModelError extends Error {
  /** The same request may succeed in a moment: too many requests, a server error, no connection. */
  readonly passing: boolean;
  /** Milliseconds that the server asks to wait. */
  readonly waitMs: number | null;
  readonly status: number | null;
  /** Not asked at all: what may be spent is spent. */
  readonly spent: boolean;
  /** The server does not know how to tell what was used. */
  readonly usageUnknown: boolean;

  constructor(
    reason: string,
    about: {
      passing?: boolean;
      waitMs?: number | null;
      status?: number | null;
      usageUnknown?: boolean;
      spent?: boolean;
    } = {},
  ) {
    super(reason);
    this.name = 'ModelError';
    this.passing = about.passing ?? false;
    this.waitMs = about.waitMs ?? null;
    this.status = about.status ?? null;
    this.spent = about.spent ?? false;
    this.usageUnknown = about.usageUnknown ?? false;
  }
}

/** Throws ModelError; ends quietly (without `done`) when the signal aborts. */
export async function* streamChat(
  config: NonNullable<Config['openai']>,
  request: ChatRequest,
): AsyncGenerator<ChatPiece> {
  const { client, APIError } = await connect(config);
  try {
    const stream = await client.chat.completions.create(body(config.model, request), { signal: request.signal });
    for await (const chunk of stream) yield* piecesOf(chunk);
  } catch (error) {
    if (request.signal.aborted) return;
    if (error instanceof ModelError) throw error;
    throw told(error, APIError);
  }
}

/** A vector for each text, in their order. Throws ModelError. */
export async function embedTexts(
  config: NonNullable<Config['openai']>,
  texts: readonly string[],
  signal: AbortSignal,
): Promise<readonly (readonly number[])[]> {
  const { client, APIError } = await connect(config);
  try {
    const { data } = await client.embeddings.create(
      { model: config.embeddingModel ?? '', input: [...texts], encoding_format: 'float' },
      { signal },
    );
    const vectors = data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => embedding);
    if (vectors.length !== texts.length || !vectors.every(isVector)) throw new ModelError('what came are no vectors');
    return vectors;
  } catch (error) {
    if (error instanceof ModelError) throw error;
    if (signal.aborted) throw new ModelError('the model took too long', { passing: true });
    throw told(error, APIError);
  }
}

const isVector = (value: unknown): value is number[] =>
  Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number');

export interface Speech {
  readonly wav: Buffer;
  /** Two letters; null: the model finds out. */
  readonly language: string | null;
  readonly signal: AbortSignal;
}

export interface Transcript {
  readonly text: string;
  /** Where its server tells. */
  readonly used?: { readonly tokensIn: number; readonly tokensOut: number };
}

/** What is said in it, as the model's server writes it; empty where nothing is. Throws ModelError. */
export async function transcribeSpeech(
  config: NonNullable<Config['openai']>,
  { wav, language, signal }: Speech,
): Promise<Transcript> {
  if (config.transcriptionModel === null) throw new ModelError('no model for speech is set up');
  const { client, APIError } = await connect(config);
  try {
    const { text, usage } = await client.audio.transcriptions.create(
      {
        file: new File([new Uint8Array(wav)], 'speech.wav', { type: 'audio/wav' }),
        model: config.transcriptionModel,
        response_format: 'json',
        ...(language !== null && { language }),
      },
      { signal },
    );
    if (typeof text !== 'string') throw new ModelError('what the model sent is no transcription');
    const { input_tokens: tokensIn, output_tokens: tokensOut } = (usage ?? {}) as Record<string, unknown>;
    return { text, ...(isCount(tokensIn) && isCount(tokensOut) && { used: { tokensIn, tokensOut } }) };
  } catch (error) {
    if (error instanceof ModelError) throw error;
    if (signal.aborted) throw new ModelError('the model took too long', { passing: true });
    throw told(error, APIError);
  }
}

/** The library is loaded when first needed: a server without a model does not carry it. */
async function connect(config: NonNullable<Config['openai']>) {
  const { default: OpenAI, APIError } = await import('openai');
  const client = new OpenAI({
    // The library insists on one; a local model ignores it.
    apiKey: config.apiKey || 'none',
    baseURL: config.baseUrl ?? 'https://api.openai.com/v1',
    fetch: fetchInGulps,
    maxRetries: 0,
    logLevel: 'off',
  });
  return { client, APIError };
}

function told(error: unknown, APIError: typeof OpenAI.APIError): ModelError {
  if (!(error instanceof APIError))
    return new ModelError(`what the model sent cannot be read (${(error as Error).name})`);
  const { status } = error;
  return new ModelError(status === undefined ? 'the model cannot be reached' : `the model answered ${status}`, {
    passing: status === undefined || status === 408 || status === 409 || status === 429 || status >= 500,
    waitMs: retryAfter(error.headers?.get('retry-after')),
    status: status ?? null,
    usageUnknown: /stream_options|include_usage/.test(error.message),
  });
}

/** Has the model say a word, to see that address, key and name are right. Throws ModelError; a few tokens are paid. */
export async function probeModel(config: NonNullable<Config['openai']>, signal: AbortSignal): Promise<void> {
  const messages = [{ role: 'user', content: 'Say ok.' }] as const;
  for await (const piece of streamChat(config, { messages, tools: [], wantsUsage: false, maxTokens: 16, signal })) {
    if ('text' in piece || 'done' in piece) return;
  }
  throw new ModelError(signal.aborted ? 'the model took too long' : 'the model said nothing', { passing: true });
}

function body(model: string, request: ChatRequest): OpenAI.ChatCompletionCreateParamsStreaming {
  const { messages, tools, wantsUsage, maxTokens, temperature = null } = request;
  return {
    model,
    messages: messages.map(({ role, content }) => ({ role, content })),
    stream: true,
    max_completion_tokens: maxTokens,
    ...(wantsUsage && { stream_options: { include_usage: true } }),
    ...(temperature !== null && { temperature }),
    ...(tools.length > 0 && {
      tools: tools.map(({ name, description }) => ({
        type: 'function' as const,
        function: { name, description, parameters: { type: 'object', properties: {} } },
      })),
    }),
  };
}

function* piecesOf(chunk: OpenAI.ChatCompletionChunk): Generator<ChatPiece> {
  // A server may send whatever it likes: nothing of the declared shape is taken for granted.
  if ('error' in chunk) throw new ModelError('the model broke off with an error', { passing: true });
  const used = chunk.usage as OpenAI.CompletionUsage | null | undefined;
  if (isCount(used?.prompt_tokens) && isCount(used?.completion_tokens)) {
    yield { used: { tokensIn: used.prompt_tokens, tokensOut: used.completion_tokens } };
  }
  const choice = (chunk.choices as OpenAI.ChatCompletionChunk['choices'] | undefined)?.[0];
  if (!choice) return;
  const delta = choice.delta as OpenAI.ChatCompletionChunk.Choice.Delta | undefined;
  if (typeof delta?.content === 'string' && delta.content !== '') yield { text: delta.content };
  for (const call of delta?.tool_calls ?? []) if (call.function?.name) yield { tool: call.function.name };
  const reason = choice.finish_reason;
  if (reason === 'content_filter') throw new ModelError('the model refused');
  if (reason) yield { done: reason === 'length' ? 'length' : 'stop' };
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function retryAfter(header: string | null | undefined): number | null {
  const seconds = Number(header);
  return header && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : null;
}
