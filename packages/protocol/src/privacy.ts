/** What a person may ask about itself: to be forgotten, and to be given all that is kept. Both run as jobs that tell how far they are. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';

export const PrivacyRequest = Type.Object({
  request: Type.String(),
  kind: Type.Union([Type.Literal('erasure'), Type.Literal('export')]),
  /** Whom it is about. */
  consumer: Type.String(),
  /** The agent who asked for it; null: the person itself, or an agent who is gone. */
  by: Type.Union([Type.String(), Type.Null()]),
  state: Type.Union([
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('done'),
    /** Given up after many attempts: ask again. */
    Type.Literal('failed'),
  ]),
  /** Messages; `total` is 0 until it runs. */
  done: Type.Integer(),
  total: Type.Integer(),
  created: Type.String(),
  finished: Type.Union([Type.String(), Type.Null()]),
  expires: Type.Union([Type.String(), Type.Null()], {
    description: 'Of an export that is done: until when its files are kept.',
  }),
});
export type PrivacyRequest = Static<typeof PrivacyRequest>;

/** What a visitor is asked to agree to. */
export const Consent = Type.Object({
  version: Type.Integer({ description: 'Grows when the text or the link changes.' }),
  text: Type.String({ description: 'Plain text; lines may be broken.' }),
  policy_url: Type.Union([Type.String(), Type.Null()], { description: "The site's privacy policy." }),
});
export type Consent = Static<typeof Consent>;

export const PrivacySettings = Type.Object({
  consent: Type.Union([Consent, Type.Null()], { description: 'Null: nobody is asked.' }),
  addresses: Type.Union([Type.Literal('network'), Type.Literal('none')], {
    description: "What is kept of a caller's address: its network (/24, of IPv6 /48), or nothing.",
  }),
});
export type PrivacySettings = Static<typeof PrivacySettings>;

const settings = Type.Object({ privacy: PrivacySettings });

export const getPrivacySettings = command('get_privacy_settings', {
  summary: 'Read the privacy settings',
  params: Type.Object({}),
  result: settings,
  who: ['agent'],
  http: { method: 'GET', path: '/api/privacy/settings' },
});

export const updatePrivacySettings = command('update_privacy_settings', {
  summary: 'Change the privacy settings',
  description: 'Only the fields that are given change. With another text visitors are asked anew; `null` asks nobody.',
  params: Type.Object({
    consent: Type.Optional(
      Type.Union([
        Type.Object({
          text: Type.String({ minLength: 1, maxLength: 2_000 }),
          policy_url: Type.Union([Type.String({ maxLength: 2_000 }), Type.Null()]),
        }),
        Type.Null(),
      ]),
    ),
    addresses: Type.Optional(PrivacySettings.properties.addresses),
  }),
  result: settings,
  who: ['manage_privacy'],
  http: { method: 'PUT', path: '/api/privacy/settings' },
});

export const giveConsent = command('give_consent', {
  summary: 'Agree to the text that the site shows',
  description: "`version` is that of the session's `config.consent`. Twice is once.",
  refusals: ['consent_changed'],
  params: Type.Object({ version: Type.Integer({ minimum: 1, maximum: 2_147_483_647 }) }),
  result: Type.Object({ version: Type.Integer() }),
  who: ['visitor', 'user'],
  http: { method: 'POST', path: '/api/widget/consent' },
});

export const withdrawConsent = command('withdraw_consent', {
  summary: 'Take back what was agreed to',
  description:
    'Whatever the version: the site asks anew before the next message. Where the visitor was and came from, and an address that it left unproven, are forgotten; what was said stays (`request_erasure` takes that). Twice is once.',
  params: Type.Object({}),
  result: Type.Object({
    consent: Type.Union([Consent, Type.Null()], {
      description: 'What is to be agreed to now; null: the site asks nothing.',
    }),
  }),
  who: ['visitor', 'user'],
  http: { method: 'DELETE', path: '/api/widget/consent' },
});

const whom = Type.Object({ consumer: Type.Optional(Type.String({ maxLength: 120 })) });
const result = Type.Object({ request: PrivacyRequest });

export const requestErasure = command('request_erasure', {
  summary: 'Forget a person for good',
  description:
    "Name, email, tokens and every word of its conversations. A visitor asks for itself, an admin names the `consumer`. Runs as a job; twice is once. The visitor's sockets are closed when it begins.",
  refusals: ['not_found'],
  params: whom,
  result,
  who: ['visitor', 'user', 'manage_privacy'],
  http: { method: 'POST', path: '/api/privacy/erasures', status: 202 },
});

export const requestExport = command('request_export', {
  summary: 'Gather everything about a person',
  description:
    'A visitor or user asks for itself, an admin names the `consumer`. Runs as a job that makes two files, kept for a day: JSON, and a page to read. While one is being made another is not begun.',
  refusals: ['not_found'],
  params: whom,
  result,
  who: ['visitor', 'user', 'manage_privacy'],
  http: { method: 'POST', path: '/api/privacy/exports', status: 202 },
});

export const openExport = command('open_export', {
  summary: 'Ask for a link to a file of an export',
  description: 'The link needs no token, works once, and for as long as the files are kept.',
  refusals: ['not_found', 'link_expired'],
  params: Type.Object({
    request: Type.String({ maxLength: 64 }),
    format: Type.Union([Type.Literal('json'), Type.Literal('html')]),
  }),
  result: Type.Object({ url: Type.String(), expires: Type.String() }),
  who: ['visitor', 'user', 'manage_privacy'],
  http: { method: 'POST', path: '/api/privacy/requests/:request/link' },
});

export const getPrivacyRequest = command('get_privacy_request', {
  summary: 'Tell how far a request about data is',
  refusals: ['not_found'],
  params: Type.Object({ request: Type.String({ maxLength: 64 }) }),
  result,
  who: ['visitor', 'user', 'manage_privacy'],
  http: { method: 'GET', path: '/api/privacy/requests/:request' },
});

export const listPrivacyRequests = command('list_privacy_requests', {
  summary: 'List what was asked about people’s data',
  description: 'The newest hundred.',
  params: Type.Object({}),
  result: Type.Object({ requests: Type.Array(PrivacyRequest) }),
  who: ['manage_privacy'],
  http: { method: 'GET', path: '/api/privacy/requests' },
});
