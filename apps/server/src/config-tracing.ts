/** OpenTelemetry's usual variables, read for `config.ts`: the program hands the SDK what they say, so that .env counts too. */
import { Type } from 'typebox';

export interface TracingConfig {
  /** Where spans are posted, the path included. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  /** `service.name` and whatever else describes this node. */
  readonly resource: Readonly<Record<string, string>>;
  readonly sampler: 'always_on' | 'always_off' | 'traceidratio';
  /** From 0 to 1, for `traceidratio`. */
  readonly ratio: number;
}

const SAMPLERS = ['always_on', 'always_off', 'traceidratio'] as const;
const NAMES = SAMPLERS.flatMap((name) => [name, `parentbased_${name}`]);

const optional = (fix: string) => Type.Optional(Type.String({ fix }));
/** Part of config.ts' table; `fix` ends the sentence "NAME is wrong: ...". */
export const TRACING_VARIABLES = {
  OTEL_EXPORTER_OTLP_ENDPOINT: optional('give the collector’s address, such as http://localhost:4318'),
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: optional(
    'give the address that traces are posted to, such as http://localhost:4318/v1/traces',
  ),
  OTEL_EXPORTER_OTLP_HEADERS: optional('give name=value pairs, separated by commas'),
  OTEL_SERVICE_NAME: optional('give a name'),
  OTEL_RESOURCE_ATTRIBUTES: optional('give name=value pairs, separated by commas'),
  OTEL_TRACES_SAMPLER: Type.String({
    default: 'parentbased_always_on',
    pattern: `^(${NAMES.join('|')})$`,
    fix: `give one of ${NAMES.join(', ')}`,
  }),
  OTEL_TRACES_SAMPLER_ARG: Type.String({
    default: '1',
    pattern: '^(0(\\.\\d+)?|\\.\\d+|1(\\.0+)?)$',
    fix: 'give a share from 0 to 1',
  }),
  OTEL_SDK_DISABLED: optional("give 'true', or leave it out"),
};

export interface TracingVariables {
  readonly OTEL_SDK_DISABLED?: string | undefined;
  readonly OTEL_EXPORTER_OTLP_HEADERS?: string | undefined;
  readonly OTEL_SERVICE_NAME?: string | undefined;
  readonly OTEL_RESOURCE_ATTRIBUTES?: string | undefined;
  readonly OTEL_TRACES_SAMPLER: string;
  readonly OTEL_TRACES_SAMPLER_ARG: string;
}

/** Null where neither endpoint is given, or the SDK is disabled. `tracesUrl` is taken as it is, `/v1/traces` comes behind `baseUrl`. */
export function readTracing(
  vars: TracingVariables,
  { tracesUrl, baseUrl }: { tracesUrl: string | null; baseUrl: string | null },
): TracingConfig | null {
  const url = tracesUrl ?? (baseUrl && `${baseUrl.replace(/\/+$/, '')}/v1/traces`);
  if (!url || vars.OTEL_SDK_DISABLED?.toLowerCase() === 'true') return null;
  return Object.freeze({
    url,
    headers: Object.freeze(pairs(vars.OTEL_EXPORTER_OTLP_HEADERS) ?? {}),
    resource: Object.freeze({
      'service.name': 'parley',
      ...pairs(vars.OTEL_RESOURCE_ATTRIBUTES),
      ...(vars.OTEL_SERVICE_NAME && { 'service.name': vars.OTEL_SERVICE_NAME }),
    }),
    // No trace is continued from outside, so a parent's decision is always our own.
    sampler: vars.OTEL_TRACES_SAMPLER.replace('parentbased_', '') as TracingConfig['sampler'],
    ratio: Number(vars.OTEL_TRACES_SAMPLER_ARG),
  });
}

/** `a=1,b=two%20words`; undefined where the text is nothing of the sort. */
export function pairs(text = ''): Record<string, string> | undefined {
  const found: Record<string, string> = {};
  for (const pair of text.split(',').filter((part) => part.trim() !== '')) {
    const at = pair.indexOf('=');
    if (at < 1) return undefined;
    try {
      found[pair.slice(0, at).trim()] = decodeURIComponent(pair.slice(at + 1).trim());
    } catch {
      return undefined;
    }
  }
  return found;
}
