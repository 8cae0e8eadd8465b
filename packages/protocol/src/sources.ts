/** Sources: where articles come from that nobody writes by hand. Files and websites, imported by jobs that tell how far they are. */
import { type Static, Type } from 'typebox';
import { command } from './command.ts';
import { Article } from './knowledge.ts';

const Nullable = <Kind extends Parameters<typeof Type.Union>[0][number]>(kind: Kind) => Type.Union([kind, Type.Null()]);

export const ImportRun = Type.Object({
  state: Type.Union([
    Type.Literal('queued'),
    Type.Literal('running'),
    Type.Literal('paused'),
    Type.Literal('done'),
    /** Nothing could be imported; `problem` says why. */
    Type.Literal('failed'),
    Type.Literal('cancelled'),
  ]),
  found: Type.Integer({ description: 'Pages or parts that are known by now; grows while a website is walked.' }),
  done: Type.Integer({ description: 'Of them, those that were looked at.' }),
  added: Type.Integer({ description: 'Articles.' }),
  changed: Type.Integer(),
  unchanged: Type.Integer(),
  removed: Type.Integer({ description: 'Articles withdrawn, because what they came from is gone.' }),
  failed: Type.Integer({ description: 'Pages or parts of which nothing could be made; the report says why.' }),
  skipped: Type.Integer({ description: 'Left out on purpose: not wanted by the site, beyond a limit, there already.' }),
  problem: Nullable(Type.String({ description: 'Why all of it failed, and what to do; in words.' })),
  by: Nullable(Type.String({ description: 'Who began it; null: the schedule, or somebody who is gone.' })),
  created: Type.String(),
  finished: Nullable(Type.String()),
});
export type ImportRun = Static<typeof ImportRun>;

const schedule = Type.Union([Type.Literal('never'), Type.Literal('daily'), Type.Literal('weekly')]);

export const KnowledgeSource = Type.Object({
  id: Type.String(),
  kind: Type.Union([Type.Literal('website'), Type.Literal('file')]),
  name: Type.String(),
  address: Nullable(Type.String({ description: 'Of a website: where the walk starts, or its sitemap.' })),
  size: Nullable(Type.Integer({ description: 'Of a file: its bytes.' })),
  max_pages: Type.Integer(),
  max_depth: Type.Integer({ description: 'Links from the start to a page; a sitemap’s pages have none.' }),
  schedule,
  next: Nullable(Type.String({ description: 'When it is imported next by itself.' })),
  articles: Type.Integer({ description: 'How many it has now.' }),
  created: Type.String(),
  run: Nullable(ImportRun),
});
export type KnowledgeSource = Static<typeof KnowledgeSource>;

export const ImportProblem = Type.Object({
  place: Type.String({ description: 'The address of a page, or the row of a file.' }),
  outcome: Type.Union([Type.Literal('failed'), Type.Literal('skipped'), Type.Literal('removed')]),
  code: Type.String({ description: 'Short and stable; more may come.' }),
  reason: Type.String({ description: 'In words.' }),
  advice: Type.String({ description: 'What to do; empty: nothing.' }),
});
export type ImportProblem = Static<typeof ImportProblem>;

/** To agents: a source or its import is another than before. */
export const SourceChangedEvent = Type.Object(
  { command: Type.Literal('source_changed'), source: KnowledgeSource },
  { description: 'An import went on, or a source was changed; a few times a second at most. To agents.' },
);
export type SourceChangedEvent = Static<typeof SourceChangedEvent>;

/** Bytes of an uploaded file. */
export const MAX_FILE_BYTES = 16_777_216;
const AS_BASE64 = Math.ceil(MAX_FILE_BYTES / 3) * 4;
/** Sources of a site. */
export const MAX_SOURCES = 200;

const source = Type.String({ maxLength: 64 });
const settings = {
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 120 })),
  max_pages: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_000 })),
  max_depth: Type.Optional(Type.Integer({ minimum: 0, maximum: 10 })),
  schedule: Type.Optional(schedule),
};
const result = Type.Object({ source: KnowledgeSource });

export const listSources = command('list_sources', {
  summary: 'List the sources of knowledge',
  description: 'The newest first, each with its last import.',
  params: Type.Object({}),
  result: Type.Object({ sources: Type.Array(KnowledgeSource) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/sources' },
});

export const createSource = command('create_source', {
  summary: 'Add a website',
  description:
    'Its pages become articles. `address` is where the walk over its links starts, or a sitemap (also an index of them, also packed by gzip). The import begins at once.',
  params: Type.Object({ address: Type.String({ minLength: 1, maxLength: 2_000 }), ...settings }),
  result,
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/sources', status: 201 },
});

export const uploadFile = command('upload_file', {
  summary: 'Add a file',
  description:
    'PDF, DOCX, HTML, Markdown, text, or a CSV of questions and answers; at most 16 MiB, as base64. Its kind is told by the ending of its name. The import begins at once.',
  params: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 200 }),
    content: Type.String({ maxLength: AS_BASE64 }),
  }),
  result,
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/sources/files', status: 201, maxBody: AS_BASE64 + 4_096 },
  socket: false,
});

export const updateSource = command('update_source', {
  summary: 'Change a source',
  description: 'Only the fields that are given change. Limits count from the next import on; a file has a name alone.',
  refusals: ['not_found'],
  params: Type.Object({ source, ...settings }),
  result,
  who: ['manage_knowledge'],
  http: { method: 'PUT', path: '/api/sources/:source' },
});

export const deleteSource = command('delete_source', {
  summary: 'Delete a source with its articles',
  description: 'Articles that were detached from it stay.',
  refusals: ['not_found'],
  params: Type.Object({ source }),
  result: Type.Object({}),
  who: ['manage_knowledge'],
  http: { method: 'DELETE', path: '/api/sources/:source' },
});

const onImport = <Name extends string>(name: Name, summary: string, description: string, verb: string) =>
  command(name, {
    summary,
    description,
    refusals: ['not_found', 'wrong_state'],
    params: Type.Object({ source }),
    result,
    who: ['manage_knowledge'],
    http: { method: 'POST', path: `/api/sources/:source/${verb}` },
  });

export const startImport = onImport(
  'start_import',
  'Import a source anew',
  'Only what has changed is written. Refused (`wrong_state`) while an import goes on.',
  'import',
);
export const pauseImport = onImport(
  'pause_import',
  'Pause an import',
  'The page at hand is finished or begun anew later; nothing is lost.',
  'pause',
);
export const resumeImport = onImport(
  'resume_import',
  'Go on with a paused import',
  'It goes on where it was.',
  'resume',
);
export const cancelImport = onImport(
  'cancel_import',
  'Cancel an import',
  'What was imported so far stays, and what is left is not looked at.',
  'cancel',
);
export const retryImport = onImport(
  'retry_import',
  'Try again what failed',
  'The same import goes on with what failed and what was left, and nothing else.',
  'retry',
);

export const getImportReport = command('get_import_report', {
  summary: 'Read what an import left out',
  description: 'Of the last import: what failed, was skipped or was withdrawn, and why. At most 200, paged by `next`.',
  refusals: ['not_found'],
  params: Type.Object({ source, after: Type.Optional(Type.Integer({ minimum: 0 })) }),
  result: Type.Object({ source: KnowledgeSource, problems: Type.Array(ImportProblem), next: Nullable(Type.Integer()) }),
  who: ['agent'],
  http: { method: 'GET', path: '/api/sources/:source/report' },
});

export const detachArticle = command('detach_article', {
  summary: 'Take an article out of its source',
  description: 'From then on people write it, and no import changes it or brings it again.',
  refusals: ['not_found'],
  params: Type.Object({ article: Type.String({ maxLength: 64 }) }),
  result: Type.Object({ article: Article }),
  who: ['manage_knowledge'],
  http: { method: 'POST', path: '/api/articles/:article/detach' },
});
