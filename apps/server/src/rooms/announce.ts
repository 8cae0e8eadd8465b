/** Tells everyone concerned what was committed. Hints alone: whoever misses one finds out by the next heartbeat. */
import type { NewRoomEvent, RoomChangedEvent, VisitorRoomChangedEvent } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import type { Written } from './append.ts';
import {
  agentsOf,
  batchesChannel,
  everyoneIn,
  readersOf,
  roomAgentsChannel,
  roomName,
  visitorChannel,
} from './channels.ts';
import { OWNER_CHANGED, type OwnerChangedNote } from './events.ts';
import { roomMetrics } from './metrics.ts';
import { changed, type Draft, ownerChanged } from './transitions.ts';
import { agentView, byKeys, onTheWire, selectRooms, visitorView } from './views.ts';

/** Characters of messages in one frame: a slow reader's bound counts bytes, and a frame must not fill it alone. */
const MAX_TOGETHER = 65_536;

export interface Committed {
  readonly drafts: ReadonlyMap<Draft, { readonly site: string; readonly created: boolean }>;
  readonly messages: readonly Written[];
}

export function announce(core: Core, { drafts, messages }: Committed): void {
  roomMetrics(core).written(messages);
  for (const [{ row }, { site, created }] of drafts) {
    if (!created) continue;
    const room = { consumer: row.visitor_id ?? row.key, room: roomName(site, row.key), messages: [] };
    const event: NewRoomEvent = { command: 'new_room', room };
    core.bus.publish({ site: row.site_id, channels: everyoneIn(row.site_id, row.key), frame: JSON.stringify(event) });
  }
  announceMessages(core, messages);
  const keys = new Map<string, string[]>();
  for (const [draft, { created }] of drafts) {
    const { row } = draft;
    if (ownerChanged(draft)) {
      const data: OwnerChangedNote = {
        siteId: row.site_id,
        roomId: row.id,
        generation: row.owner_generation,
        ownerKind: row.owner_kind,
      };
      core.bus.publish({
        site: row.site_id,
        channels: [roomAgentsChannel(row.site_id, row.key)],
        note: { name: OWNER_CHANGED, data },
      });
    }
    if (changed(draft) || created) keys.set(row.site_id, [...(keys.get(row.site_id) ?? []), row.key]);
  }
  for (const [siteId, changedKeys] of keys) {
    announceRooms(core, siteId, changedKeys).catch((error: Error) =>
      core.log.warn({ reason: error.message, site: siteId }, 'a change of rooms was not announced'),
    );
  }
}

/** Each message by itself to most, all of a site's together to the inboxes that asked for it. */
function announceMessages(core: Core, messages: readonly Written[]): void {
  const together = new Map<string, { frames: string[]; texts: string[]; length: number }>();
  const flush = (site: string) => {
    const run = together.get(site);
    together.delete(site);
    if (!run) return;
    const frame =
      run.texts.length === 1
        ? (run.frames[0] as string)
        : `{"command":"new_messages","messages":[${run.texts.join()}]}`;
    core.bus.publish({ site, channels: [batchesChannel(site)], frame });
  };
  for (const { message, draft, site: slug, origin } of messages) {
    const { site_id: site, key } = draft.row;
    const { text } = onTheWire(message, slug, key);
    const frame = `{"command":"new_message","message":${text}}`;
    const except = origin === undefined ? {} : { except: origin };
    core.bus.publish({ site, channels: readersOf(site, key), frame, ...except });
    // An agent's own copy comes with the answer and must not come twice.
    if (origin !== undefined && message.role === 'agent') {
      flush(site);
      core.bus.publish({ site, channels: [batchesChannel(site)], frame, ...except });
      continue;
    }
    const run = together.get(site) ?? { frames: [], texts: [], length: 0 };
    together.set(site, run);
    run.frames.push(frame);
    run.texts.push(text);
    run.length += text.length;
    if (run.length > MAX_TOGETHER) flush(site);
  }
  for (const site of together.keys()) flush(site);
}

/** Sends the rooms' present views: one frame to all agents, one to the visitor. */
export async function announceRooms(core: Core, siteId: string, keys: readonly string[]): Promise<void> {
  for (const row of await selectRooms(core.db, byKeys(siteId, keys), null)) {
    const forAgents: RoomChangedEvent = { command: 'room_changed', room: agentView(row) };
    const forVisitor: VisitorRoomChangedEvent = { command: 'room_changed', room: visitorView(row) };
    core.bus.publish({ site: siteId, channels: agentsOf(siteId, row.key), frame: JSON.stringify(forAgents) });
    core.bus.publish({ site: siteId, channels: [visitorChannel(siteId, row.key)], frame: JSON.stringify(forVisitor) });
  }
}
