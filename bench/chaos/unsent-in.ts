/** Unsent messages in a map that outlives the client, as a browser's storage outlives a page. */
import type { Unsent, UnsentStore } from '@parley/client';

const PREFIX = 'unsent:';

export const unsentIn = (kept: Map<string, string>): UnsentStore => ({
  all: async () =>
    [...kept].filter(([key]) => key.startsWith(PREFIX)).map(([, message]) => JSON.parse(message) as Unsent),
  put: async (message) => kept.set(PREFIX + message.client_id, JSON.stringify(message)),
  delete: async (clientId) => kept.delete(PREFIX + clientId),
});
