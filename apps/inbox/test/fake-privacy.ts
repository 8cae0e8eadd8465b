/** What people asked about their data, in memory: each look at a request finds it further on. */
import type { PrivacyRequest, PrivacySettings } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import type { FakeSite } from './fake-site.ts';
import { Refused } from './refused.ts';

export class FakePrivacy {
  readonly requests: PrivacyRequest[] = [];
  /** False: nobody does the jobs. */
  working = true;
  #site: FakeSite;
  #settings: PrivacySettings = { consent: null, addresses: 'network' };

  constructor(site: FakeSite) {
    this.#site = site;
  }

  readonly handlers: Handlers = {
    get_privacy_settings: () => ({ privacy: this.#settings }),
    update_privacy_settings: ({ consent, addresses = this.#settings.addresses }) => {
      const { version = 0 } = this.#settings.consent ?? {};
      const asked = consent ? { ...consent, version: version + 1 } : null;
      this.#settings = { consent: consent === undefined ? this.#settings.consent : asked, addresses };
      return { privacy: this.#settings };
    },
    request_erasure: ({ consumer = '' }) => this.#ask('erasure', consumer),
    request_export: ({ consumer = '' }) => this.#ask('export', consumer),
    open_export: ({ request, format }) => ({ url: `/exports/${request}.${format}`, expires: new Date().toISOString() }),
    get_privacy_request: ({ request }) => {
      const known = this.requests.find((each) => each.request === request);
      if (!known) throw new Refused('not_found', 'It is not there, or no longer.');
      if (this.working && known.state !== 'done') this.#goOn(known);
      return { request: { ...known } };
    },
    list_privacy_requests: () => ({ requests: this.requests }),
  };

  #ask(kind: PrivacyRequest['kind'], consumer: string): { request: PrivacyRequest } {
    const request: PrivacyRequest = {
      request: `request-${this.requests.length + 1}`,
      kind,
      consumer,
      by: this.#site.me.name,
      state: 'queued',
      done: 0,
      total: 0,
      created: new Date().toISOString(),
      finished: null,
      expires: null,
    };
    this.requests.unshift(request);
    return { request: { ...request } };
  }

  /** Half of the work, then all of it. */
  #goOn(request: PrivacyRequest): void {
    if (request.state === 'queued') Object.assign(request, { state: 'running', done: 1_200, total: 2_400 });
    else Object.assign(request, { state: 'done', done: 2_400, finished: new Date().toISOString() });
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    if (request.kind === 'export') request.expires = request.state === 'done' ? tomorrow : null;
    if (request.kind !== 'erasure') return;
    for (const { room } of this.#site.rooms.values())
      if (room.consumer.startsWith(request.consumer)) this.#site.erase(room.room);
  }
}
