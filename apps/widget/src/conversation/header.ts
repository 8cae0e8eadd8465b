/**
 * Who is here: faces, name, and what can be expected. Nothing is said that was not measured, and nothing moves when the server's
 * answer fills it, but the name where the team is one.
 */
import type { VisitorSession } from '@parley/client';
import { html, type TemplateResult } from 'lit/html.js';
import { icons } from '../icons.ts';
import { strings } from '../strings.ts';

const BLANK = '\xa0';

export function header({ config, room }: VisitorSession, name: string, close: () => void): TemplateResult {
  const person = room?.owner.kind === 'agent' && room.status === 'open' && room.owner.name;
  const { team, reply_minutes: minutes, people_online: online, bot_name } = config ?? { team: [BLANK, BLANK] };
  const expect = person
    ? strings.withPerson(person)
    : minutes
      ? strings.usually(minutes)
      : online
        ? strings.online
        : bot_name
          ? strings.bot(bot_name)
          : BLANK;
  return html`
    <div class="head">
      <span class="faces" aria-hidden="true">
        ${(person ? [person] : team).map((face) => html`<i>${[...face][0]}</i>`)}
      </span>
      <div>
        <h2 id="title"><bdi>${name}</bdi></h2>
        <p class=${person || online ? 'on' : ''}>${expect}</p>
      </div>
      <button class="icon" aria-label=${strings.close} @click=${close}>${icons.close}</button>
    </div>
  `;
}
