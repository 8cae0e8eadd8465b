/** What makes a password long enough (protocol `MIN_PASSWORD_LENGTH`; repeated, for its module would bring a schema library). */

export const PASSWORD_LENGTH = { least: 12, most: 256 } as const;
export const PASSWORD_HINT = `At least ${PASSWORD_LENGTH.least} characters. A few words in a row are easy to remember.`;
