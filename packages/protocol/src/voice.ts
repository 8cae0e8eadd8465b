/** Speaking instead of writing: what a visitor said, as text that it may read, change and send. */
import { Type } from 'typebox';
import { command } from './command.ts';

/** Samples a second of 16 bits each: what speech needs, and models hear with. */
export const SPEECH_RATE = 16_000;
export const MAX_SPEECH_SECONDS = 30;
/** Room for the file's own words beside its samples. */
const HEADER = 1_024;
export const MAX_SPEECH_BYTES = HEADER + MAX_SPEECH_SECONDS * SPEECH_RATE * 2;
const AS_BASE64 = Math.ceil(MAX_SPEECH_BYTES / 3) * 4;

export const transcribe = command('transcribe', {
  summary: 'Put spoken words into writing',
  description:
    "A WAV file (PCM, 16 bits, one channel, 16,000 samples a second) of at most 30 seconds, as base64; anything else is `invalid`. By the server's model; nothing is stored and nothing is sent: the text is the visitor's to read, to change and to send. It is empty where nothing was said. It may take many seconds. Refused with `forbidden` where the site does not offer it.",
  refusals: ['forbidden', 'no_model', 'model_failed', 'consent_required', 'overloaded'],
  params: Type.Object({
    audio: Type.String({ maxLength: AS_BASE64 }),
    language: Type.Optional(
      Type.String({
        maxLength: 35,
        description: 'What is spoken, such as `de` or `pt-BR`, where that is known; the model finds out by itself.',
      }),
    ),
  }),
  result: Type.Object({ text: Type.String() }),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/widget/transcription', maxBody: AS_BASE64 + 1_024 },
  socket: false,
});
