/** The one file that touches OpenTelemetry: sends spans by OTLP over HTTP. Loaded only where an endpoint is set. */
import { type Context, type Span as OtelSpan, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  BatchSpanProcessor,
  ParentBasedSampler,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Config } from '../config.ts';
import { currentSpan, type Span, type SpanOptions, type Tracing } from './tracing.ts';

const KINDS: Readonly<Record<NonNullable<SpanOptions['kind']>, SpanKind>> = {
  internal: SpanKind.INTERNAL,
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  consumer: SpanKind.CONSUMER,
};

/** Milliseconds that a stopping program waits for a collector. */
const LAST_WORDS_MS = 3_000;
/** Links of one span; a batch may hold 500 messages. */
const LINKS = 512;

class SentSpan implements Span {
  readonly otel: OtelSpan;

  constructor(otel: OtelSpan) {
    this.otel = otel;
  }
  get traceId(): string {
    return this.otel.spanContext().traceId;
  }
  rename(name: string): void {
    this.otel.updateName(name);
  }
  set(attributes: Parameters<Span['set']>[0]): void {
    this.otel.setAttributes(attributes);
  }
  link(other: Span): void {
    if (other instanceof SentSpan) this.otel.addLink({ context: other.otel.spanContext() });
  }
  fail(code: string): void {
    this.otel.setStatus({ code: SpanStatusCode.ERROR, message: code });
  }
  end(): void {
    this.otel.end();
  }
}

/** Never throws later on: a collector that is away costs the spans and nothing else. */
export function startTracing(config: NonNullable<Config['tracing']>, version: string): Tracing {
  const { url, headers, resource, sampler, ratio } = config;
  const roots = { always_on: new AlwaysOnSampler(), always_off: new AlwaysOffSampler() };
  const provider = new TracerProvider({
    resource: defaultResource().merge(resourceFromAttributes({ ...resource, 'service.version': version })),
    // A child is sampled when its parent is, so that a trace is whole or not at all.
    sampler: new ParentBasedSampler({
      root: sampler === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : roots[sampler],
    }),
    spanLimits: { linkCountLimit: LINKS },
    spanProcessors: [new BatchSpanProcessor({ exporter: new OTLPTraceExporter({ url, headers }) })],
  });
  const tracer = provider.getTracer('parley', version);
  const parentOf = (root: boolean | undefined): Context => {
    const parent = root ? undefined : currentSpan();
    return parent instanceof SentSpan ? trace.setSpan(ROOT_CONTEXT, parent.otel) : ROOT_CONTEXT;
  };
  return {
    start: (name, { kind = 'internal', attributes = {}, links = [], root } = {}) => {
      const linked = links
        .filter((link) => link instanceof SentSpan)
        .map((link) => ({ context: link.otel.spanContext() }));
      return new SentSpan(tracer.startSpan(name, { kind: KINDS[kind], attributes, links: linked }, parentOf(root)));
    },
    stop: async () => {
      const late = new Promise<void>((resolve) => {
        setTimeout(resolve, LAST_WORDS_MS).unref();
      });
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}
