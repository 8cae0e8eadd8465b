/** A site's own settings: its name, look, allowed origins and retention. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const SiteSettings = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  /** Exact origins (scheme, host, port) whose pages may open sessions and sockets. */
  origins: Type.Array(Type.String()),
  accent: Type.String(),
  position: Type.Union([Type.Literal('right'), Type.Literal('left')]),
  /** Days that a closed room is kept. */
  retention_days: Type.Integer(),
  /** The tag to paste. */
  tag: Type.String(),
});
export type SiteSettings = Static<typeof SiteSettings>;

export const getSite = command('get_site', {
  params: Type.Object({}),
  result: Type.Object({ site: SiteSettings }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/site' },
});

/** Only the fields that are given change. */
export const updateSite = command('update_site', {
  params: Type.Object({
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    origins: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 50 })),
    accent: Type.Optional(Type.String({ maxLength: 40 })),
    position: Type.Optional(Type.Union([Type.Literal('right'), Type.Literal('left')])),
    retention_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
  }),
  result: Type.Object({ site: SiteSettings }),
  who: ['admin'],
  http: { method: 'PUT', path: '/api/site' },
});
