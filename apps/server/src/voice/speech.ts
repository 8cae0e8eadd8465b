/**
 * Speech as a WAV file of one shape, so that its bytes are its seconds, whatever it says of itself. Refuses every other kind, and makes
 * what goes on to a model anew from the samples: nothing else that was in the file leaves.
 */
import { MAX_SPEECH_SECONDS, SPEECH_RATE } from '@parley/protocol';

const HEADER = 44;
const BYTES = 2;
/** Loudness is looked for in windows of so many samples: a tenth of a second, a syllable. */
const WINDOW = SPEECH_RATE / 10;
/** Of 32,767: a quiet voice has ten times as much, a quiet room a third of it. Models make words up where there are none. */
const AUDIBLE = 100;

/** The samples, little-endian; null where it is not such a file, holds nothing, or more than may be said at once. */
export function samplesOf(file: Buffer): Buffer | null {
  if (file.length < HEADER || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WAVE')
    return null;
  let known = false;
  for (let at = 12; at + 8 <= file.length; ) {
    const name = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const body = file.subarray(at + 8, Math.min(file.length, at + 8 + size));
    if (name === 'fmt ') known = isSpeech(body);
    if (name === 'data') {
      const samples = body.subarray(0, body.length - (body.length % BYTES));
      const fits = samples.length > 0 && samples.length <= MAX_SPEECH_SECONDS * SPEECH_RATE * BYTES;
      return known && fits ? samples : null;
    }
    // Chunks begin at even places.
    at += 8 + size + (size % 2);
  }
  return null;
}

/** PCM, one channel, our rate, 16 bits. */
const isSpeech = (format: Buffer): boolean =>
  format.length >= 16 &&
  format.readUInt16LE(0) === 1 &&
  format.readUInt16LE(2) === 1 &&
  format.readUInt32LE(4) === SPEECH_RATE &&
  format.readUInt16LE(14) === 16;

/** Whether anything in it is loud enough to have been said. */
export function isAudible(samples: Buffer): boolean {
  const count = samples.length / BYTES;
  for (let from = 0; from < count; from += WINDOW) {
    const to = Math.min(count, from + WINDOW);
    let sum = 0;
    for (let i = from; i < to; i++) sum += samples.readInt16LE(i * BYTES) ** 2;
    if (Math.sqrt(sum / (to - from)) >= AUDIBLE) return true;
  }
  return false;
}

export const secondsOf = (samples: Buffer): number => samples.length / (SPEECH_RATE * BYTES);

export function wavOf(samples: Buffer): Buffer {
  const header = Buffer.alloc(HEADER);
  header.write('RIFF', 0);
  header.writeUInt32LE(HEADER - 8 + samples.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(SPEECH_RATE, 24);
  header.writeUInt32LE(SPEECH_RATE * BYTES, 28);
  header.writeUInt16LE(BYTES, 32);
  header.writeUInt16LE(8 * BYTES, 34);
  header.write('data', 36);
  header.writeUInt32LE(samples.length, 40);
  return Buffer.concat([header, samples]);
}
