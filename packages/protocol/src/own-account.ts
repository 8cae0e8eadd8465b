/** A person's own account: what one sees and changes of it oneself, in whatever site. */
import { type Static, Type } from 'typebox';
import { newPassword } from './accounts.ts';
import { command } from './command.ts';

export const Language = Type.Union([Type.Literal('en'), Type.Literal('de'), Type.Literal('es'), Type.Literal('ar')]);
export type Language = Static<typeof Language>;

const text = (maxLength: number) => Type.String({ maxLength });
const details = {
  name: Type.String({ minLength: 1, maxLength: 80, description: 'As visitors and colleagues see it.' }),
  language: Type.Union(Language.anyOf, { description: 'Of the mails to this account.' }),
  time_zone: Type.String({ maxLength: 64, description: "By the IANA's name, such as Europe/Lisbon." }),
  phone: text(40),
  job_title: text(80),
  about: text(1_000),
  street: text(200),
  postal_code: text(20),
  city: text(100),
  region: text(100),
  country: Type.String({ maxLength: 2, description: 'ISO 3166-1 alpha-2, or empty.' }),
};

export const Profile = Type.Object({
  email: Type.String(),
  email_verified: Type.Boolean(),
  username: Type.String(),
  photo: Type.Union([Type.String(), Type.Null()], { description: 'Where it is to be had.' }),
  ...details,
});
export type Profile = Static<typeof Profile>;

export const getProfile = command('get_profile', {
  summary: "Read one's own profile",
  params: Type.Object({}),
  result: Type.Object({ profile: Profile }),
  who: ['user', 'agent'],
  http: { method: 'GET', path: '/api/users/profile' },
});

export const updateProfile = command('update_profile', {
  summary: "Change one's own profile",
  description: 'What is left out stays as it is; an empty text takes a detail away.',
  params: Type.Object({
    name: Type.Optional(details.name),
    language: Type.Optional(details.language),
    time_zone: Type.Optional(details.time_zone),
    phone: Type.Optional(details.phone),
    job_title: Type.Optional(details.job_title),
    about: Type.Optional(details.about),
    street: Type.Optional(details.street),
    postal_code: Type.Optional(details.postal_code),
    city: Type.Optional(details.city),
    region: Type.Optional(details.region),
    country: Type.Optional(details.country),
  }),
  result: Type.Object({ profile: Profile }),
  who: ['user', 'agent'],
  http: { method: 'PUT', path: '/api/users/profile' },
});

const Value = Type.Union([Type.String(), Type.Number(), Type.Boolean(), Type.Null()]);

const Section = Type.Object({ name: Type.String(), rows: Type.Array(Type.Record(Type.String(), Value)) });

export const exportAccount = command('export_account', {
  summary: "Get all that is kept about one's own account",
  description:
    'Whatever the site. The photo stands in it as a `data:` URL. What one said is in the exports of the sites.',
  params: Type.Object({}),
  result: Type.Object({ sections: Type.Array(Section) }),
  who: ['user', 'agent'],
  http: { method: 'GET', path: '/api/users/export' },
});

export const changePassword = command('change_password', {
  summary: 'Choose another password',
  description: "Asks for the old one. Ends all of one's other sessions and tells by mail.",
  params: Type.Object({ password: Type.String({ maxLength: 256 }), new_password: newPassword }),
  result: Type.Object({ ended: Type.Integer({ description: 'How many other sessions there were.' }) }),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/password/change' },
});

const token = Type.String({ minLength: 20, maxLength: 200 });
const email = Type.String({ maxLength: 254 });

export const changeEmail = command('change_email', {
  summary: 'Ask for another address',
  description:
    'Mails a link to the new address, good for a day; until it is used the old one counts. Answers the same whether the address is free or not.',
  params: Type.Object({ email, password: Type.String({ maxLength: 256 }) }),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/email' },
});

export const sendVerification = command('send_verification', {
  summary: 'Mail the link that confirms the address once more',
  params: Type.Object({}),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'POST', path: '/api/users/email/send' },
});

export const confirmEmail = command('confirm_email', {
  summary: 'Confirm an address by a mailed link',
  description:
    'The link is used by this call alone, never by being opened. After a change the old address is told, and may take it back for 7 days.',
  refusals: ['link_expired', 'taken'],
  params: Type.Object({ token }),
  result: Type.Object({ email: Type.String() }),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/email/confirm' },
  socket: false,
});

export const undoEmailChange = command('undo_email_change', {
  summary: 'Take a change of address back by a mailed link',
  description:
    'Ends all sessions, voids the password, and mails a link to choose another to the address that counts again.',
  refusals: ['link_expired', 'taken'],
  params: Type.Object({ token }),
  result: Type.Object({ email: Type.String() }),
  who: ['anyone'],
  http: { method: 'POST', path: '/api/users/email/undo' },
  socket: false,
});

/** Bytes of a picture as it leaves a camera. */
export const MAX_PHOTO_BYTES = 8_388_608;
const AS_BASE64 = Math.ceil(MAX_PHOTO_BYTES / 3) * 4;
export const photoImage = Type.String({ maxLength: AS_BASE64 });
/** Bytes of a body with one in it. */
export const PHOTO_BODY = AS_BASE64 + 1_024;

export const setPhoto = command('set_photo', {
  summary: "Set one's own photo",
  description:
    'A JPEG, PNG or WebP of at most 8 MiB, as base64. It becomes a square of 256 pixels without any metadata; anything else is `invalid`.',
  params: Type.Object({ image: photoImage }),
  result: Type.Object({ photo: Type.String() }),
  who: ['user', 'agent'],
  http: { method: 'PUT', path: '/api/users/photo', maxBody: PHOTO_BODY },
  socket: false,
});

export const removePhoto = command('remove_photo', {
  summary: "Take one's own photo away",
  params: Type.Object({}),
  result: Type.Object({}),
  who: ['user', 'agent'],
  http: { method: 'DELETE', path: '/api/users/photo' },
});
