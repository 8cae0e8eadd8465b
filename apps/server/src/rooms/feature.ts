/** Wires the rooms: their commands, sockets and heartbeat. */
import {
  assignRoom,
  closeRoom,
  countRooms,
  editMessage,
  fetchMessages,
  fetchRoom,
  fetchRooms,
  handBack,
  labelRoom,
  lookAt,
  markRead,
  newMessage,
  newRoom,
  redactMessage,
  reopenRoom,
  requestPerson,
  takeOver,
  typing,
} from '@parley/protocol';
import { agentLeft } from '../accounts/events.ts';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { labelDeleted } from '../labels/events.ts';
import { teamChanged } from '../teams/events.ts';
import { assignRoomVerb } from './assign.ts';
import { editMessageVerb, redactMessageVerb } from './changes.ts';
import { countRoomsVerb } from './count.ts';
import { startHeartbeat } from './heartbeat.ts';
import { labelRoomVerb } from './label.ts';
import { messageLog } from './message-log.ts';
import { fetchMessagesVerb, newMessageVerb } from './messages.ts';
import { registerRoomMetrics } from './metrics.ts';
import { markReadVerb } from './positions.ts';
import { startPresenceNews } from './presence-news.ts';
import { afterAgentLeft, RELEASE_ROOMS, releaseRooms } from './release.ts';
import {
  closeRoomVerb,
  fetchRoomsVerb,
  fetchRoomVerb,
  handBackVerb,
  newRoomVerb,
  reopenRoomVerb,
  requestPersonVerb,
  takeOverVerb,
} from './rooms.ts';
import { registerSockets } from './sockets.ts';
import { afterTeamChanged, TEAM_ROOMS, teamRooms } from './team-rooms.ts';
import { typingVerb } from './typing.ts';
import { afterLabelDeleted, UNLABEL_ROOMS, unlabelRooms } from './unlabel-rooms.ts';
import { lookAtVerb } from './who-is-here.ts';

export const rooms: Feature = {
  name: 'rooms',
  handlers: [
    handle(fetchMessages, fetchMessagesVerb),
    handle(newMessage, newMessageVerb),
    handle(editMessage, editMessageVerb),
    handle(redactMessage, redactMessageVerb),
    handle(fetchRooms, fetchRoomsVerb),
    handle(fetchRoom, fetchRoomVerb),
    handle(countRooms, countRoomsVerb),
    handle(newRoom, newRoomVerb),
    handle(takeOver, takeOverVerb),
    handle(assignRoom, assignRoomVerb),
    handle(handBack, handBackVerb),
    handle(closeRoom, closeRoomVerb),
    handle(reopenRoom, reopenRoomVerb),
    handle(requestPerson, requestPersonVerb),
    handle(labelRoom, labelRoomVerb),
    handle(markRead, markReadVerb),
    handle(typing, typingVerb),
    handle(lookAt, lookAtVerb),
  ],
  tasks: { [RELEASE_ROOMS]: releaseRooms, [TEAM_ROOMS]: teamRooms, [UNLABEL_ROOMS]: unlabelRooms },
  wire: (core) => {
    registerRoomMetrics(core, () => messageLog(core).waiting);
    core.events.on(agentLeft, (tx, left) => afterAgentLeft(core, tx, left));
    core.events.on(teamChanged, afterTeamChanged);
    core.events.on(labelDeleted, afterLabelDeleted);
  },
  routes: registerSockets,
  start: (core) => {
    const stopping = [startHeartbeat(core), startPresenceNews(core)];
    return () => {
      for (const stop of stopping) stop();
    };
  },
};
