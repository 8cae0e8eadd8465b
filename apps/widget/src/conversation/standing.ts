/** The line above the composer: how to reach a person, or how it stands with that. */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { strings } from '../strings.ts';
import type { PersonLine } from './person-line.ts';

export function standing(
  { room, wantsPerson }: VisitorSession,
  personLine: PersonLine | undefined,
  askPerson: () => void,
): TemplateResult {
  const withBot = !room || (room.owner.kind === 'bot' && room.status === 'open');
  return html`
    <div class="standing">
      ${
        withBot && !wantsPerson
          ? html`<button class="text" @click=${askPerson}>${strings.person}</button> ${personLine?.(withBot)}`
          : !withBot && personLine
            ? personLine()
            : room?.owner.kind === 'agent'
              ? nothing
              : strings.waiting
      }
    </div>
  `;
}
