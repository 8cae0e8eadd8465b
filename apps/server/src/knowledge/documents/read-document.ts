/**
 * Reads documents that strangers made, in a thread of its own: whatever one does to its reader, the chat goes on. A document has a
 * time and a measure of memory; with one that takes more its thread is ended, and the next gets another.
 */
import { Worker } from 'node:worker_threads';
import { type DocumentTrouble, type ReadAnswer, type ReadDocument, type ReadTask, Unreadable } from './document.ts';

/** Milliseconds for one document. */
const PATIENCE_MS = 60_000;
/**
 * Megabytes of objects that a thread may hold. With much room it sweeps late, and holds much: what is no PDF or DOCX is read with
 * little, and one in a thousand again with more (a page of 90,000 elements needs 200). Of objects and buffers together.
 */
const ROOMS = { small: 64, large: 256 } as const;
type Room = keyof typeof ROOMS;
const MEMORY_BYTES = 400_000_000;
/** Between two looks at how much it holds: what unfolds does so at some hundred megabytes a second. */
const WATCH_MS = 100;
/** An idle thread goes, with all that its libraries hold. */
const IDLE_MS = 20_000;

interface Thread {
  readonly worker: Worker;
  readonly room: Room;
  idle: NodeJS.Timeout | undefined;
}

let thread: Thread | null = null;
/** One at a time: two cores are as good as one here, and memory is not. */
let turn: Promise<unknown> = Promise.resolve();

export interface Reading {
  readonly signal?: AbortSignal;
  readonly patienceMs?: number;
}

/** Throws `Unreadable`, or the reason of `signal`. */
export function readDocument(task: ReadTask, reading: Reading = {}): Promise<ReadDocument> {
  const mine = turn.then(async () => {
    reading.signal?.throwIfAborted();
    if (task.kind === 'pdf' || task.kind === 'docx') return inThread(task, 'large', reading);
    try {
      return await inThread(task, 'small', reading);
    } catch (error) {
      if (!(error instanceof Unreadable) || error.code !== 'took_too_much') throw error;
      return inThread(task, 'large', reading);
    }
  });
  turn = mine.catch(() => undefined);
  return mine;
}

async function inThread(
  task: ReadTask,
  room: Room,
  { signal, patienceMs = PATIENCE_MS }: Reading,
): Promise<ReadDocument> {
  if (thread && thread.room !== room) {
    void thread.worker.terminate();
    clearTimeout(thread.idle);
    thread = null;
  }
  thread ??= begin(room);
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

function begin(room: Room): Thread {
  const worker = new Worker(new URL('./document-thread.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: ROOMS[room], maxYoungGenerationSizeMb: 16, stackSizeMb: 4 },
    // What a library says of a document is nobody's business.
    stdout: true,
    stderr: true,
  });
  // Between two documents too: an error without a listener ends the process.
  worker.on('error', () => {
    if (thread?.worker === worker) thread = null;
  });
  return { worker, room, idle: undefined };
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
