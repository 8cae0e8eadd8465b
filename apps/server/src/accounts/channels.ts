/** The bus channels of people: announcing on them reaches, or closes, the sockets of one sign-in or of one account. */

export const sessionChannel = (sessionId: string): string => `session:${sessionId}`;
export const accountChannel = (accountId: string): string => `account:${accountId}`;
