/**
 * The microphone beside the field, where something can hear: there from the first moment, for every hand and every reader. What listens is
 * loaded with the first sign of wanting it, and says from then on what the button does.
 */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';

/** What can hear here. */
export interface Ears {
  /** The browser puts speech into writing by itself, or says that it does. */
  readonly browser: boolean;
  /** It can record, and the server can put that into writing. */
  readonly server: boolean;
}

interface Policy {
  allowsFeature(name: string): boolean;
}

/** Looked at without asking anybody for anything. */
export function ears({ config }: VisitorSession): Ears {
  const { featurePolicy } = document as { featurePolicy?: Policy };
  // Where browsers tell it: a page's `Permissions-Policy` shuts both ways.
  const may = !!config?.voice && isSecureContext && featurePolicy?.allowsFeature('microphone') !== false;
  return {
    browser: may && ('SpeechRecognition' in window || 'webkitSpeechRecognition' in window),
    server: may && config.voice === 'server' && 'MediaRecorder' in window && !!navigator.mediaDevices,
  };
}

/** `speak`: with true it was pressed; before that somebody comes near. */
export function mic(session: VisitorSession, speak: (pressed?: boolean) => void): TemplateResult | typeof nothing {
  const { browser, server } = ears(session);
  const near = () => speak();
  return browser || server
    ? html`
        <button
          type="button"
          class="mic"
          aria-label=${strings.speak}
          @click=${() => speak(true)}
          @focus=${near}
          @pointerenter=${near}
        >${icons.mic}</button>
      `
    : nothing;
}
