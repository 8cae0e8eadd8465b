/**
 * Reads documents that strangers made, in a thread of its own: whatever one does to its reader, the chat goes on. A document has a
 * time and a measure of memory; with one that takes more its thread is ended, and the next gets another.
 */
import { Worker } from 'node:worker_threads';
import { type DocumentTrouble, type ReadAnswer, type ReadDocument, type ReadTask, Unreadable } from './document.ts';

/** Milliseconds for one document. */
const PATIENCE_MS = 60_000;
/** Megabytes of objects, and of objects and buffers together; what holds the text of a thousand pages needs a third. */
const OBJECTS_MB = 256;
const MEMORY_BYTES = 400_000_000;
/** Between two looks at how much it holds: what unfolds does so at some hundred megabytes a second. */
const WATCH_MS = 100;
/** An idle thread goes, with all that its libraries hold. */
const IDLE_MS = 20_000;

interface Thread {
  readonly worker: Worker;
  idle: NodeJS.Timeout | undefined;
}

let thread: Thread | null = null;
/** One at a time: two cores are as good as one here, and memory is not. */
let turn: Promise<unknown> = Promise.resolve();

/** Throws `Unreadable`, or the reason of `signal`. */
export function readDocument(
  task: ReadTask,
  { signal, patienceMs = PATIENCE_MS }: { signal?: AbortSignal; patienceMs?: number } = {},
): Promise<ReadDocument> {
  const mine = turn.then(() => {
    signal?.throwIfAborted();
    return inThread(task, signal, patienceMs);
  });
  turn = mine.catch(() => undefined);
  return mine;
}

async function inThread(task: ReadTask, signal: AbortSignal | undefined, patienceMs: number): Promise<ReadDocument> {
  thread ??= begin();
  const { worker } = thread;
  clearTimeout(thread.idle);
  worker.ref();
  const { promise, resolve, reject } = Promise.withResolvers<ReadAnswer>();
  const end = (why: unknown) => {
    if (thread?.worker === worker) thread = null;
    reject(why);
    void worker.terminate();
  };
  const tooMuch = () => end(new Unreadable('took_too_much'));
  const late = setTimeout(() => end(new Unreadable('took_too_long')), patienceMs);
  const watch = setInterval(() => {
    worker.getHeapStatistics().then(
      ({ used_heap_size, external_memory }) => {
        if (used_heap_size + external_memory > MEMORY_BYTES) tooMuch();
      },
      () => undefined,
    );
  }, WATCH_MS);
  const leave = () => end(signal?.reason);
  const broken = (error: NodeJS.ErrnoException) =>
    error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? tooMuch() : end(new Unreadable('unreadable'));
  const ended = () => end(new Unreadable('unreadable'));
  signal?.addEventListener('abort', leave);
  worker.once('message', resolve).once('error', broken).once('exit', ended);
  // A copy of its own: the caller's may be a slice of something larger.
  const bytes = Uint8Array.from(task.bytes);
  worker.postMessage({ ...task, bytes }, [bytes.buffer]);
  try {
    const answer = await promise;
    if ('trouble' in answer) throw new Unreadable(answer.trouble satisfies DocumentTrouble);
    return answer.read;
  } finally {
    clearTimeout(late);
    clearInterval(watch);
    signal?.removeEventListener('abort', leave);
    worker.off('message', resolve).off('error', broken).off('exit', ended);
    rest(worker);
  }
}

function begin(): Thread {
  const worker = new Worker(new URL('./document-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: OBJECTS_MB, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
    // What a library says of a document is nobody's business.
    stdout: true,
    stderr: true,
  });
  // Between two documents too: an error without a listener ends the process.
  worker.on('error', () => {
    if (thread?.worker === worker) thread = null;
  });
  return { worker, idle: undefined };
}

/** The program does not stay for it. */
function rest(worker: Worker): void {
  if (thread?.worker !== worker) return;
  worker.unref();
  thread.idle = setTimeout(() => {
    if (thread?.worker === worker) thread = null;
    void worker.terminate();
  }, IDLE_MS).unref();
}
