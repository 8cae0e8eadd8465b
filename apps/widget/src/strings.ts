/** Every word that the widget says itself, in one place to be translated later. */

/** A length of time, roughly. */
export const minutes = (n: number) =>
  n < 60 ? `${n} min` : n < 1440 ? `${Math.round(n / 60)} h` : `${Math.round(n / 1440)} d`;

export const strings = {
  close: 'Close',
  messages: 'Messages',
  bot: (name: string) => (name ? `${name} · AI` : 'AI'),
  edited: 'Edited',
  redacted: 'Message deleted',
  today: 'Today',
  yesterday: 'Yesterday',
  sources: 'Sources',
  unread: (label: string, n: number) => (n ? `${label}, ${n} unread` : label),
  usually: (n: number) => `Usually replies in ${minutes(n)}`,
  online: 'Online now',
  withPerson: (name: string) => `You are talking to ${name}`,
  person: 'Talk to a person',
  asked: 'A person was asked for',
  waiting: 'Waiting for a person …',
  offline: 'You are offline. Messages will be sent when you are back.',
  lost: 'No connection. Messages will be sent when it is back.',
  busy: 'Connecting …',
  stay: ' Keep this page open.',
  blocked: 'You cannot write here at the moment. If this is a mistake, please reach us another way.',
  stopped: 'The chat is not available. Reload the page.',
  write: 'Write a message …',
  writeLabel: 'Message',
  send: 'Send',
  tooLong: (over: number) => `${over} too many`,
  latest: (n: number) => (n ? `${n} new` : 'Jump to latest'),
  typing: (name: string) => `${name} is typing`,
  ticks: { pending: 'Waiting to be sent', sent: 'Sent', delivered: 'Delivered', read: 'Seen' },
  retry: 'Retry',
  discard: 'Discard',
  failed: (why: string) => `Not sent. ${why}`,
};
