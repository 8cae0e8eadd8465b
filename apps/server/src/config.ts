/**
 * The only reader of the environment: one schema, parsed once, every problem told at once with what to do about it.
 * Refuses nothing silently; an empty value counts as not given, so that a compose file may pass variables through.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { readHosts } from './config-hosts.ts';
import { readTrustProxy } from './config-proxy.ts';
import { readPrices, SPENDING_VARIABLES, type SpendingConfig, spendingOf } from './config-spending.ts';
import { pairs, readTracing, TRACING_VARIABLES, type TracingConfig } from './config-tracing.ts';
import { freePort } from './core/free-port.ts';
import { keptSecret, SECRET_MIN_LENGTH } from './core/secrets.ts';
import { StartError } from './core/start-error.ts';

export const ROLES = ['web', 'worker', 'demo'] as const;
export type Role = (typeof ROLES)[number];
export const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One variable each; `fix` ends the sentence "NAME is wrong: ...". Text is parsed further below. */
const port = (fallback: number) =>
  Type.Integer({
    minimum: 0,
    maximum: 65_535,
    default: fallback,
    fix: 'give a port from 1 to 65535 (0: any free one)',
  });
const optional = (fix: string) => Type.Optional(Type.String({ fix }));
const Variables = Type.Object({
  NODE_ENV: optional("leave it out, or set 'production'"),
  PORT: port(4000),
  DEMO_PORT: port(4001),
  HOST: optional('give an address to listen on: 127.0.0.1 for this machine alone, 0.0.0.0 or :: for all networks'),
  PUBLIC_URL: optional('give the address visitors reach the server at, such as https://chat.example.com'),
  DATA_DIR: Type.String({ default: '.parley', fix: 'give a folder' }),
  DATABASE_URL: optional(
    'give postgres://user:password@host:5432/database, or leave it out to use the embedded Postgres',
  ),
  REDIS_URL: optional('give redis://host:6379 (rediss:// for TLS), or leave it out to run a single node'),
  SMTP_URL: optional('give smtp://user:password@host:587, or leave it out to have mails written under DATA_DIR/mail'),
  MAIL_FROM: optional("give an address such as 'Acme support <support@example.com>'"),
  OPENAI_API_KEY: optional('give the key, or leave it out to answer without a model'),
  OPENAI_BASE_URL: optional('give the address of an OpenAI-compatible server, such as http://localhost:11434/v1'),
  OPENAI_MODEL: Type.String({ default: 'gpt-4.1-mini', fix: 'give the name of a chat model' }),
  OPENAI_EMBEDDING_MODEL: Type.String({
    default: 'text-embedding-3-small',
    fix: "give the name of an embeddings model, or 'off'",
  }),
  OPENAI_MODELS: optional('give the names of further chat models that sites may choose, separated by commas'),
  OPENAI_TRANSCRIPTION_MODEL: optional(
    "give the name of a model that puts speech into writing, such as whisper-1, or 'off'; it needs OPENAI_API_KEY or OPENAI_BASE_URL",
  ),
  ...SPENDING_VARIABLES,
  ROLES: Type.String({ default: ROLES.join(','), fix: `give some of ${ROLES.join(', ')}, separated by commas` }),
  LOG_LEVEL: Type.Union(
    LOG_LEVELS.map((level) => Type.Literal(level)),
    { default: 'info', fix: `give one of ${LOG_LEVELS.join(', ')}` },
  ),
  SECRET: Type.Optional(
    Type.String({
      minLength: SECRET_MIN_LENGTH,
      fix: `give at least ${SECRET_MIN_LENGTH} characters (openssl rand -hex 32), or leave it out to have one kept in DATA_DIR`,
    }),
  ),
  METRICS_TOKEN: Type.Optional(
    Type.String({
      minLength: 16,
      pattern: '^[\\x21-\\x7e]+$',
      fix: 'give at least 16 characters without spaces, or leave it out to answer private addresses alone',
    }),
  ),
  METRICS_PORT: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 65_535, fix: 'give a port from 1 to 65535, or leave it out' }),
  ),
  TRUST_PROXY: Type.String({
    default: 'off',
    fix: 'give off, on, the number of proxies in front, or their addresses (10.0.0.0/8, loopback) separated by commas',
  }),
  MAX_SOCKETS_PER_ADDRESS: Type.Integer({
    minimum: 1,
    default: 500,
    fix: 'give how many visitors may be connected to one node from one address',
  }),
  MAX_FRAMES_PER_SECOND: Type.Integer({
    minimum: 1,
    default: 100,
    fix: "give how many frames a second a visitor's socket may send for long",
  }),
  CRAWL_ALLOW: optional(
    'give hosts with their ports (intranet.example:8080, localhost:4001) separated by commas, or leave it out',
  ),
  EMAIL_DELAY_SECONDS: Type.Integer({
    minimum: 0,
    maximum: 86_400,
    default: 60,
    fix: "give the seconds (0 to 86400) that an agent's answer waits before it goes out by mail",
  }),
  ...TRACING_VARIABLES,
});
type Variables = Static<typeof Variables>;
type Name = keyof Variables;

/** What the rest of the program knows about its surroundings. Frozen; never read from `process.env` again. */
export interface Config {
  /** No DATABASE_URL and not production: seeded logins work and the demo page is served. */
  readonly demo: boolean;
  readonly production: boolean;
  readonly port: number;
  readonly demoPort: number;
  readonly host: string;
  /** Without a slash at the end. */
  readonly publicUrl: string;
  /** Absolute. */
  readonly dataDir: string;
  /** Null: the embedded Postgres. */
  readonly databaseUrl: string | null;
  readonly redisUrl: string | null;
  /** Null: mails become files under `dataDir/mail`. */
  readonly smtpUrl: string | null;
  readonly mailFrom: string;
  /** Null: the bot answers from the knowledge base alone. `apiKey` is empty for a local model that wants none. */
  readonly openai: {
    readonly apiKey: string;
    readonly baseUrl: string | null;
    readonly model: string;
    /** Those that sites may choose from; `model` is the first. */
    readonly models: readonly string[];
    /** Null: passages are found by words alone. */
    readonly embeddingModel: string | null;
    /** The model that puts speech into writing; null: none does. */
    readonly transcriptionModel: string | null;
  } | null;
  /** What the model may cost each site. */
  readonly spending: SpendingConfig;
  readonly roles: readonly Role[];
  readonly logLevel: LogLevel;
  readonly secret: string;
  /** The bearer that /metrics wants; null: it answers those who come straight from a private address. */
  readonly metricsToken: string | null;
  /** A second port with /metrics alone; null: none. */
  readonly metricsPort: number | null;
  /** Null: no traces are sent. */
  readonly tracing: TracingConfig | null;
  /** As Fastify takes it: off, all, the number of hops, or the proxies' addresses. */
  readonly trustProxy: boolean | number | string[];
  /** Visitors' sockets on this node from one public address; agents may have four times as many. */
  readonly socketsPerAddress: number;
  /** Of a visitor's socket, saved up for 100 seconds; agents may send five times as many. */
  readonly framesPerSecond: number;
  readonly emailDelaySeconds: number;
  /** `host:port` of websites that may be imported although they are on private addresses or odd ports. */
  readonly crawlAllow: readonly string[];
}

/** Every problem of the environment, one a line; the message is what the operator should see. */
export class ConfigError extends StartError {
  override name = 'ConfigError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(
      `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}:\n${problems.map((line) => `  - ${line}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;

/** The config of a real start: `rootDir/.env` (past the mark that some editors begin it with) below the environment. Throws ConfigError. */
export const loadConfig = (rootDir: string, env: Environment = process.env): Config =>
  readConfig(withFile(rootDir, env), { rootDir });

/** As `loadConfig`. A port of 0 becomes one that is free now: addresses and origins are made from it. */
export async function loadSettledConfig(rootDir: string, env: Environment = process.env): Promise<Config> {
  const given = withFile(rootDir, env);
  const { port, demoPort } = readConfig(given, { rootDir });
  const [PORT, DEMO_PORT] = [port || (await freePort()), demoPort || (await freePort())].map(String);
  return readConfig({ ...given, PORT, DEMO_PORT }, { rootDir });
}

function withFile(rootDir: string, env: Environment): Environment {
  const file = join(rootDir, '.env');
  return existsSync(file) ? { ...parseEnv(readFileSync(file, 'utf8').replace(/^\uFEFF/, '')), ...env } : env;
}

/**
 * The config that `env` describes; relative folders count from `rootDir`. Throws ConfigError with every problem.
 * Touches the disk only where SECRET is not given: the kept one is read or made.
 */
export function readConfig(env: Environment, { rootDir }: { rootDir: string }): Config {
  const problems: string[] = [];
  const fixes = Variables.properties as unknown as Record<Name, { fix: string }>;
  const wrong = (name: Name, said = 'is not usable') => {
    // A value may be a secret or carry a password: the name says enough.
    problems.push(`${name} ${said}: ${fixes[name].fix}.`);
  };

  const given: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(Variables.properties)) {
    const text = env[name]?.trim();
    if (!text) continue;
    given[name] = (Type.IsInteger(schema) || Type.IsNumber(schema)) && /^-?[\d.]+$/.test(text) ? Number(text) : text;
    // One by one: typebox stops an object's list at eight errors.
    if (!Value.Check(schema, given[name])) wrong(name as Name);
  }
  const vars = Value.Default(Variables, given) as Variables;

  const url = (name: Name, protocols: string[]) => {
    const text = vars[name] as string | undefined;
    if (text === undefined) return null;
    if (URL.canParse(text) && protocols.includes(new URL(text).protocol)) return text;
    wrong(name, `is not an address that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`);
    return null;
  };
  const production = vars.NODE_ENV === 'production';
  const databaseUrl = url('DATABASE_URL', ['postgres:', 'postgresql:']);
  const demo = vars.DATABASE_URL === undefined && !production;
  const publicUrl = (url('PUBLIC_URL', ['http:', 'https:']) ?? `http://localhost:${vars.PORT}`).replace(/\/+$/, '');
  // The inbox and its cookie are at the root.
  if (URL.canParse(publicUrl) && !/^https?:\/\/[^/?#@]+$/i.test(publicUrl)) wrong('PUBLIC_URL', 'has more than a host');
  const baseUrl = url('OPENAI_BASE_URL', ['http:', 'https:']);
  const embeddingModel = vars.OPENAI_EMBEDDING_MODEL === 'off' ? null : vars.OPENAI_EMBEDDING_MODEL;
  const further = (vars.OPENAI_MODELS ?? '').split(',').map((name) => name.trim());
  const models = Object.freeze([...new Set([vars.OPENAI_MODEL, ...further])].filter((name) => name !== ''));
  // OpenAI itself has one; of other servers only their operator knows.
  const hears = vars.OPENAI_TRANSCRIPTION_MODEL ?? (baseUrl === null ? 'gpt-4o-mini-transcribe' : 'off');
  const transcriptionModel = hears === 'off' ? null : hears;
  if (vars.OPENAI_TRANSCRIPTION_MODEL !== undefined && transcriptionModel && !vars.OPENAI_API_KEY && baseUrl === null)
    wrong('OPENAI_TRANSCRIPTION_MODEL', 'has no server to run on');
  const roles = vars.ROLES.split(',').map((role) => role.trim()) as Role[];
  if (!roles.every((role) => ROLES.includes(role))) wrong('ROLES');
  const trustProxy = readTrustProxy(vars.TRUST_PROXY);
  if (trustProxy === undefined) wrong('TRUST_PROXY');
  if (vars.MAIL_FROM !== undefined && !/^[^\r\n@]*[^\s@<]@[^\s@>]+>?$/.test(vars.MAIL_FROM)) wrong('MAIL_FROM');
  const crawlAllow = readHosts(vars.CRAWL_ALLOW ?? '');
  if (!crawlAllow) wrong('CRAWL_ALLOW');
  if (demo && roles.includes('demo') && vars.PORT === vars.DEMO_PORT && vars.PORT !== 0) {
    wrong('DEMO_PORT', 'is the same as PORT');
  }
  const prices = readPrices(vars.OPENAI_PRICES);
  if (prices === undefined) wrong('OPENAI_PRICES');
  const redisUrl = url('REDIS_URL', ['redis:', 'rediss:']);
  const smtpUrl = url('SMTP_URL', ['smtp:', 'smtps:']);
  for (const name of ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_RESOURCE_ATTRIBUTES'] as const) {
    if (pairs(vars[name]) === undefined) wrong(name);
  }
  const collector = {
    tracesUrl: url('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT', ['http:', 'https:']),
    baseUrl: url('OTEL_EXPORTER_OTLP_ENDPOINT', ['http:', 'https:']),
  };
  if (problems.length > 0) throw new ConfigError(problems);

  const dataDir = resolve(rootDir, vars.DATA_DIR);
  const config: Config = {
    demo,
    production,
    port: vars.PORT,
    demoPort: vars.DEMO_PORT,
    host: vars.HOST ?? (production ? '0.0.0.0' : '127.0.0.1'),
    publicUrl,
    dataDir,
    databaseUrl,
    redisUrl,
    smtpUrl,
    mailFrom: vars.MAIL_FROM ?? `Parley <no-reply@${new URL(publicUrl).hostname}>`,
    openai:
      vars.OPENAI_API_KEY || baseUrl
        ? Object.freeze({
            apiKey: vars.OPENAI_API_KEY ?? '',
            baseUrl,
            model: vars.OPENAI_MODEL,
            models,
            embeddingModel,
            transcriptionModel,
          })
        : null,
    spending: spendingOf(vars, prices ?? {}),
    roles: Object.freeze([...new Set(roles)].filter((role) => demo || role !== 'demo')),
    logLevel: vars.LOG_LEVEL as LogLevel,
    secret: vars.SECRET ?? keptSecret(dataDir),
    metricsToken: vars.METRICS_TOKEN ?? null,
    metricsPort: vars.METRICS_PORT ?? null,
    tracing: readTracing(vars, collector),
    trustProxy: trustProxy ?? false,
    socketsPerAddress: vars.MAX_SOCKETS_PER_ADDRESS,
    framesPerSecond: vars.MAX_FRAMES_PER_SECOND,
    emailDelaySeconds: vars.EMAIL_DELAY_SECONDS,
    // The demo shop is the one website that everybody who tries Parley has.
    crawlAllow: Object.freeze([
      ...(crawlAllow ?? []),
      ...(demo ? [`localhost:${vars.DEMO_PORT}`, `127.0.0.1:${vars.DEMO_PORT}`] : []),
    ]),
  };
  return Object.freeze(config);
}
