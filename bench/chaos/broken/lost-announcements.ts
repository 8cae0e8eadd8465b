/** One frame in a hundred reaches its socket never, and no heartbeat says so. */
import { breakModules } from './break-modules.ts';

breakModules([
  {
    module: 'core/sockets.ts',
    from: 'socket.id !== announcement.except)',
    to: 'socket.id !== announcement.except && Math.random() >= 0.01)',
  },
  {
    module: 'rooms/heartbeat.ts',
    from: 'for (const { site, key, last_seq, version } of heads) {',
    to: 'for (const { site, key, last_seq, version } of heads.slice(0, 0)) {',
  },
]);
