/** Every send is a new message, also one that was stored before. */
import { breakModules } from './break-modules.ts';

breakModules([{ module: 'rooms/write.ts', from: 'if (asked.length === 0) return [];', to: 'return [];' }]);
