/**
 * Holds real traffic to the documents that describe the API. Every test that talks through `create.ts` or `client.ts` is checked:
 * what was accepted the documents allow, and what was answered they describe, with no field more.
 */
import { Ajv, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { answerOf, asyncapi, type ChannelName } from '../src/reference/asyncapi.ts';
import { openapi } from '../src/reference/openapi.ts';
import type { JsonSchema } from '../src/reference/schemas.ts';

const URL_OF_DOCUMENTS = 'http://parley.test';

interface Response {
  readonly content: {
    readonly 'application/json': {
      readonly schema: {
        readonly properties?: {
          readonly error: { readonly properties: { readonly code: { readonly enum: readonly string[] } } };
        };
      };
    };
  };
}

interface Described {
  readonly parameters?: readonly { readonly name: string; readonly in: string; readonly required: boolean }[];
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Response>>;
}

/** What this document forgot to name is a drift too: objects hold what it says, and nothing else. */
function closed<Part>(part: Part): Part {
  if (Array.isArray(part)) return part.map(closed) as Part;
  if (typeof part !== 'object' || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([name, value]) => [name, closed(value)]));
  const isObject = inner.type === 'object' && inner.properties && !inner.additionalProperties;
  return (isObject ? { ...inner, additionalProperties: false } : inner) as Part;
}

/** Compiles parts of a document by their pointers, when they are first met. */
function checks(
  ajv: Ajv | Ajv2020,
  document: JsonSchema,
): (pointer: readonly string[], value: unknown) => string | null {
  ajv.addSchema(document, 'document');
  const known = new Map<string, ValidateFunction>();
  return (pointer, value) => {
    const $ref = `document#/${pointer.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;
    const check = known.get($ref) ?? ajv.compile({ $ref });
    known.set($ref, check);
    return check(value) ? null : ajv.errorsText(check.errors, { dataVar: '' });
  };
}

/** Neither strict about keywords of the documents' own, nor about formats, which are words to people. */
const LENIENT = { strict: false, validateFormats: false, allErrors: true } as const;

const http = openapi(URL_OF_DOCUMENTS);
const paths = http.paths as Readonly<Record<string, Readonly<Record<string, Described>>>>;
const sockets = asyncapi(URL_OF_DOCUMENTS);
const messages = (sockets.components as Record<string, Record<string, { readonly name: string }>>).messages ?? {};
const operations = sockets.operations as Readonly<Record<string, { readonly 'x-refusals'?: readonly string[] }>>;

/** One of each for a test's file, made when it first talks. */
function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
const asked = lazily(() => checks(new Ajv2020(LENIENT), http));
const askedInQuery = lazily(() => new Ajv2020({ ...LENIENT, coerceTypes: true }));
const answered = lazily(() => checks(new Ajv2020(LENIENT), closed(http)));
const said = lazily(() => checks(new Ajv(LENIENT), sockets));
const heard = lazily(() => checks(new Ajv(LENIENT), closed(sockets)));

/** Fixed paths before those with parameters, as the router has it. */
const routes = Object.keys(paths)
  .sort((a, b) => Number(a.includes('{')) - Number(b.includes('{')))
  .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{\w+\}/g, '[^/]+')}/?$`) }));

export interface Exchange {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  readonly status: number;
  readonly answer: unknown;
}

/** The codes that an operation may give with one status. */
function codesOf(response: Response): readonly string[] {
  return response.content['application/json'].schema.properties?.error.properties.code.enum ?? [];
}

/** Throws where a request of a described path and its answer are not as the document says. */
export function assertDescribed({ method, path, body, status, answer }: Exchange): void {
  const { pathname, searchParams } = new URL(path, URL_OF_DOCUMENTS);
  const verb = method.toLowerCase();
  const route = routes.find((one) => one.pattern.test(pathname) && paths[one.path]?.[verb]);
  if (!route) return;
  const operation = paths[route.path]?.[verb] as Described;
  const drift = (what: string) => new Error(`${method} ${path} is not as openapi.json describes it: ${what}`);
  const described = operation.responses[status];
  if (!described) throw drift(`it answered ${status} ${JSON.stringify(answer)}`);
  const at = ['paths', route.path, verb];
  const json = ['content', 'application/json', 'schema'];
  // Refusals are all of one shape: compiled once, not for each operation and status.
  const where = status >= 400 ? ['components', 'schemas', 'Error'] : [...at, 'responses', String(status), ...json];
  const wrong = answered()(where, answer);
  if (wrong) throw drift(`its answer ${status} ${JSON.stringify(answer)}: ${wrong}`);
  if (status >= 400) {
    const { code } = (answer as { error: { code: string } }).error;
    if (!codesOf(described).includes(code))
      throw drift(`its code ${code} with ${status}: name it in the command's refusals`);
  }
  if (status >= 300) return;
  const wrongBody = operation.requestBody && body !== undefined && asked()([...at, 'requestBody', ...json], body);
  if (wrongBody) throw drift(`it accepted ${JSON.stringify(body)}: ${wrongBody}`);
  const query = Object.fromEntries(searchParams);
  for (const parameter of operation.parameters ?? []) {
    if (parameter.in !== 'query') continue;
    if (parameter.name in query) {
      const schema = { properties: { [parameter.name]: (parameter as unknown as { schema: object }).schema } };
      if (!askedInQuery().validate(schema, { ...query })) throw drift(`it accepted ?${searchParams}`);
    } else if (parameter.required) throw drift(`it did without ${parameter.name}`);
  }
}

/** What may come without having been asked for with an `id`: events, and answers to frames that carried none. */
const unasked = (channel: ChannelName, command: unknown): string[] => {
  const { messages: on } = (sockets.channels as Record<string, { messages: object }>)[channel] as { messages: object };
  return Object.keys(on).filter((name) => /(Event|_answer)$/.test(name) && messages[name]?.name === command);
};

/** Checks the frames of one socket; `sent` remembers which frame an answer is for. */
export class FrameContract {
  readonly #channel: ChannelName;
  readonly #sent = new Map<string, Record<string, unknown>>();

  constructor(url: string) {
    this.#channel = url.includes('/ws/room/') ? 'site' : 'room';
  }

  sent(frame: unknown): void {
    if (typeof frame !== 'object' || frame === null || Array.isArray(frame)) return;
    const { id } = frame as Record<string, unknown>;
    if (typeof id === 'string') this.#sent.set(id, frame as Record<string, unknown>);
  }

  /** Throws where the frame is not one that the document has for this socket. */
  assertDescribed(frame: Record<string, unknown>): void {
    const asking = typeof frame.id === 'string' ? this.#sent.get(frame.id) : undefined;
    const drift = (what: string) =>
      new Error(`a frame is not as asyncapi.json describes it: ${JSON.stringify(frame)}: ${what}`);
    const check = (name: string) => heard()(['components', 'messages', name, 'payload'], frame);
    if (frame.command === 'error') {
      const wrong = check('error');
      const allowed = operations[`${this.#channel}.${asking?.command}`]?.['x-refusals'];
      if (wrong) throw drift(wrong);
      if (allowed && !allowed.includes(frame.code as string)) throw drift(`${asking?.command} may not refuse so`);
      return;
    }
    if (asking && messages[answerOf(asking.command as string)]) {
      const wrong = check(answerOf(asking.command as string));
      if (wrong) throw drift(wrong);
      const wrongCommand = said()(['components', 'messages', asking.command as string, 'payload'], asking);
      if (wrongCommand) throw drift(`${JSON.stringify(asking)} was accepted: ${wrongCommand}`);
      return;
    }
    const wrongs = unasked(this.#channel, frame.command).map(check);
    if (!wrongs.includes(null)) throw drift(wrongs.join('; or ') || 'no such event on this socket');
  }
}
