/** Who is here: faces, name, and what can be expected. Nothing is said that was not measured. */
import type { VisitorSession } from '@parley/client';
import { html, nothing, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';

export function header({ config, room }: VisitorSession, label: string, close: () => void): TemplateResult {
  const person = room?.owner.kind === 'agent' && room.status === 'open' ? room.owner.name : null;
  const faces = person ? [person] : (config?.team ?? []);
  const minutes = config?.reply_minutes ?? null;
  const expect =
    (person && strings.withPerson(person)) ||
    (minutes !== null && strings.usually(minutes)) ||
    (config?.people_online && strings.online);
  return html`
    <div class="head">
      <span class="faces" aria-hidden="true">${faces.map((name) => html`<i>${[...name][0]}</i>`)}</span>
      <div>
        <h2 id="title"><bdi>${config?.name ?? label}</bdi></h2>
        ${expect ? html`<p class=${person || config?.people_online ? 'on' : ''}>${expect}</p>` : nothing}
      </div>
      <button class="icon" aria-label=${strings.close} @click=${close}>${icons.close}</button>
    </div>
  `;
}
