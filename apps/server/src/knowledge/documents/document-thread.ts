/** One thread that reads documents, one after the other. Started, watched and ended by `read-document.ts` alone. */
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { type DocumentKind, type ReadAnswer, type ReadDocument, type ReadTask, Unreadable } from './document.ts';
import { divided } from './parts.ts';

/** Whoever imports waits a little longer on a busy machine; whoever talks does not. */
const BEHIND_THE_CHAT = 10;

// On Linux each thread has its own; elsewhere this would set the whole program back.
if (process.platform === 'linux') setPriority(BEHIND_THE_CHAT);

/** Each with its libraries, when the first of its kind comes. */
const READERS: Readonly<Record<DocumentKind, () => Promise<(task: ReadTask) => ReadDocument | Promise<ReadDocument>>>> =
  {
    html: async () => (await import('./html-document.ts')).readHtml,
    pdf: async () => (await import('./pdf-document.ts')).readPdf,
    docx: async () => (await import('./docx-document.ts')).readDocx,
    markdown: async () => (await import('./text-document.ts')).readMarkdown,
    text: async () => (await import('./text-document.ts')).readText,
    csv: async () => (await import('./csv-document.ts')).readCsv,
    sitemap: async () => (await import('./sitemap.ts')).readSitemap,
  };

async function read(task: ReadTask): Promise<ReadAnswer> {
  try {
    const found = await (await READERS[task.kind]())(task);
    return { read: { ...found, parts: found.parts.flatMap(divided) } };
  } catch (error) {
    // What a library throws at a broken document says nothing to people.
    return { trouble: error instanceof Unreadable ? error.code : 'unreadable' };
  }
}

parentPort?.on('message', (task: ReadTask) => {
  void read(task).then((answer) => parentPort?.postMessage(answer));
});
