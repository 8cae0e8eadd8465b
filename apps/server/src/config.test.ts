/** Holds what an operator may rely on: every mistake is told at once, by name, with what to do, and never with its value. */
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ConfigError, loadConfig, loadSettledConfig, readConfig } from './config.ts';

const SECRET = 'a'.repeat(64);
let rootDir: string;
beforeEach(() => {
  rootDir = mkdtempSync(join(tmpdir(), 'parley-config-'));
});
afterEach(() => rmSync(rootDir, { recursive: true }));

const read = (env: Record<string, string>) => readConfig({ SECRET, ...env }, { rootDir });
function problems(env: Record<string, string>): readonly string[] {
  try {
    read(env);
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
  return [];
}

test('an empty environment is a whole demo', () => {
  expect(read({})).toEqual({
    demo: true,
    production: false,
    port: 4000,
    demoPort: 4001,
    host: '127.0.0.1',
    publicUrl: 'http://localhost:4000',
    dataDir: join(rootDir, '.parley'),
    databaseUrl: null,
    redisUrl: null,
    smtpUrl: null,
    metricsPort: null,
    metricsToken: null,
    tracing: null,
    mailFrom: 'Parley <no-reply@localhost>',
    openai: null,
    roles: ['web', 'worker', 'demo'],
    logLevel: 'info',
    secret: SECRET,
    trustProxy: false,
    socketsPerAddress: 500,
    spending: { day: 10_000_000, month: 100_000_000, visitorDay: 1_000_000, prices: {} },
    framesPerSecond: 100,
    emailDelaySeconds: 60,
    crawlAllow: ['localhost:4001', '127.0.0.1:4001'],
  });
});

test('hosts that may be imported although they are private are read as URLs spell them, and none in production unasked', () => {
  const production = { NODE_ENV: 'production', DATABASE_URL: 'postgres://a@b/c' };
  expect(readConfig({ SECRET, ...production }, { rootDir }).crawlAllow).toEqual([]);
  const allowed = { SECRET, ...production, CRAWL_ALLOW: 'Intranet.Example:8080, localhost:80' };
  expect(readConfig(allowed, { rootDir }).crawlAllow).toEqual(['intranet.example:8080', 'localhost:80']);
});

test.each([
  ['CRAWL_ALLOW', 'localhost'],
  ['CRAWL_ALLOW', 'http://localhost:80'],
  ['PORT', 'http'],
  ['PORT', '70000'],
  ['PORT', '-1'],
  ['PORT', '40.5'],
  ['DEMO_PORT', '4000'],
  ['PUBLIC_URL', 'chat.example.com'],
  ['PUBLIC_URL', 'ftp://chat.example.com'],
  ['PUBLIC_URL', 'https://example.com/chat/'],
  ['PUBLIC_URL', 'https://chat.example.com/?a=b'],
  ['PUBLIC_URL', 'https://chat.example.com#here'],
  ['PUBLIC_URL', 'https://ada:secret@chat.example.com'],
  ['DATABASE_URL', 'mysql://u:hunter2@db/x'],
  ['REDIS_URL', 'localhost:6379'],
  ['SMTP_URL', 'mail.example.com'],
  ['MAIL_FROM', 'nobody'],
  ['MAIL_FROM', 'A <a@b.c>\r\nBcc: x@y.z'],
  ['OPENAI_BASE_URL', 'localhost'],
  ['OPENAI_PRICES', 'gpt-4.1-mini=0.4'],
  ['MODEL_SPEND_DAY', '-1'],
  ['ROLES', 'web,wroker'],
  ['ROLES', ','],
  ['LOG_LEVEL', 'loud'],
  ['SECRET', 'hunter2'],
  ['METRICS_TOKEN', 'hunter2'],
  ['METRICS_PORT', '70000'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'hunter2'],
  ['OTEL_TRACES_SAMPLER', 'sometimes'],
  ['OTEL_TRACES_SAMPLER_ARG', '1.5'],
  ['TRUST_PROXY', 'maybe'],
  ['TRUST_PROXY', '10.0.0.0/40'],
  ['EMAIL_DELAY_SECONDS', '-5'],
  ['EMAIL_DELAY_SECONDS', 'soon'],
])('%s=%j is one problem, named, with a way out', (name, value) => {
  const told = problems({ [name]: value });
  expect(told).toHaveLength(1);
  expect(told[0]).toMatch(new RegExp(`^${name} .+: give .+`));
  expect(told[0]).not.toContain('hunter2');
});

test('all problems are told together', () => {
  const told = problems({
    PORT: 'x',
    SECRET: 'short',
    ROLES: 'cook',
    SMTP_URL: 'no',
    TRUST_PROXY: '?',
    LOG_LEVEL: '1',
  });
  expect(told.map((line) => line.split(' ')[0]).sort()).toEqual([
    'LOG_LEVEL',
    'PORT',
    'ROLES',
    'SECRET',
    'SMTP_URL',
    'TRUST_PROXY',
  ]);
});

test('an empty value counts as not given', () => {
  expect(read({ DATABASE_URL: '', PORT: ' ', MAIL_FROM: '' })).toEqual(read({}));
});

test('a database or production ends the demo', () => {
  const own = read({ DATABASE_URL: 'postgres://u:p@db/parley', ROLES: 'web,demo' });
  expect(own).toMatchObject({ demo: false, roles: ['web'], host: '127.0.0.1' });
  const production = read({ NODE_ENV: 'production' });
  expect(production).toMatchObject({ demo: false, production: true, roles: ['web', 'worker'], host: '0.0.0.0' });
});

test.each([
  ['off', false],
  ['on', true],
  ['2', 2],
  ['10.0.0.0/8, loopback, ::1', ['10.0.0.0/8', 'loopback', '::1']],
] as const)('TRUST_PROXY=%s', (text, value) => {
  expect(read({ TRUST_PROXY: text }).trustProxy).toEqual(value);
});

test('a local model needs an address and no key', () => {
  expect(read({ OPENAI_BASE_URL: 'http://localhost:11434/v1', OPENAI_MODEL: 'llama' }).openai).toEqual({
    apiKey: '',
    baseUrl: 'http://localhost:11434/v1',
    model: 'llama',
    models: ['llama'],
    embeddingModel: 'text-embedding-3-small',
    transcriptionModel: null,
  });
  const wordsAlone = { OPENAI_API_KEY: 'k', OPENAI_EMBEDDING_MODEL: 'off' };
  expect(read(wordsAlone).openai?.embeddingModel).toBeNull();
  const more = { OPENAI_API_KEY: 'k', OPENAI_MODEL: 'small', OPENAI_MODELS: 'large, small,, larger ' };
  expect(read(more).openai?.models).toEqual(['small', 'large', 'larger']);
});

test('speech is put into writing by OpenAI itself, and by other servers where their operator names a model', () => {
  const local = { OPENAI_BASE_URL: 'http://localhost:8000/v1' };
  const models = [
    { OPENAI_API_KEY: 'k' },
    { OPENAI_API_KEY: 'k', OPENAI_TRANSCRIPTION_MODEL: 'off' },
    { ...local, OPENAI_API_KEY: 'k' },
    { ...local, OPENAI_TRANSCRIPTION_MODEL: 'whisper-large' },
  ].map((env) => read(env as Record<string, string>).openai?.transcriptionModel);
  expect(models).toEqual(['gpt-4o-mini-transcribe', null, null, 'whisper-large']);
  expect(problems({ OPENAI_TRANSCRIPTION_MODEL: 'whisper-1' })).toEqual([expect.stringContaining('OPENAI_API_KEY')]);
  expect(problems({ OPENAI_TRANSCRIPTION_MODEL: 'off' })).toEqual([]);
});

test('.env counts below the environment, and the config is frozen', () => {
  writeFileSync(join(rootDir, '.env'), 'PORT=5000\nLOG_LEVEL="debug"\n');
  const config = loadConfig(rootDir, { SECRET, PORT: '6000' });
  expect(config).toMatchObject({ port: 6000, logLevel: 'debug', publicUrl: 'http://localhost:6000' });
  expect(Object.isFrozen(config) && Object.isFrozen(config.roles)).toBe(true);
});

test('.env counts as other editors write it too: with a mark before its first name, and their line ends', () => {
  writeFileSync(join(rootDir, '.env'), '\uFEFFPORT=5000\r\nMAIL_FROM=Acme <help@acme.test>\r\n');
  expect(loadConfig(rootDir, { SECRET })).toMatchObject({ port: 5000, mailFrom: 'Acme <help@acme.test>' });
});

test('ports of 0 become free ones, and .env is read once for all of it', async () => {
  writeFileSync(join(rootDir, '.env'), 'DEMO_PORT=0\nMAIL_FROM=Acme <help@acme.test>\n');
  const settled = loadSettledConfig(rootDir, { SECRET, PORT: '0' });
  rmSync(join(rootDir, '.env'));
  const { port, demoPort, ...config } = await settled;
  expect(config).toMatchObject({ mailFrom: 'Acme <help@acme.test>', publicUrl: `http://localhost:${port}` });
  expect([port, demoPort].every((one) => one > 0)).toBe(true);
});

test('a secret that is not given is made once, kept, and readable by its owner alone', () => {
  const first = readConfig({}, { rootDir }).secret;
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(readConfig({}, { rootDir }).secret).toBe(first);
  expect(statSync(join(rootDir, '.parley/secret')).mode & 0o777).toBe(0o600);
});

test('.env.example names every variable', () => {
  const example = readFileSync(new URL('../../../.env.example', import.meta.url), 'utf8');
  const told = problems(Object.fromEntries(ALL_WRONG));
  const named = [
    ...ALL_WRONG.keys(),
    'NODE_ENV',
    'HOST',
    'DATA_DIR',
    'OPENAI_API_KEY',
    'OPENAI_MODEL',
    'OPENAI_MODELS',
    'OPENAI_EMBEDDING_MODEL',
  ];
  expect(told).toHaveLength(ALL_WRONG.size);
  for (const name of named) expect(example).toMatch(new RegExp(`^#? ?${name}=`, 'm'));
});

const ALL_WRONG = new Map([
  ['PORT', 'x'],
  ['DEMO_PORT', 'x'],
  ['PUBLIC_URL', 'x'],
  ['DATABASE_URL', 'x'],
  ['REDIS_URL', 'x'],
  ['SMTP_URL', 'x'],
  ['MAIL_FROM', 'x'],
  ['OPENAI_BASE_URL', 'x'],
  ['ROLES', 'x'],
  ['LOG_LEVEL', 'x'],
  ['SECRET', 'x'],
  ['TRUST_PROXY', 'x'],
  ['EMAIL_DELAY_SECONDS', 'x'],
]);
