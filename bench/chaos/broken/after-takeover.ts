/** The bot finishes what it has begun, and says it, whoever holds the room by then. */
import { breakModules } from './break-modules.ts';

breakModules([
  {
    module: 'rooms/transitions.ts',
    from: "row.owner_kind === 'bot' && row.status === 'open' && row.owner_generation === generation;",
    to: 'row.owner_generation >= (generation ?? 0);',
  },
  {
    module: 'bot/owner-watch.ts',
    from: 'if (turn.roomId === roomId && turn.generation !== generation) lost();',
    to: 'if (turn.roomId === roomId && turn.generation > generation) lost();',
  },
  { module: 'bot/owner-watch.ts', from: 'if (!ours.has(n)) lost();', to: 'if (ours.has(-1)) lost();' },
]);
