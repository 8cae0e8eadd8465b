/** Visitors: opening a session on a page, signing up and in there, leaving an email, coming back by a link. */
import { type Static, Type } from 'typebox';
import { newPassword } from './accounts.ts';
import { command } from './command.ts';
import { Identity } from './identity.ts';
import { Consent } from './privacy.ts';
import { typedCode } from './two-factor.ts';

export const VisitorAccounts = Type.Object(
  {
    me: Type.Union([Type.Object({ email: Type.String(), email_verified: Type.Boolean() }), Type.Null()], {
      description: 'The account that this visitor is signed in to.',
    }),
  },
  { description: 'Visitors may sign up and in here. Absent: they may not, or the page has said who they are.' },
);
export type VisitorAccounts = Static<typeof VisitorAccounts>;

/** What the widget needs to know of its site; but for what is optional the same for every visitor. Its looks stand in the loader already. */
export const WidgetConfig = Type.Object({
  name: Type.String(),
  bot_name: Type.String(),
  greeting: Type.String(),
  avatar: Type.Optional(Type.String({ description: "The path of the bot's picture." })),
  quick_replies: Type.Array(Type.String()),
  team: Type.Array(Type.String(), {
    description: "Faces in the header: first names of the site's agents, two at most.",
  }),
  reply_minutes: Type.Union([Type.Integer(), Type.Null()], {
    description: "Median minutes to a person's first answer over 30 days; null when too few were measured to say so.",
  }),
  people_online: Type.Boolean({ description: 'True while an agent is connected.' }),
  opens_at: Type.Optional(Type.String({ description: 'ISO 8601: outside office hours, when people answer again.' })),
  /** What this visitor has yet to agree to before it may say anything. */
  consent: Type.Optional(Consent),
  /** The version that it has agreed to, and may take back. */
  consented: Type.Optional(Type.Integer()),
  accounts: Type.Optional(VisitorAccounts),
  voice: Type.Optional(
    Type.Union([Type.Literal('browser'), Type.Literal('server')], {
      description:
        'Visitors may speak instead of writing: by what their browser offers, or where it offers nothing by `transcribe` too. Absent: they may not.',
    }),
  ),
  more: Type.Optional(
    Type.Boolean({
      description: 'Any of `avatar`, `consent`, `consented` and `accounts` is here: what few sites have.',
    }),
  ),
  /** The `visitor_token` was of a sign-in that has ended: this is somebody new, and what is not sent yet is not theirs. */
  signed_out: Type.Optional(Type.Boolean()),
});
export type WidgetConfig = Static<typeof WidgetConfig>;

const siteSlug = Type.String({ maxLength: 63 });
const visitorToken = Type.String({ maxLength: 200 });
/** Who the visitor is from now on, and where it talks. */
const session = Type.Object({
  consumer: Type.String(),
  visitor_token: Type.String(),
  access_token: Type.String(),
  expires_in: Type.Integer({ description: 'Seconds.' }),
  room: Type.Union([Type.Object({ key: Type.String(), head: Type.Integer(), unread: Type.Integer() }), Type.Null()]),
  config: WidgetConfig,
});

/** What `proof_wanted` asks for: digits after `text` and a dot, so that the SHA-256 of it all begins with so many zero bits. */
export const Challenge = Type.Object({ text: Type.String(), bits: Type.Integer() });
export type Challenge = Static<typeof Challenge>;

export const openSession = command('open_session', {
  summary: "Open a visitor's session",
  description:
    "Opens or resumes it. Without a known `visitor_token` a new visitor is minted, whatever else is sent. `resume_token` comes from a mailed link and brings back that visitor in this browser. `identity` is the site's word for who its signed-in user is: it brings back that person's visitor, on any device. While very many new visitors come to the site, a new one brings a `proof`, or waits.",
  refusals: ['site_not_found', 'origin_not_allowed', 'identity_refused', 'blocked', 'proof_wanted'],
  params: Type.Object({
    site: siteSlug,
    visitor_token: Type.Optional(visitorToken),
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
    proof: Type.Optional(
      Type.String({
        maxLength: 80,
        description: "The answer to a refusal's `challenge`: its text, a dot, and the digits that were found.",
      }),
    ),
  }),
  result: session,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/widget/:site/session' },
  socket: false,
});

export const signUpVisitor = command('sign_up_visitor', {
  summary: 'Sign up in the chat',
  description:
    'Makes an account of the site, as `sign_up` does, for the visitor of `visitor_token`, which keeps its conversation. Where none is kept a new visitor is made, which counts as any other: while very many come, `proof_wanted`; open a session first, or wait. The answer is a session as of `open_session`: nothing else of the account is given away. Refused with `forbidden` where the site does not offer it.',
  refusals: ['site_not_found', 'origin_not_allowed', 'forbidden', 'blocked', 'consent_required', 'proof_wanted'],
  params: Type.Object({
    site: siteSlug,
    visitor_token: Type.Optional(visitorToken),
    email: Type.String({ maxLength: 254 }),
    name: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
    password: newPassword,
    password_confirm: Type.String({ maxLength: 256 }),
  }),
  result: session,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/widget/:site/sign-up', status: 201 },
  socket: false,
});

export const signInVisitor = command('sign_in_visitor', {
  summary: 'Sign in in the chat',
  description:
    'To an account of the site, by its email or username. The visitor goes on as the one that the account is, with its conversations; one that nobody vouched for yet becomes that one where the account has not talked. An account that is no user of this site is answered as an unknown one. With two-step sign-in on: `two_factor_required`, then the same call with `code`.',
  refusals: [
    'site_not_found',
    'origin_not_allowed',
    'forbidden',
    'blocked',
    'invalid_credentials',
    'account_deactivated',
    'two_factor_required',
    'wrong_code',
  ],
  params: Type.Object({
    site: siteSlug,
    visitor_token: Type.Optional(visitorToken),
    email: Type.String({ maxLength: 254, description: 'Or the username.' }),
    password: Type.String({ maxLength: 256 }),
    code: Type.Optional(typedCode),
    come_back: Type.Optional(
      Type.Boolean({ description: 'Have an account again that its owner deactivated less than 30 days ago.' }),
    ),
  }),
  result: session,
  who: ['anyone'],
  http: { method: 'POST', path: '/api/widget/:site/sign-in' },
  socket: false,
});

export const signOutVisitor = command('sign_out_visitor', {
  summary: 'Sign out in the chat',
  description:
    'Ends the sign-in of `visitor_token`, with its access tokens and sockets. A token of anything else is answered the same, and nothing happens.',
  refusals: ['site_not_found', 'origin_not_allowed'],
  params: Type.Object({ site: siteSlug, visitor_token: visitorToken }),
  result: Type.Object({}),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/widget/:site/sign-out' },
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
