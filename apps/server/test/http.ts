/** One call over HTTP, for tests: what was answered, with the refusal and the cookie at hand. */
import type { ErrorCode } from '@parley/protocol';

export interface Answer<Body> {
  readonly status: number;
  readonly body: Body;
  /** Of a refusal. */
  readonly error?: { readonly code: ErrorCode; readonly fields?: Record<string, string> };
  readonly headers: Headers;
  /** `name=value` as a browser would send it back; empty where none was set. */
  readonly cookie: string;
}

export interface Request {
  readonly method?: string;
  readonly body?: object;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** POST where there is a body, else GET. Follows no redirect. */
export async function call<Body = unknown>(
  server: { readonly url: string },
  path: string,
  { method, body, token, headers = {} }: Request = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${server.url}${path}`, {
    method: method ?? (body ? 'POST' : 'GET'),
    redirect: 'manual',
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(token && { authorization: `Bearer ${token}` }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('application/json') ? JSON.parse(text) : null;
  return {
    status: response.status,
    body: json ?? text,
    ...(json?.error && { error: json.error }),
    headers: response.headers,
    cookie: response.headers.get('set-cookie')?.split(';')[0] ?? '',
  };
}
