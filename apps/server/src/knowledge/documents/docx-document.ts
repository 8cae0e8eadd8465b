/** A DOCX as an article. It is a zip, and is unpacked for counting first: one that unfolds to gigabytes never reaches the reader. */
import { convertToHtml, images } from 'mammoth';
import { fromBufferPromise } from 'yauzl';
import { document, type ReadDocument, type ReadTask, titleOf, Unreadable } from './document.ts';
import { htmlMarkdown } from './html-markdown.ts';
import { parsePage } from './parse-html.ts';
import { nameAsTitle } from './text-document.ts';

/** Bytes of all that is in it, unpacked. A book of a thousand pages has ten million; pictures are in it packed already. */
const MOST_UNPACKED = 134_217_728;
const MOST_ENTRIES = 5_000;

export async function readDocx({ bytes, name }: ReadTask): Promise<ReadDocument> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b)
    throw new Unreadable(bytes.length === 0 ? 'empty' : isOld(bytes) ? 'encrypted' : 'not_a_docx');
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  await count(buffer);
  const { value } = await convertToHtml(
    { buffer },
    { externalFileAccess: false, convertImage: images.imgElement(async () => ({ src: '' })) },
  ).catch(() => {
    throw new Unreadable('unreadable');
  });
  const { body: root } = parsePage(value);
  const text = root ? htmlMarkdown(root, null) : '';
  if (!text) throw new Unreadable('no_text');
  const own = /^# +(.*)(?:\n+|$)/.exec(text);
  const body = (own ? text.slice(own[0].length) : text).trim();
  const title = titleOf(own?.[1] ?? '') || nameAsTitle(name);
  return document([{ title, body: body || title }]);
}

/** An encrypted one is no zip but the container that older programs wrote, as their own files are. */
const isOld = (bytes: Uint8Array): boolean => Buffer.from(bytes.subarray(0, 4)).toString('hex') === 'd0cf11e0';

/** Sizes that a zip states may be lies: what comes out is counted, and where that is not what was stated yauzl throws. */
async function count(buffer: Buffer): Promise<void> {
  let unpacked = 0;
  let entries = 0;
  let isDocx = false;
  try {
    const zip = await fromBufferPromise(buffer, { lazyEntries: true });
    for await (const entry of zip.eachEntry()) {
      isDocx ||= entry.fileName === 'word/document.xml' || entry.fileName === '[Content_Types].xml';
      if (++entries > MOST_ENTRIES || unpacked + entry.uncompressedSize > MOST_UNPACKED)
        throw new Unreadable('unfolds');
      const stream = await zip.openReadStreamPromise(entry);
      for await (const chunk of stream) {
        unpacked += (chunk as Buffer).length;
        if (unpacked > MOST_UNPACKED) throw new Unreadable('unfolds');
      }
    }
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable('not_a_docx');
  }
  if (!isDocx) throw new Unreadable('not_a_docx');
}
