/** Putting labels on rooms and taking them off. */
import { Type } from 'typebox';
import { command } from './command.ts';
import { MAX_LABELS_ON_ROOM } from './labels.ts';
import { AgentRoom } from './rooms.ts';

const labels = Type.Optional(Type.Array(Type.String({ maxLength: 64 }), { maxItems: MAX_LABELS_ON_ROOM }));

export const labelRoom = command('label_room', {
  summary: 'Label a room',
  description:
    'Puts the labels of `add` on and takes those of `remove` off, which is the difference alone, so that two who do so at once both get their way. Twice is once. A room bears 20 at most.',
  refusals: ['not_found', 'erased'],
  params: Type.Object({
    room: Type.Optional(Type.String({ minLength: 3, maxLength: 200 })),
    add: labels,
    remove: labels,
  }),
  result: Type.Object({ room: AgentRoom }),
  who: ['agent'],
  http: { method: 'POST', path: '/api/rooms/labels' },
});
