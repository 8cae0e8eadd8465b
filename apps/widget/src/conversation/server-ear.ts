/**
 * Half a minute of sound, made into a small plain file here and put into writing by the server. The sound is kept nowhere, but for as
 * long as it may be tried again.
 */
import type { VisitorSession } from '@parley/client';
import type { Ear, Failure, Turn } from './dictation.ts';

/** protocol `SPEECH_RATE` and `MAX_SPEECH_SECONDS`. */
const RATE = 16_000;
const SECONDS = 30;
const HEADER = 44;
/** To send it, and to have it written down. */
const PATIENCE_MS = 60_000;

/** `kept`: what was recorded before, to be tried again. */
export function serverEar(session: VisitorSession, base: string, turn: Turn, kept?: Blob): Ear {
  const gone = new AbortController();
  const { signal } = gone;
  let recorder: MediaRecorder | undefined;

  const attempt = async (sound: Blob) => {
    turn.writing();
    const { text, failure } = await written(session, base, sound, turn.language, signal);
    if (text) turn.heard(text);
    turn.done(failure, failure === 'failed' ? sound : undefined);
  };
  const begin = async () => {
    let stream: MediaStream;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1 } });
    } catch (error) {
      const { name } = error as Error;
      return turn.done(name === 'NotAllowedError' || name === 'SecurityError' ? 'refused' : 'missing');
    }
    const letGo = () => {
      for (const track of stream.getTracks()) track.stop();
    };
    if (signal.aborted) return letGo();
    const pieces: Blob[] = [];
    recorder = new MediaRecorder(stream, { audioBitsPerSecond: 32_000 });
    const over = setTimeout(() => recorder?.stop(), SECONDS * 1_000);
    recorder.ondataavailable = ({ data }) => pieces.push(data);
    recorder.onstop = async () => {
      clearTimeout(over);
      letGo();
      if (signal.aborted) return;
      turn.writing();
      const sound = await plainSound(new Blob(pieces)).catch(() => null);
      if (sound) await attempt(sound);
      else turn.done('nothing');
    };
    recorder.onstart = () => turn.listening(SECONDS);
    recorder.start();
  };
  void (kept ? attempt(kept) : begin());
  const end = () => recorder?.state === 'recording' && recorder.stop();
  return {
    stop: end,
    drop: () => {
      gone.abort();
      end();
    },
  };
}

/** WAV of one channel, as the server takes it. Rejects for what is no sound. */
async function plainSound(recorded: Blob): Promise<Blob> {
  // Decoding brings it to the context's rate.
  const heard = await new OfflineAudioContext(1, 1, RATE).decodeAudioData(await recorded.arrayBuffer());
  const length = Math.min(heard.length, SECONDS * RATE);
  const channels = Array.from({ length: heard.numberOfChannels }, (_, i) => heard.getChannelData(i));
  const view = new DataView(new ArrayBuffer(HEADER + length * 2));
  const word = (at: number, text: string) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  word(0, 'RIFF');
  view.setUint32(4, HEADER - 8 + length * 2, true);
  word(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  word(36, 'data');
  view.setUint32(40, length * 2, true);
  for (let i = 0; i < length; i++) {
    const sum = channels.reduce((all, samples) => all + (samples[i] ?? 0), 0) / channels.length;
    view.setInt16(HEADER + i * 2, Math.max(-1, Math.min(1, sum)) * 32_767, true);
  }
  return new Blob([view]);
}

const asBase64 = (sound: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).split(',')[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(sound);
  });

/** The page's language is told only to whom it belongs: whoever speaks another one is written down in that. */
const spoken = (language: string): { language?: string } => {
  const short = (tag: string) => tag.toLowerCase().split('-')[0];
  return short(language) === short(navigator.language) ? { language: language.slice(0, 35) } : {};
};

async function written(
  session: VisitorSession,
  base: string,
  sound: Blob,
  language: string,
  signal: AbortSignal,
): Promise<{ text?: string; failure?: Failure }> {
  try {
    const { token } = await session.getToken();
    const response = await fetch(`${base}/api/widget/transcription`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: JSON.stringify({ audio: await asBase64(sound), ...spoken(language) }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    const { text, error } = (await response.json()) as { text?: string; error?: { code: string } };
    if (response.ok) return text ? { text } : { failure: 'nothing' };
    return { failure: error?.code === 'rate_limited' ? 'often' : error?.code === 'no_model' ? 'unable' : 'failed' };
  } catch {
    return { failure: 'failed' };
  }
}
