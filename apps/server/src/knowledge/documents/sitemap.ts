/** A sitemap, or an index of sitemaps, also packed by gzip: the addresses in it, and nothing else of it. */
import { gunzipSync } from 'node:zlib';
import { Parser } from 'htmlparser2';
import { decode } from './decode.ts';
import { document, type ReadDocument, type ReadTask, Unreadable } from './document.ts';

/** Bytes of one unpacked: the format's own limit is 50 MB for 50,000 addresses, of which we take fewer. */
const MOST_BYTES = 16_777_216;
const MOST_ADDRESSES = 5_000;

/** Whether it seems to be one: XML with the one or the other root. */
export const isSitemap = (bytes: Uint8Array): boolean => {
  const start = Buffer.from(bytes.subarray(0, 2_000)).toString('latin1');
  return isPacked(bytes) || (/<(?:\w+:)?(urlset|sitemapindex)[\s>]/.test(start) && !/<html[\s>]/i.test(start));
};

const isPacked = (bytes: Uint8Array): boolean => bytes[0] === 0x1f && bytes[1] === 0x8b;

export function readSitemap({ bytes }: ReadTask): ReadDocument {
  const links: string[] = [];
  const sitemaps: string[] = [];
  let root = '';
  let path: string[] = [];
  let text = '';
  const parser = new Parser(
    {
      onopentagname: (given) => {
        const name = given.replace(/^.*:/, '');
        root ||= name;
        path = [...path.slice(-9), name];
        text = '';
      },
      ontext: (piece) => {
        if (text.length < 4_000) text += piece;
      },
      onclosetag: () => {
        const [parent, name] = path.slice(-2);
        const into = parent === 'url' ? links : parent === 'sitemap' ? sitemaps : null;
        if (name === 'loc' && into && into.length < MOST_ADDRESSES && URL.canParse(text.trim())) into.push(text.trim());
        path = path.slice(0, -1);
        text = '';
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(decode(unpacked(bytes)));
  if (root !== 'urlset' && root !== 'sitemapindex') throw new Unreadable('not_a_sitemap');
  return document([], { links: [...new Set(links)], sitemaps: [...new Set(sitemaps)] });
}

function unpacked(bytes: Uint8Array): Uint8Array {
  if (!isPacked(bytes)) return bytes;
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES });
  } catch (error) {
    throw new Unreadable(
      (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? 'unfolds' : 'not_a_sitemap',
    );
  }
}
