/** Of what models stream one look in fifty is lost. */
import { breakModules } from './break-modules.ts';

breakModules([
  {
    module: 'bot/gulps.ts',
    from: 'return controller.enqueue(value);',
    to: 'return controller.enqueue(Math.random() < 0.02 ? value.subarray(0, 0) : value);',
  },
]);
