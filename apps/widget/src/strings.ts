/** Every word that the widget says itself, in one place to be translated later. */

/** A length of time, roughly. */
export const minutes = (n: number) =>
  n < 60 ? `${n} min` : n < 1440 ? `${Math.round(n / 60)} h` : `${Math.round(n / 1440)} d`;

export const strings = {
  close: 'Close',
  messages: 'Messages',
  ai: 'AI',
  today: 'Today',
  yesterday: 'Yesterday',
  sources: 'Sources',
  unread: (label: string, n: number) => (n ? `${label}, ${n} unread` : label),
  usually: (n: number) => `Usually replies in ${minutes(n)}`,
  online: 'Online now',
  withPerson: (name: string) => `You are talking to ${name}`,
  person: 'Talk to a person',
  waiting: 'Waiting for a person …',
  closed: 'This conversation was closed. Write again to reopen it.',
  offline: 'You are offline. Messages will be sent when you are back.',
  lost: 'No connection. Trying again; messages will be sent then.',
  stopped: 'The chat is not available here right now. Reload the page to try again.',
  write: 'Write a message …',
  writeLabel: 'Message',
  send: 'Send',
  tooLong: (over: number) => `${over} too many`,
  latest: 'Jump to latest',
  newMessages: (n: number) => (n === 1 ? '1 new message' : `${n} new messages`),
  typing: (name: string) => `${name} is typing`,
  ticks: { pending: 'Waiting to be sent', sent: 'Sent', read: 'Read' },
  retry: 'Retry',
  discard: 'Discard',
  failed: (why: string) => `Not sent. ${why}`,
};
