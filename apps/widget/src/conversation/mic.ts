/**
 * The microphone beside the field, and the line in which it says what it does. Loaded once the chat stands open, drawn only where something
 * can hear; what listens is loaded with the first sign of wanting it.
 */
import type { VisitorSession } from '@parley/client';
import { html, nothing, render } from 'lit/html.js';
import { strings } from '../strings-voice.ts';
import type { Dictation } from './dictation.ts';
import css from './mic.css?inline';

/** What can hear here. */
export interface Ears {
  /** The browser puts speech into writing by itself, or says that it does. */
  readonly browser: boolean;
  /** It can record, and the server can put that into writing. */
  readonly server: boolean;
}

export interface Shown {
  /** In place of `speak`: pressing ends what goes on. */
  end?: string;
  words?: string;
  again?: () => void;
}

export type Show = (shown: Shown) => void;

interface Policy {
  allowsFeature(name: string): boolean;
}

/** Looked at without asking anybody for anything. */
function ears({ config }: VisitorSession): Ears {
  const { featurePolicy } = document as { featurePolicy?: Policy };
  // Where browsers tell it: a page's `Permissions-Policy` shuts both ways.
  const may = isSecureContext && featurePolicy?.allowsFeature('microphone') !== false;
  return {
    browser: may && ('SpeechRecognition' in window || 'webkitSpeechRecognition' in window),
    server: may && config?.voice === 'server' && 'MediaRecorder' in window && !!navigator.mediaDevices,
  };
}

const MIC = 'M12 3a3 3 0 0 0-3 3v5a3 3 0 0 0 6 0V6a3 3 0 0 0-3-3M5 11a7 7 0 0 0 14 0M12 18v3';
const STOP = 'M7 7h10v10H7z';

/** For as long as the chat is there. To be called once. */
export function mic(session: VisitorSession, root: ShadowRoot, base: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  const [line, place] = [document.createElement('div'), document.createElement('div')];
  let loading: Promise<Dictation> | undefined;

  const show: Show = ({ end, words = '', again }) => {
    line.className = words ? 'voice' : 'voice quiet';
    render(
      html`<span role="status" dir="auto">${words}</span>${again ? html`<button type="button" class="text" @click=${again}>${strings.again}</button>` : nothing}`,
      line,
    );
    render(
      html`
        <button
          type="button"
          class=${end ? 'mic hears' : 'mic'}
          aria-label=${end ?? strings.speak}
          @click=${press}
          @focus=${load}
          @pointerenter=${load}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true"><path d=${end ? STOP : MIC} /></svg>
        </button>
      `,
      place,
    );
  };
  const load = () => {
    loading ??= import('./dictation.ts').then(({ dictation }) =>
      dictation(session, root, base, () => ears(session), show),
    );
    // Not to be had at this moment: the next press asks again.
    loading.catch(() => {
      loading = undefined;
    });
    return loading;
  };
  const press = () => {
    load().then(
      ({ press }) => press(),
      () => show({ words: navigator.onLine ? strings.failed : strings.offline }),
    );
  };

  const put = () => {
    const form = root.querySelector('.composer');
    const { browser, server } = ears(session);
    if (!session.config?.voice || !(browser || server)) {
      line.remove();
      place.remove();
    } else if (form && !form.contains(place)) {
      form.prepend(line);
      form.querySelector('.send')?.before(place);
    }
  };
  root.adoptedStyleSheets.push(sheet);
  show({});
  // After the chat has drawn: the form may be another one.
  session.subscribe(() => queueMicrotask(put));
  put();
}
