/**
 * From a press of the microphone to words in the field. The microphone is asked for at that moment and let go of with the last word; what
 * was written before stays, and nothing is ever sent.
 *
 *   idle -> asking -> listening -> (writing) -> idle        each press, Escape, a hidden page and a key typed lead back to idle
 */
import type { VisitorSession } from '@parley/client';
import { strings } from '../strings-voice.ts';
import { browserEar } from './browser-ear.ts';
import type { Ears } from './mic.ts';
import { serverEar } from './server-ear.ts';
import { voiceLine } from './voice-line.ts';

/** What became of it, where it is not words. `broken`: this browser promises what it cannot do. */
export type Failure = 'refused' | 'missing' | 'nothing' | 'failed' | 'often' | 'unable' | 'broken';

/** One turn of listening, as an ear tells it. */
export interface Turn {
  language: string;
  /** It hears now; `seconds` at most. */
  listening: (seconds?: number) => void;
  writing: () => void;
  /** All that was heard so far. */
  heard: (text: string) => void;
  /** Once, at the end. `sound`: what may be tried again. */
  done: (failure?: Failure, sound?: Blob) => void;
}

export interface Ear {
  /** No more is heard, and what was is written down. */
  stop: () => void;
  /** At once, with nothing more to come. */
  drop: () => void;
}

/** Between two words where neither brings its own space; some scripts have none. */
const JOINED = /[\s\p{scx=Han}\p{scx=Hira}\p{scx=Kana}]$/u;
const FOLLOWS = /^[\s.,;:!?)،؟。、]/u;

/** To be called once. Answers with what is to be done when the button is pressed. */
export function dictation(session: VisitorSession, root: ShadowRoot, base: string, ears: () => Ears): () => void {
  const show = voiceLine(session, root);
  let ear: Partial<Ear> | undefined;
  let state: 'idle' | 'asking' | 'listening' | 'writing' = 'idle';
  let broken = false;
  /** What stands in the field since words of this turn were put there: anything else is the visitor's doing. */
  let shown: string | undefined;
  let noted = false;

  const field = () => root.querySelector('textarea');
  const isChanged = () => shown !== undefined && field()?.value !== shown;
  const say = (words?: string, again?: () => void) => {
    noted = !!words && state === 'idle';
    const end = { idle: undefined, asking: strings.cancel, listening: strings.stop, writing: strings.cancel }[state];
    show({ ...(end && { end }), ...(words && { words }), ...(again && { again }) });
  };
  const rest = (words?: string, again?: () => void) => {
    ear = undefined;
    state = 'idle';
    say(words, again);
  };
  const leave = () => {
    const last = ear;
    rest();
    last?.drop?.();
  };
  /** What was heard by now is written down; before and after that it is called off. */
  const stop = () => (state === 'listening' ? ear?.stop?.() : leave());

  /** From where the caret is now: what stands before and after it stays. False: there is nothing to write into any more. */
  function writer(): (text: string) => boolean {
    const { value = '', selectionEnd = 0 } = field() ?? {};
    const [before, after] = [value.slice(0, selectionEnd), value.slice(selectionEnd)];
    return (text) => {
      const area = field();
      if (!area || isChanged()) return false;
      const head = before + (before && !JOINED.test(before) ? ' ' : '') + text;
      area.value = shown = head + (after && !FOLLOWS.test(after) ? ' ' : '') + after;
      area.setSelectionRange(head.length, head.length);
      // The composer keeps it as a draft, as it does with what is typed.
      area.dispatchEvent(new Event('input'));
      return true;
    };
  }

  function listen(begin: (turn: Turn) => Ear): void {
    let write: ReturnType<typeof writer> | undefined;
    // Whose turn it is is known before its ear is: that may fail at once.
    const current: Partial<Ear> = {};
    const isMine = () => ear === current;
    shown = undefined;
    ear = current;
    state = 'asking';
    say(strings.asking);
    const begun = begin({
      language: document.documentElement.lang || navigator.language,
      listening: (seconds) => {
        if (!isMine()) return;
        state = 'listening';
        say(seconds ? strings.recording(seconds) : strings.listening);
      },
      writing: () => {
        if (!isMine()) return;
        state = 'writing';
        say(strings.writing);
      },
      heard: (text) => {
        if (!isMine() || (!text && !write)) return;
        write ??= writer();
        // Typed into, or sent: the rest of what is said belongs to nothing that stands there.
        if (!write(text)) leave();
      },
      done: (failure, sound) => {
        if (!isMine()) return;
        if (failure === 'broken') broken = true;
        if (write) {
          rest(strings.written);
          // On a touch screen the keyboard would hide what is to be read.
          if (!matchMedia('(pointer: coarse)').matches) field()?.focus();
        } else if (!navigator.onLine) rest(strings.offline);
        else if (failure !== 'broken') rest(strings[failure ?? 'nothing'], sound && (() => listenToServer(sound)));
        else if (ears().server) listenToServer();
        else rest(strings.unable);
      },
    });
    Object.assign(current, begun);
  }
  const listenToServer = (sound?: Blob) => listen((turn) => serverEar(session, base, turn, sound));

  root.addEventListener('keydown', (event) => {
    if (state === 'idle' || (event as KeyboardEvent).key !== 'Escape') return;
    event.stopPropagation();
    stop();
  });
  const look = () => {
    // Blocked, or to agree to something first: there is nothing to write into.
    const away = !field() || session.config?.consent;
    if (state !== 'idle') {
      if (away || isChanged()) leave();
    } else if (noted && isChanged()) say();
  };
  root.addEventListener('input', () => {
    look();
    if (noted) say();
  });
  session.subscribe(() => queueMicrotask(look));
  // Nobody is listened to behind what they see.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden && state !== 'idle') stop();
  });
  const section = root.querySelector('section') as HTMLElement;
  new MutationObserver(() => section.hidden && state !== 'idle' && leave()).observe(section, {
    attributeFilter: ['hidden'],
  });

  return () => {
    if (state !== 'idle') return stop();
    if (!navigator.onLine) return rest(strings.offline);
    const { browser, server } = ears();
    if (browser && !broken) listen(browserEar);
    else if (server) listenToServer();
    else rest(strings.unable);
  };
}
