/** A site's own settings: its name, look, allowed origins and retention. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const SiteSettings = Type.Object({
  slug: Type.String(),
  name: Type.String(),
  origins: Type.Array(Type.String(), {
    description: 'Exact origins (scheme, host, port) whose pages may open sessions and sockets.',
  }),
  accent: Type.String(),
  position: Type.Union([Type.Literal('right'), Type.Literal('left')]),
  retention_days: Type.Integer({ description: 'Days that a closed room is kept.' }),
  require_two_factor: Type.Boolean({
    description: 'Agents can do nothing else before they have set up two-step sign-in.',
  }),
  visitor_accounts: Type.Boolean({ description: 'Visitors may sign up and in within the chat.' }),
  voice: Type.Boolean({ description: 'Visitors may speak instead of writing, where their browser or the server can.' }),
  tag: Type.String({ description: 'The tag to paste.' }),
});
export type SiteSettings = Static<typeof SiteSettings>;

export const getSite = command('get_site', {
  summary: "Read the site's settings",
  refusals: ['site_not_found'],
  params: Type.Object({}),
  result: Type.Object({ site: SiteSettings }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/site' },
});

export const updateSite = command('update_site', {
  summary: "Change the site's settings",
  description: 'Only the fields that are given change.',
  refusals: ['site_not_found'],
  params: Type.Object({
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    origins: Type.Optional(Type.Array(Type.String({ maxLength: 300 }), { maxItems: 50 })),
    accent: Type.Optional(Type.String({ maxLength: 40 })),
    position: Type.Optional(Type.Union([Type.Literal('right'), Type.Literal('left')])),
    retention_days: Type.Optional(Type.Integer({ minimum: 1, maximum: 3650 })),
    require_two_factor: Type.Optional(Type.Boolean()),
    visitor_accounts: Type.Optional(Type.Boolean()),
    voice: Type.Optional(Type.Boolean()),
  }),
  result: Type.Object({ site: SiteSettings }),
  who: ['manage_site'],
  http: { method: 'PUT', path: '/api/site' },
});
