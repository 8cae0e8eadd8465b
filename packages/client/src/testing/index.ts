/** For tests of this package and of whoever uses it. */
export { FakeBrowser, FakeTab } from './fake-browser.ts';
export { FakeClock, settled } from './fake-clock.ts';
export { FakeServer, FakeSocket } from './fake-server.ts';
export { fakeStorage } from './fake-storage.ts';
