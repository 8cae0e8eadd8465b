/** Wires the API keys: their commands, whom a key stands for, and the guard over their sockets. */
import { createApiKey, listApiKeys, revokeApiKey } from '@parley/protocol';
import type { Feature } from '../core/feature.ts';
import { handle } from '../core/handler.ts';
import { keyOf, startKeyGuard } from './access.ts';
import { createApiKeyVerb, listApiKeysVerb, revokeApiKeyVerb } from './keys.ts';

export const keys: Feature = {
  name: 'keys',
  handlers: [
    handle(listApiKeys, listApiKeysVerb),
    handle(createApiKey, createApiKeyVerb),
    handle(revokeApiKey, revokeApiKeyVerb),
  ],
  authenticators: { key: keyOf },
  start: (core) => startKeyGuard(core),
};
