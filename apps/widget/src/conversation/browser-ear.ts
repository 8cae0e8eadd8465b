/** The browser's own recogniser: words as they come. What it hears goes where its maker says; nothing of it comes to us. */
import type { Ear, Failure, Turn } from './dictation.ts';

interface Heard extends Event {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>;
}
/** As far as it is used; the browsers' types do not have it. */
interface Recogniser extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  start(): void;
  stop(): void;
  abort(): void;
  onstart: (() => void) | null;
  onresult: ((event: Heard) => void) | null;
  onerror: ((event: { readonly error: string }) => void) | null;
  onend: (() => void) | null;
}
type Maker = new () => Recogniser;

const FAILURES: Readonly<Record<string, Failure>> = {
  'not-allowed': 'refused',
  'audio-capture': 'missing',
  'no-speech': 'nothing',
  network: 'broken',
  'service-not-allowed': 'broken',
  'language-not-supported': 'broken',
};
/** Milliseconds after stopping in which the last words come; some browsers never say that they have ended. */
const PATIENCE_MS = 4_000;

export function browserEar({ language, listening, heard, done }: Turn): Ear {
  const { SpeechRecognition, webkitSpeechRecognition } = window as unknown as Record<string, Maker>;
  const recogniser = new ((SpeechRecognition ?? webkitSpeechRecognition) as Maker)();
  let failure: Failure | undefined;
  const end = () => {
    recogniser.onstart = recogniser.onresult = recogniser.onerror = recogniser.onend = null;
    done(failure);
  };
  recogniser.lang = language;
  recogniser.interimResults = true;
  // On Android it repeats itself when it is to go on.
  recogniser.continuous = !/Android/.test(navigator.userAgent);
  recogniser.onstart = () => listening();
  recogniser.onresult = ({ results }) =>
    heard(
      Array.from(results, ({ 0: best }) => best?.transcript ?? '')
        .join('')
        .trim(),
    );
  recogniser.onerror = ({ error }) => {
    failure = FAILURES[error] ?? (error === 'aborted' ? undefined : 'failed');
  };
  recogniser.onend = end;
  try {
    recogniser.start();
  } catch {
    failure = 'failed';
    queueMicrotask(end);
  }
  return {
    stop: () => {
      recogniser.stop();
      setTimeout(() => recogniser.onend?.(), PATIENCE_MS);
    },
    drop: () => {
      recogniser.onstart = recogniser.onresult = recogniser.onerror = recogniser.onend = null;
      recogniser.abort();
    },
  };
}
