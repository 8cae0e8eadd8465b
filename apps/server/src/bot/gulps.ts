/**
 * Reads what models stream no oftener than it is shown: the first word at once, then what has come since the last look. A token by
 * itself costs the program ten times what it costs among others, and whoever writes to people meanwhile would wait for them all.
 */

/** Milliseconds between two looks at one stream: as many as there are streams, within these. Nobody reads faster. */
const LEAST_MS = 40;
const MOST_MS = 150;
/** Looks that none waits for: before the first word many servers send pieces without any. */
const FIRST = 4;

let streams = 0;

/** `fetch`, but for the pace at which a stream of events arrives. */
export async function fetchInGulps(...request: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...request);
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream')) return response;
  const { status, statusText, headers } = response;
  return new Response(inGulps(response.body), { status, statusText, headers });
}

function inGulps(body: ReadableStream<Uint8Array<ArrayBuffer>>): ReadableStream<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  let looks = 0;
  let lookedAt = 0;
  let over = false;
  let wake = () => {};
  streams += 1;
  const end = () => {
    if (!over) streams -= 1;
    over = true;
    wake();
  };
  const rest = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, ms);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  // Who called it off is not kept waiting.
  reader.closed.then(end, end);
  return new ReadableStream(
    {
      pull: async (controller) => {
        const due = lookedAt + Math.min(MOST_MS, Math.max(LEAST_MS, streams)) - performance.now();
        if (looks >= FIRST && due > 0 && !over) await rest(due);
        looks += 1;
        const { done, value } = await reader.read();
        lookedAt = performance.now();
        if (!done) return controller.enqueue(value);
        end();
        return controller.close();
      },
      cancel: (reason) => {
        end();
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );
}
