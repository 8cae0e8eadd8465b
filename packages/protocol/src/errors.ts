/** The closed list of refusals: each code's HTTP status, whether the same call may succeed later, and what to do now. */

export interface Refusal {
  readonly status: 400 | 401 | 402 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;
  /** True: send the very same thing again later. False: it will be refused again. */
  readonly retry: boolean;
  readonly message: string;
}

export const ERRORS = {
  bad_json: { status: 400, retry: false, message: 'This is not JSON. Send one JSON object.' },
  bad_frame: { status: 400, retry: false, message: 'A frame is one JSON object with a "command" in one text message.' },
  unknown_command: { status: 404, retry: false, message: 'There is no such command. See PROTOCOL.md for the list.' },
  invalid: { status: 422, retry: false, message: 'Some fields are missing or wrong. Correct them and send again.' },
  bad_content: {
    status: 422,
    retry: false,
    message: 'The text holds characters that cannot be stored (U+0000 or half of a surrogate pair). Remove them.',
  },
  empty: { status: 422, retry: false, message: 'The message is empty. Write something first.' },
  too_long: {
    status: 422,
    retry: false,
    message: 'The message is too long: 8,000 characters at most. Send it in parts.',
  },
  too_large: {
    status: 413,
    retry: false,
    message: 'This is too large: a frame has at most 64 KiB, a body 256 KiB. Send less at once.',
  },
  unauthenticated: { status: 401, retry: false, message: 'Sign in again: the token is missing, expired or not valid.' },
  account_deactivated: {
    status: 403,
    retry: false,
    message: 'This account is deactivated. Sign in with come_back to have it again, as it was.',
  },
  last_owner: {
    status: 409,
    retry: false,
    message: 'A site needs an owner. Make somebody else one first.',
  },
  invalid_credentials: { status: 401, retry: false, message: 'The email or the password is not right.' },
  two_factor_required: {
    status: 401,
    retry: false,
    message: 'Two-step sign-in is on. Send the same again with a code from the authenticator, or a recovery code.',
  },
  wrong_code: {
    status: 401,
    retry: false,
    message:
      'This code is not right. Type the one that the authenticator shows now, or a recovery code that was not used yet.',
  },
  two_factor_setup_required: {
    status: 403,
    retry: false,
    message: 'This site asks for two-step sign-in. Set it up first; everything else comes after.',
  },
  already_on: { status: 409, retry: false, message: 'This is on already. To set it up anew, turn it off first.' },
  out_of_tokens: {
    status: 402,
    retry: false,
    message: 'There are not enough tokens for an answer. Ask for a person, or for more tokens. Nothing was stored.',
  },
  forbidden: { status: 403, retry: false, message: 'You may not do this.' },
  origin_not_allowed: {
    status: 403,
    retry: false,
    message: "This page's origin is not on the site's list. The site's owner can add it under Settings, Installation.",
  },
  blocked: {
    status: 403,
    retry: false,
    message: 'You cannot write here at the moment. If this is a mistake, please reach us another way.',
  },
  identity_refused: {
    status: 401,
    retry: false,
    message:
      'The signed identity does not count; `fields` says why. Go on without it, or get a new one from your server.',
  },
  site_not_found: { status: 404, retry: false, message: 'There is no such site. Check the name in the script tag.' },
  consent_required: {
    status: 403,
    retry: false,
    message: 'This site asks for your consent first. Agree to its text, then send again.',
  },
  room_not_found: { status: 404, retry: false, message: 'There is no such conversation, or it is not yours.' },
  not_found: { status: 404, retry: false, message: 'It is not there, or no longer.' },
  too_late: { status: 409, retry: false, message: 'It is too late to change this message. Write a new one.' },
  erased: {
    status: 409,
    retry: false,
    message: 'This person was forgotten at their wish. Nothing can be written here any more.',
  },
  link_expired: { status: 404, retry: false, message: 'This link has expired or was used. Ask for a new one.' },
  conflict: {
    status: 409,
    retry: false,
    message: 'This client_id was used before with other content. Take a new one.',
  },
  consent_changed: {
    status: 409,
    retry: false,
    message: 'The site asks for another text by now. Open a session again, show the text that it brings, and ask anew.',
  },
  changed_meanwhile: {
    status: 409,
    retry: false,
    message: 'Somebody else changed this meanwhile. Look at it as it is now, then decide anew.',
  },
  from_source: {
    status: 409,
    retry: false,
    message: 'This article follows its source, which would bring it back. Detach it first.',
  },
  wrong_state: {
    status: 409,
    retry: false,
    message: 'This is not possible now: it goes on already, or there is nothing to go on with. Look at how it stands.',
  },
  regressions_open: {
    status: 409,
    retry: false,
    message:
      'Answers were marked as regressions. Change the draft and replay again, or judge them anew; an owner may publish with a reason.',
  },
  taken: { status: 409, retry: false, message: 'This is taken already. Choose another.' },
  not_yours: { status: 409, retry: false, message: 'Somebody else holds this conversation now. Take it over first.' },
  no_model: {
    status: 409,
    retry: false,
    message: 'This server has no language model. Its operator can set one up (OPENAI_API_KEY or OPENAI_BASE_URL).',
  },
  model_spent: {
    status: 409,
    retry: false,
    message: 'What the language model may cost is spent for now. Go on by hand; the limit stands under Settings, Bot.',
  },
  model_failed: {
    status: 503,
    retry: true,
    message: 'The language model gave no answer that can be used. Nothing was changed; try again in a moment.',
  },
  rate_limited: { status: 429, retry: true, message: 'Too many at once. Wait a moment and try again.' },
  proof_wanted: {
    status: 429,
    retry: true,
    message:
      'Very many are coming at once. Solve the `challenge` and send the same with your `proof`, or wait and try again.',
  },
  overloaded: { status: 503, retry: true, message: 'The server is busy. Nothing was stored; try again in a moment.' },
  answer_late: {
    status: 503,
    retry: true,
    message:
      'The message is stored, and its answer not there yet. Look for it in GET /api/chat-history, or send again with the same client_id to wait on.',
  },
  unavailable: {
    status: 503,
    retry: true,
    message: 'The server cannot reach its database, or that cannot write now. Nothing is lost; try again.',
  },
  internal: { status: 500, retry: true, message: 'Something went wrong on our side. Try again.' },
} as const satisfies Record<string, Refusal>;

export type ErrorCode = keyof typeof ERRORS;
