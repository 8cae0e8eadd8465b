/** Sources in memory: imports that a test moves on by hand, and tells of as the server does. */
import type { ImportProblem, ImportRun, KnowledgeSource } from '@parley/protocol';
import type { Handlers } from './fake-account.ts';
import type { FakeSite } from './fake-site.ts';
import { ago } from './fixtures.ts';
import { Refused } from './refused.ts';

const run = (change: Partial<ImportRun> = {}): ImportRun => ({
  state: 'queued',
  found: 1,
  done: 0,
  added: 0,
  changed: 0,
  unchanged: 0,
  removed: 0,
  failed: 0,
  skipped: 0,
  problem: null,
  by: 'Ada Moreau',
  created: ago(60),
  finished: null,
  ...change,
});
const source = (change: Partial<KnowledgeSource> & Pick<KnowledgeSource, 'id' | 'name'>): KnowledgeSource => ({
  kind: 'website',
  address: 'https://www.acme-outdoor.example/',
  size: null,
  max_pages: 200,
  max_depth: 4,
  schedule: 'weekly',
  next: ago(-60 * 24 * 6),
  articles: 0,
  created: ago(60 * 24),
  run: null,
  ...change,
});

export class FakeSources {
  sources: KnowledgeSource[];
  problems: ImportProblem[] = [
    {
      place: 'https://www.acme-outdoor.example/old-tents',
      outcome: 'removed',
      code: 'gone',
      reason: 'The page is not there (any more).',
      advice: 'Correct the link that leads to it.',
    },
    {
      place: 'https://www.acme-outdoor.example/checkout',
      outcome: 'skipped',
      code: 'robots',
      reason: 'The site’s robots.txt asks programs to stay away.',
      advice: 'Allow “ParleyBot” there, if you want it imported.',
    },
    {
      place: 'https://www.acme-outdoor.example/boots',
      outcome: 'failed',
      code: 'server_error',
      reason: 'The website had an error of its own (503).',
      advice: 'Try again later, and tell whoever looks after the site.',
    },
  ];
  #site: FakeSite;
  #serial = 0;

  constructor(site: FakeSite, empty: boolean) {
    this.#site = site;
    const done = { state: 'done', finished: ago(60), found: 124, done: 124 } as const;
    this.sources = empty
      ? []
      : [
          source({
            id: 'source-going',
            name: 'docs.acme-outdoor.example/sitemap.xml',
            run: run({ state: 'running', found: 180, done: 61, added: 58, failed: 3 }),
          }),
          source({
            id: 'source-broken',
            kind: 'file',
            name: 'scan-of-the-catalogue.pdf',
            address: null,
            size: 4_200_000,
            schedule: 'never',
            next: null,
            run: run({
              state: 'failed',
              finished: ago(90),
              problem: 'There is no text in it: pictures of text, perhaps. Upload the text.',
            }),
          }),
          source({
            id: 'source-site',
            name: 'www.acme-outdoor.example',
            articles: 118,
            run: run({ ...done, added: 2, changed: 4, unchanged: 114, removed: 1, failed: 1, skipped: 2 }),
          }),
        ];
  }

  /** Moves an import on and tells everybody. */
  move(id: string, change: Partial<ImportRun>, articles?: number): KnowledgeSource {
    const before = this.#find(id);
    const after = {
      ...before,
      run: { ...(before.run ?? run()), ...change },
      ...(articles !== undefined && { articles }),
    };
    this.sources = this.sources.map((each) => (each.id === id ? after : each));
    this.#site.announce({ command: 'source_changed', source: after });
    return after;
  }

  #find(id: string): KnowledgeSource {
    const found = this.sources.find((each) => each.id === id);
    if (!found) throw new Refused('not_found', 'It is not there, or no longer.');
    return found;
  }

  #add(made: KnowledgeSource): { source: KnowledgeSource } {
    this.sources = [made, ...this.sources];
    return { source: made };
  }

  readonly handlers: Handlers = {
    list_sources: () => ({ sources: this.sources }),
    create_source: ({ address, ...settings }) => {
      if (!/^(https?:\/\/)?[\w.-]+\.\w+/.test(address))
        throw new Refused('invalid', 'Some fields are missing or wrong.', {
          address: 'is not the address of a website',
        });
      return this.#add(
        source({
          id: `source-new-${++this.#serial}`,
          name: address,
          address,
          run: run(),
          ...settings,
        } as KnowledgeSource),
      );
    },
    upload_file: ({ name, content }) => {
      if (!/\.(pdf|docx|html?|md|txt|csv)$/.test(name))
        throw new Refused('invalid', 'Some fields are missing or wrong.', { name: 'has to end with .pdf or .docx' });
      const size = Math.floor((content.length * 3) / 4);
      return this.#add(
        source({ id: `source-new-${++this.#serial}`, kind: 'file', name, address: null, size, next: null, run: run() }),
      );
    },
    update_source: ({ source: id, ...change }) => {
      this.sources = this.sources.map((each) => (each.id === id ? ({ ...each, ...change } as KnowledgeSource) : each));
      return { source: this.#find(id) };
    },
    delete_source: ({ source: id }) => {
      this.sources = this.sources.filter((each) => each.id !== id);
      return {};
    },
    start_import: ({ source: id }) => ({ source: this.move(id, { ...run(), created: new Date().toISOString() }) }),
    pause_import: ({ source: id }) => ({ source: this.move(id, { state: 'paused' }) }),
    resume_import: ({ source: id }) => ({ source: this.move(id, { state: 'running' }) }),
    cancel_import: ({ source: id }) => ({
      source: this.move(id, { state: 'cancelled', finished: new Date().toISOString() }),
    }),
    retry_import: ({ source: id }) => ({ source: this.move(id, { state: 'queued', problem: null, finished: null }) }),
    get_import_report: ({ source: id }) => ({ source: this.#find(id), problems: this.problems, next: null }),
  };
}
