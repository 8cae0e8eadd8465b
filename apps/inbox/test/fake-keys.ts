/** The site's API keys in memory: one in use, one that ran out. */
import type { ApiKey } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import { Refused } from './refused.ts';

const DAY_MS = 86_400_000;
const at = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

export class FakeKeys {
  keys: ApiKey[] = [
    {
      id: 'key-parcels',
      name: 'Parcel news',
      prefix: 'parley_Zx81Qa',
      scopes: ['read_rooms', 'write_messages'],
      created: at(-40),
      created_by: 'Ada Moreau',
      last_used: at(-0.01),
      expires: null,
    },
    {
      id: 'key-import',
      name: 'Importer',
      prefix: 'parley_9fK2Lm',
      scopes: ['manage_knowledge'],
      created: at(-100),
      created_by: null,
      last_used: null,
      expires: at(-10),
    },
  ];

  readonly handlers: Handlers = {
    list_api_keys: () => ({ keys: this.keys }),
    create_api_key: ({ name, scopes, expires_in_days: days }) => {
      if (this.keys.some((key) => key.name === name)) {
        throw new Refused('invalid', 'Wrong', { name: 'a site has at most 100 keys: revoke one first' });
      }
      const expires = days === undefined ? null : at(days);
      const key = {
        id: `key-${name}`,
        prefix: 'parley_AbCdEf',
        created: at(0),
        created_by: 'Ada Moreau',
        last_used: null,
      };
      this.keys = [{ ...key, name, scopes, expires }, ...this.keys];
      return { key: { ...key, name, scopes, expires }, secret: `parley_AbCdEf${'x'.repeat(37)}` };
    },
    revoke_api_key: ({ key }) => {
      this.keys = this.keys.filter(({ id }) => id !== key);
      return {};
    },
  };
}
