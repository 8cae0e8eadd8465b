/**
 * Getting something from an address that a stranger may have chosen: one request, to a public address alone. The name is resolved
 * once, every address that it has is checked, and the connection goes to one of those very addresses, so that a name cannot mean
 * something else a moment later. Follows no redirect: where it leads to is another address, and the caller's decision.
 */
import { type LookupAddress, lookup as systemLookup } from 'node:dns';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { isPublicAddress } from './public-address.ts';

export type FetchTrouble =
  /** Not http or https, a port that is not theirs, or with a password in it. */
  | 'address_refused'
  /** It leads into a private network, or to this machine. */
  | 'not_public'
  | 'name_unknown'
  | 'no_connection'
  | 'bad_certificate'
  | 'too_slow'
  | 'too_large'
  | 'broken_answer';

export class FetchFailed extends Error {
  readonly code: FetchTrouble;

  constructor(code: FetchTrouble, options?: ErrorOptions) {
    super(code, options);
    this.code = code;
  }
}

export interface PublicFetchOptions {
  /** `host:port` that may be private, and have any port. */
  readonly allow: readonly string[];
  readonly headers?: Readonly<Record<string, string>>;
  /** Of the body, unpacked and packed. */
  readonly maxBytes: number;
  /** For all of it, from the name to the last byte. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal;
  /** Who is asked for a name's addresses. */
  readonly resolve?: typeof systemLookup;
}

export interface Fetched {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer;
}

const PORTS: Readonly<Record<string, string>> = { 'http:': '80', 'https:': '443' };

/** `host:port`, with the port that the scheme stands for. */
export const hostOf = (url: URL): string => `${url.hostname}:${url.port || PORTS[url.protocol]}`;

/** GET. Throws `FetchFailed`, or the reason of `signal`. */
export async function fetchPublic(url: URL, options: PublicFetchOptions): Promise<Fetched> {
  const allowed = options.allow.includes(hostOf(url));
  const port = PORTS[url.protocol];
  if (port === undefined || url.username || url.password) throw new FetchFailed('address_refused');
  if (!allowed) {
    if (url.port !== '' && url.port !== port) throw new FetchFailed('address_refused');
    // A literal address is connected to without being looked up.
    const literal = url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(literal) && !isPublicAddress(literal)) throw new FetchFailed('not_public');
  }
  // Neither AbortSignal.timeout nor AbortSignal.any: both keep all that listens to them, and so every body, long after its end.
  const over = new AbortController();
  const { signal } = over;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    over.abort();
  }, options.timeoutMs);
  const leave = () => over.abort();
  options.signal?.addEventListener('abort', leave);
  if (options.signal?.aborted) leave();
  try {
    const response = await answer(url, allowed, options, signal);
    try {
      return {
        status: response.statusCode ?? 0,
        headers: response.headers,
        body: await bodyOf(response, options, signal),
      };
    } finally {
      response.destroy();
    }
  } catch (error) {
    if (options.signal?.aborted) throw options.signal.reason;
    if (late) throw new FetchFailed('too_slow');
    throw error instanceof FetchFailed ? error : new FetchFailed(troubleOf(error), { cause: error });
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener('abort', leave);
  }
}

function answer(
  url: URL,
  allowed: boolean,
  options: PublicFetchOptions,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, {
      // None is shared with anything else, and none that a variable of the environment could point to a proxy.
      agent: false,
      signal,
      headers: { 'accept-encoding': 'gzip, deflate, br', connection: 'close', ...options.headers },
      ...(!allowed && { lookup: publicLookup(options.resolve ?? systemLookup) }),
    });
    request.on('response', resolve);
    // One that wants to be a tunnel or another protocol is no page.
    request.on('upgrade', (_response, socket) => {
      socket.destroy();
      reject(new FetchFailed('broken_answer'));
    });
    request.on('error', reject);
    request.end();
  });
}

/** Fails where any of a name's addresses is not public: one that is half private is a trick or a mistake. */
const publicLookup =
  (resolve: typeof systemLookup): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname, { ...options, all: true }, (error, found) => {
      if (error) return done(error, []);
      const addresses = found as LookupAddress[];
      const [first] = addresses;
      if (!first || !addresses.every(({ address }) => isPublicAddress(address)))
        return done(new FetchFailed('not_public') as NodeJS.ErrnoException, []);
      return options.all ? done(null, addresses) : done(null, first.address, first.family);
    });
  };

const UNPACK: Readonly<Record<string, () => NodeJS.ReadWriteStream>> = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
};

/** Counts before and behind the unpacking: neither an endless body nor one that unfolds is kept. */
async function bodyOf(response: IncomingMessage, options: PublicFetchOptions, signal: AbortSignal): Promise<Buffer> {
  const { maxBytes } = options;
  if (Number(response.headers['content-length'] ?? 0) > maxBytes) throw new FetchFailed('too_large');
  const encoding = response.headers['content-encoding']?.trim().toLowerCase() || 'identity';
  const unpack = UNPACK[encoding];
  if (!unpack && encoding !== 'identity') throw new FetchFailed('broken_answer');
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let packed = 0;
    const fail = (error: unknown) => {
      // First said, then done: what is cut off says so too.
      reject(error);
      response.destroy();
    };
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    response.on('error', fail);
    response.on('aborted', () => fail(new FetchFailed('broken_answer')));
    response.on('data', (chunk: Buffer) => {
      packed += chunk.length;
      if (packed > maxBytes) fail(new FetchFailed('too_large'));
    });
    const stream = unpack ? response.pipe(unpack()) : response;
    stream.on('error', () => fail(new FetchFailed('broken_answer')));
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) return fail(new FetchFailed('too_large'));
      chunks.push(chunk);
      return undefined;
    });
    stream.on('end', () => resolve(Buffer.concat(chunks)));
  });
}

function troubleOf(error: unknown): FetchTrouble {
  const code = String((error as NodeJS.ErrnoException).code ?? '');
  if (/^(ENOTFOUND|EAI_)/.test(code)) return 'name_unknown';
  if (/CERT|^ERR_TLS|SELF_SIGNED|UNABLE_TO/.test(code)) return 'bad_certificate';
  if (/^(HPE_|ERR_HTTP|ERR_STREAM)/.test(code)) return 'broken_answer';
  return 'no_connection';
}
