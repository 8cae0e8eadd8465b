/** Tells everyone concerned what was committed. Hints alone: whoever misses one finds out by the next heartbeat. */
import type { NewMessageEvent, NewRoomEvent, RoomChangedEvent, VisitorRoomChangedEvent } from '@parley/protocol';
import type { Core } from '../core/core.ts';
import type { Written } from './append.ts';
import { agentsOf, everyoneIn, roomAgentsChannel, roomName, visitorChannel } from './channels.ts';
import { OWNER_CHANGED, type OwnerChangedNote } from './events.ts';
import { roomMetrics } from './metrics.ts';
import { changed, type Draft, ownerChanged } from './transitions.ts';
import { agentView, byKeys, messageView, selectRooms, visitorView } from './views.ts';

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
  for (const { message, draft, site, origin } of messages) {
    const event: NewMessageEvent = { command: 'new_message', message: messageView(message, site, draft.row.key) };
    core.bus.publish({
      site: draft.row.site_id,
      channels: everyoneIn(draft.row.site_id, draft.row.key),
      frame: JSON.stringify(event),
      ...(origin !== undefined && { except: origin }),
    });
  }
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

/** Sends the rooms' present views: one frame to all agents, one to the visitor. */
export async function announceRooms(core: Core, siteId: string, keys: readonly string[]): Promise<void> {
  for (const row of await selectRooms(core.db, byKeys(siteId, keys), null)) {
    const forAgents: RoomChangedEvent = { command: 'room_changed', room: agentView(row) };
    const forVisitor: VisitorRoomChangedEvent = { command: 'room_changed', room: visitorView(row) };
    core.bus.publish({ site: siteId, channels: agentsOf(siteId, row.key), frame: JSON.stringify(forAgents) });
    core.bus.publish({ site: siteId, channels: [visitorChannel(siteId, row.key)], frame: JSON.stringify(forVisitor) });
  }
}
