/** The part that is loaded with the first word may be gone, after an update of the server: the conversation goes on without it. */
import { expect, it, vi } from 'vitest';
import { keyValue, VisitorSession } from './index.ts';
import { FakeServer, fakeStorage } from './testing/index.ts';

vi.mock('./together.ts', () => {
  throw new Error('404');
});

it.each([[false], [true]])(
  'a visitor talks without tabs and store, also one that was here before (%s)',
  async (before) => {
    const server = new FakeServer();
    const storage = fakeStorage();
    if (before) storage.setItem('parley:acme', 'of an earlier page');
    const session = new VisitorSession({
      base: 'http://parley.test',
      slug: 'acme',
      storage: keyValue(() => storage),
      post: () => server.session(),
      WebSocket: server.WebSocket,
      signals: new EventTarget(),
    });
    session.start();
    await vi.waitFor(() => expect(session.connection.state.status).toBe('online'), 10_000);
    session.send('Hello');
    await vi.waitFor(() => expect(server.messages.map(({ content }) => content)).toEqual(['Hello']), 10_000);
    await vi.waitFor(() => expect(session.unsent).toEqual([]), 10_000);
    expect(session.outbox.lasting).toBe(false);
    session.stop();
  },
);
