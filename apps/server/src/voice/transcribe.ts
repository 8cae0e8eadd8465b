/** What a visitor has said, as text: bounded, asked for with patience but not for ever, and forgotten at once. */
import type { ParamsOf, ResultOf, transcribe } from '@parley/protocol';
import { withinBudget } from '../bot/budget.ts';
import { measured } from '../bot/metrics.ts';
import { ModelError, type Speech, type Transcript, transcribeSpeech } from '../bot/openai.ts';
import { type Model, SOUND_TOKENS, tokensOf, type Usage } from '../bot/usage.ts';
import type { Guest } from '../core/actor.ts';
import type { Call, Core } from '../core/core.ts';
import { refuse } from '../core/errors.ts';
import { traced } from '../core/tracing.ts';
import { requireConsent } from '../rooms/consent.ts';
import { countSpeech } from './metrics.ts';
import { isAudible, samplesOf, secondsOf, wavOf } from './speech.ts';

/** Who has waited so long writes. */
const PATIENCE_MS = 25_000;
/** Of one node at once: a model that hangs holds so many recordings in memory, 1 MB each. */
const AT_ONCE = 32;
/** Characters. Nobody says so many in half a minute: more is no transcription. */
const LONGEST = 3_000;
/** Of the answer, at most: half a minute of quick speech has 150. */
const MAX_TOKENS = 500;
const DAY_MS = 86_400_000;

const KEY = Symbol('transcriptions under way');

/** Refuses before the model is asked whatever need not be asked, and asks it once: who speaks can speak again. */
export async function transcribeVerb(
  core: Core,
  actor: Guest,
  { audio, language }: ParamsOf<typeof transcribe>,
  { http }: Call,
  patienceMs = PATIENCE_MS,
): Promise<ResultOf<typeof transcribe>> {
  await requireConsent(core, actor);
  const site = await core.db
    .selectFrom('sites')
    .leftJoin('bots', 'bots.site_id', 'sites.id')
    .select(['sites.voice', 'bots.mask_personal_data as masks'])
    .where('sites.id', '=', actor.siteId)
    .executeTakeFirstOrThrow();
  // In words personal data is found before it leaves, in sound it is not.
  if (!site.voice || site.masks) throw refuse('forbidden');
  const { openai } = core.config;
  if (!openai?.transcriptionModel) throw refuse('no_model');
  const samples = samplesOf(Buffer.from(audio, 'base64'));
  if (!samples) {
    const audio = 'give a WAV file of at most 30 seconds: PCM, 16 bits, one channel, 16,000 samples a second';
    throw refuse('invalid', { fields: { audio } });
  }
  if (!isAudible(samples)) return { text: '' };
  const underWay = core.state.get(KEY, () => ({ count: 0 }));
  if (underWay.count >= AT_ONCE) throw refuse('overloaded', { retryAfter: 5 });
  underWay.count++;
  const gone = new AbortController();
  const leave = () => gone.abort();
  http?.reply.raw.once('close', leave);
  try {
    const signal = AbortSignal.any([gone.signal, AbortSignal.timeout(patienceMs)]);
    const seconds = secondsOf(samples);
    const ask = {
      siteId: actor.siteId,
      visitorId: actor.visitorId,
      model: { ...openai, model: openai.transcriptionModel },
      messages: [],
      maxTokens: MAX_TOKENS,
      soundTokens: Math.ceil(seconds * SOUND_TOKENS),
    };
    const speech = { wav: wavOf(samples), language: shortOf(language), signal };
    const { text } = await withinBudget(core, ask, (usage) => {
      countSpeech(core, seconds);
      return paidFor(usage, ask.soundTokens, () => written(core, ask.model, speech));
    });
    const words = text
      .toWellFormed()
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim();
    if (words.length > LONGEST) throw new ModelError('the model said more than anybody can');
    return { text: words };
  } catch (error) {
    if (!(error instanceof ModelError)) throw error;
    // Until the next day's money.
    if (error.spent) throw refuse('rate_limited', { retryAfter: (DAY_MS - (core.now() % DAY_MS)) / 1_000 });
    if (!gone.signal.aborted) core.log.warn({ reason: error.message }, 'speech was not transcribed');
    throw refuse('model_failed');
  } finally {
    http?.reply.raw.off('close', leave);
    underWay.count--;
  }
}

/** In OpenTelemetry's words for calls of models; never a word of what was said. */
function written(core: Core, model: Model, speech: Speech): Promise<Transcript> {
  const attributes = {
    'gen_ai.request.model': model.model,
    'server.address': model.baseUrl ? new URL(model.baseUrl).hostname : 'api.openai.com',
  };
  return traced(core.tracing, `transcribe ${model.model}`, { kind: 'client', attributes }, () =>
    measured(core, () => transcribeSpeech(model, speech)),
  );
}

/** What was refused was not paid for; what broke off may have been. */
async function paidFor(usage: Usage, soundTokens: number, work: () => Promise<Transcript>): Promise<Transcript> {
  let used: Transcript['used'] = { tokensIn: soundTokens, tokensOut: 0 };
  try {
    const transcript = await work();
    used = transcript.used ?? { tokensIn: soundTokens, tokensOut: tokensOf(transcript.text) };
    usage.estimated ||= !transcript.used;
    return transcript;
  } catch (error) {
    if (error instanceof ModelError && error.status !== null) used = { tokensIn: 0, tokensOut: 0 };
    throw error;
  } finally {
    usage.tokensIn += used.tokensIn;
    usage.tokensOut += used.tokensOut;
  }
}

/** As models take it, two letters; anything else is left for them to find out. */
const shortOf = (language: string | undefined): string | null =>
  /^([a-z]{2})(?:[-_]|$)/i.exec(language ?? '')?.[1]?.toLowerCase() ?? null;
