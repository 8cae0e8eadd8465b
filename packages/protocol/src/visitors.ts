/** Visitors: opening a session on a page, leaving an email, coming back by a link. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';
import { Identity } from './identity.ts';
import { Consent } from './privacy.ts';

/** What the widget needs to know of its site; but for `consent` the same for every visitor. Its looks stand in the loader already. */
export const WidgetConfig = Type.Object({
  name: Type.String(),
  bot_name: Type.String(),
  greeting: Type.String(),
  quick_replies: Type.Array(Type.String()),
  team: Type.Array(Type.String(), {
    description: "Faces in the header: first names of the site's agents, two at most.",
  }),
  reply_minutes: Type.Union([Type.Integer(), Type.Null()], {
    description: "Median minutes to a person's first answer over 30 days; null when too few were measured to say so.",
  }),
  people_online: Type.Boolean({ description: 'True while an agent is connected.' }),
  /** What this visitor has yet to agree to before it may say anything. */
  consent: Type.Optional(Consent),
});
export type WidgetConfig = Static<typeof WidgetConfig>;

export const openSession = command('open_session', {
  summary: "Open a visitor's session",
  description:
    "Opens or resumes it. Without a known `visitor_token` a new visitor is minted, whatever else is sent. `resume_token` comes from a mailed link and brings back that visitor in this browser. `identity` is the site's word for who its signed-in user is: it brings back that person's visitor, on any device.",
  refusals: ['site_not_found', 'origin_not_allowed', 'identity_refused', 'blocked'],
  params: Type.Object({
    site: Type.String({ maxLength: 63 }),
    visitor_token: Type.Optional(Type.String({ maxLength: 200 })),
    resume_token: Type.Optional(Type.String({ maxLength: 200 })),
    identity: Type.Optional(Identity),
    page: Type.Optional(
      Type.String({
        maxLength: 2_000,
        description: "The page's address, kept without its fragment; ignored where it is not of the calling origin.",
      }),
    ),
    referrer: Type.Optional(Type.String({ maxLength: 2_000 })),
    language: Type.Optional(Type.String({ maxLength: 35 })),
    consent: Type.Optional(
      Type.Integer({
        description: 'The version of the text that the visitor has agreed to; any other than that in force is ignored.',
      }),
    ),
  }),
  result: Type.Object({
    consumer: Type.String(),
    visitor_token: Type.String(),
    access_token: Type.String(),
    expires_in: Type.Integer({ description: 'Seconds.' }),
    room: Type.Union([Type.Object({ key: Type.String(), head: Type.Integer(), unread: Type.Integer() }), Type.Null()]),
    config: WidgetConfig,
  }),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/widget/:site/session' },
  socket: false,
});

export const leaveEmail = command('leave_email', {
  summary: 'Leave an email address',
  description: 'Where answers may be sent when the visitor has left. An empty string takes it back.',
  refusals: ['consent_required'],
  params: Type.Object({ email: Type.String({ maxLength: 254 }), name: Type.Optional(Type.String({ maxLength: 100 })) }),
  result: Type.Object({ email: Type.Union([Type.String(), Type.Null()]) }),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/widget/email' },
});
