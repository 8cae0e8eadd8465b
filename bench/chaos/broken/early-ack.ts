/** Acknowledges before COMMIT. */
import { breakModules } from './break-modules.ts';

breakModules([
  {
    module: 'rooms/message-log.ts',
    from: 'done = await appendAll(this.#core, { run, tx, conclude }, requests, believed);',
    to: 'done = await appendAll(this.#core, { run, tx, conclude }, requests, believed); this.#answer(batch, done);',
  },
]);
