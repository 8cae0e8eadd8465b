/** Holds what becomes of documents that strangers made: good ones keep their headings, and bad ones end in a word and harm nothing. */
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { docxOf, paragraph, pdfOf, zipOf } from '../../../test/documents.ts';
import { passagesOf } from '../passages.ts';
import type { DocumentKind, ReadTask } from './document.ts';
import { readDocument } from './read-document.ts';

const read = (kind: DocumentKind, bytes: Buffer | string, more: Partial<ReadTask> = {}) =>
  readDocument({ kind, bytes: Buffer.from(bytes as string), name: 'the_file.xyz', ...more });
const part = async (kind: DocumentKind, bytes: Buffer | string, more: Partial<ReadTask> = {}) =>
  (await read(kind, bytes, more)).parts[0];

describe('good documents', () => {
  test('a web page keeps headings, lists, tables and links, and loses what stands on every page', async () => {
    const page = `<!doctype html><html><head><title>Returns | Acme</title><base href="/help/"></head><body>
      <header><a href="/">Acme</a></header><nav><ul><li>Menu</li></ul></nav>
      <main><p><a href="/">Help</a> / Returns</p><h1>Returns</h1><p>Send it <b>back</b> within <em>30 days</em>. See the <a href="form?id=1">form</a>, or <a href="javascript:alert(1)">click</a>.<br>Keep the tags.</p>
      <h2>Costs</h2><ul><li>Free <ul><li>in Portugal</li><li>in Spain</li></ul></li><li>Else 5 €</li></ul>
      <h3>By weight</h3><table><tr><th>Weight</th><th>Price</th></tr><tr><td>1 kg</td><td>5 €</td></tr><tr><td>2 kg</td><td>7 €</td></tr></table>
      <ol><li>Pack</li><li>Send</li></ol><blockquote><p>Easy!</p></blockquote><pre>code   here</pre>
      <dl><div><dt>Refund</dt><dd>within a week</dd></div><dt>To</dt><dd>your card</dd></dl><details><summary>How?</summary>By post.</details><script>alert(1)</script><img src="x" alt="picture"></main>
      <footer>© Acme</footer></body></html>`;
    const { parts, links } = await read('html', page, { address: 'https://acme.test/help/returns' });
    expect(parts).toEqual([
      {
        title: 'Returns',
        body: `Send it **back** within *30 days*. See the [form](https://acme.test/help/form?id=1), or click.
Keep the tags.

## Costs

- Free
- in Portugal
- in Spain
- Else 5 €

### By weight

- 1 kg; Price: 5 €
- 2 kg; Price: 7 €

1. Pack
2. Send

> Easy!

\`\`\`
code   here
\`\`\`

- Refund: within a week
- To: your card

### How?

By post.`,
      },
    ]);
    expect(links).toContain('https://acme.test/help/form?id=1');
    expect(passagesOf(parts[0]?.body as string).map(({ heading }) => heading)).toEqual(['', 'Costs']);
  });

  test('a page in another encoding is read as it says, and one that says nothing as it seems', async () => {
    const latin = Buffer.from(
      '<html><head><meta charset="iso-8859-1"></head><body><p>Größe und Füße</p></body></html>',
      'latin1',
    );
    expect((await part('html', latin))?.body).toBe('Größe und Füße');
    const greek = Buffer.from([0xc3, 0xe5, 0xe9, 0xe1]);
    expect((await part('html', greek, { charset: 'iso-8859-7' }))?.body).toBe('Γεια');
    expect((await part('text', Buffer.from('\ufeffZahlen', 'utf16le')))?.body).toBe('Zahlen');
    expect((await part('text', Buffer.from('Fu\u00dfe', 'latin1')))?.body).toBe('Fuße');
  });

  test('a PDF keeps paragraphs, and headings by their size; without any, its pages are the headings', async () => {
    const manual = pdfOf([
      [
        { text: 'Care of boots', size: 22, gap: 40 },
        { text: 'Brush them first. Then take a soft cloth and let the leather take in some wa-' },
        { text: 'ter before the wax.', gap: 40 },
        { text: 'Wax', size: 16, gap: 24 },
        { text: 'Beeswax, warm (never hot).' },
      ],
      [{ text: 'Dry them slowly.' }],
    ]);
    const boots = await part('pdf', manual);
    expect(boots?.title).toBe('the file');
    expect(boots?.body).toBe(
      '## Care of boots\n\nBrush them first. Then take a soft cloth and let the leather take in some water before the wax.\n\n## Wax\n\nBeeswax, warm (never hot).\n\nDry them slowly.',
    );
    const plain = await part('pdf', pdfOf([[{ text: 'One.' }], [{ text: 'Two.' }]]));
    expect(plain?.body).toBe('## Page 1\n\nOne.\n\n## Page 2\n\nTwo.');
  });

  test('a DOCX keeps headings and lists', async () => {
    const body =
      paragraph('Opening hours', 'Heading1') +
      paragraph('Monday to Friday.') +
      paragraph('Holidays', 'Heading2') +
      paragraph('Closed &amp; quiet.');
    expect(await part('docx', docxOf(body))).toEqual({
      title: 'Opening hours',
      body: 'Monday to Friday.\n\n## Holidays\n\nClosed & quiet.',
    });
  });

  test('what is too long for one article becomes several, which say so', async () => {
    const long = Array.from({ length: 40 }, (_, i) => `## Part ${i}\n\n${'Words and words. '.repeat(120)}`).join(
      '\n\n',
    );
    const { parts } = await read('markdown', `# Book\n\n${long}`);
    expect(parts.map(({ title }) => title)).toEqual(['Book (1/3)', 'Book (2/3)', 'Book (3/3)']);
    expect(parts.every(({ body }) => body.length <= 30_000 && body.startsWith('## Part'))).toBe(true);
    expect((await read('text', 'x'.repeat(100_000))).parts).toHaveLength(4);
  });
});

/** Packs without holding what it packs: zeros, `megabytes` of them, twice. */
const packedTwice = (megabytes: number): Buffer => deflateSync(deflateSync(Buffer.alloc(megabytes * 1_000_000, 0x20)));
const ENCRYPTED = pdfOf([[{ text: 'Secret' }]], {
  objects: [`<</Filter/Standard/V 1/R 2/P -4/O<${'ab'.repeat(32)}>/U<${'cd'.repeat(32)}>>>`],
  trailer: '/Encrypt 6 0 R/ID[<0123456789abcdef><0123456789abcdef>]',
});
const NESTED = '<div>'.repeat(200_000);

describe('bad documents', () => {
  test.each<[string, DocumentKind, () => Buffer | string, string]>([
    ['nothing', 'pdf', () => '', 'empty'],
    ['nothing as a page', 'html', () => '  ', 'empty'],
    ['nothing as text', 'markdown', () => '\n\n', 'empty'],
    ['a page that says it is a PDF', 'pdf', () => '<html></html>', 'not_a_pdf'],
    ['a PDF that ends after its beginning', 'pdf', () => '%PDF-1.7\n1 0 obj', 'unreadable'],
    ['a PDF behind a password', 'pdf', () => ENCRYPTED, 'encrypted'],
    ['a PDF without text', 'pdf', () => pdfOf([[]]), 'no_text'],
    [
      'a PDF of a thousand pages and one',
      'pdf',
      () => pdfOf(Array.from({ length: 1_001 }, () => [{ text: 'x' }])),
      'too_long',
    ],
    [
      'a PDF whose page unfolds to 500 MB',
      'pdf',
      () => pdfOf([[]], { stream: { dictionary: '/Filter[/FlateDecode/FlateDecode]', bytes: packedTwice(500) } }),
      'took_too_much',
    ],
    ['text that says it is a DOCX', 'docx', () => 'hello', 'not_a_docx'],
    ['a zip of something else', 'docx', () => zipOf([{ name: 'a.txt', content: 'a' }]), 'not_a_docx'],
    ['a DOCX that is cut off', 'docx', () => docxOf(paragraph('x')).subarray(0, 300), 'not_a_docx'],
    ['a DOCX without text', 'docx', () => docxOf(''), 'no_text'],
    ['a DOCX of broken XML', 'docx', () => docxOf('<w:p><w:r>'), 'unreadable'],
    [
      'a DOCX that unfolds to 150 MB',
      'docx',
      () => docxOf(paragraph('x'), [{ name: 'word/media/a.bin', content: Buffer.alloc(150_000_000) }]),
      'unfolds',
    ],
    [
      'a DOCX that unfolds to 150 MB and says it does not',
      'docx',
      () => docxOf(paragraph('x'), [{ name: 'word/media/a.bin', content: Buffer.alloc(150_000_000), stated: 1_000 }]),
      'not_a_docx',
    ],
    ['a document of an old Word', 'docx', () => Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'encrypted'],
    ['a text without an end', 'text', () => 'words '.repeat(700_000), 'too_long'],
    [
      'a picture that says it is text',
      'text',
      () => Buffer.from('89504e470d0a1a0a0000000d4948445200000100', 'hex'),
      'not_text',
    ],
    ['a table without rows', 'csv', () => ',\n , \n\n,', 'no_rows'],
    ['a table of ten thousand rows', 'csv', () => 'q,a\n'.repeat(10_000), 'too_long'],
    ['a sitemap that is a page', 'sitemap', () => '<html><body>x</body></html>', 'not_a_sitemap'],
    ['a sitemap that unfolds to 40 MB', 'sitemap', () => gzipSync(Buffer.alloc(40_000_000)), 'unfolds'],
  ])(
    '[Z5] %s: %s',
    async (_name, kind, bytes, code) => {
      await expect(read(kind, bytes())).rejects.toMatchObject({ code });
      // The next one is read as if nothing had been.
      expect((await part('markdown', '# Fine\n\nYes.'))?.title).toBe('Fine');
    },
    60_000,
  );

  test('[Z5] pages made to break their reader are read or refused, and nothing else happens', async () => {
    for (const page of [
      NESTED,
      `${NESTED}text`,
      `<p>${'<b>'.repeat(100_000)}x`,
      '<ul><li>'.repeat(20_000),
      `<a href="${'x'.repeat(1_000_000)}">x</a>`,
      '&'.repeat(500_000),
      '<!--'.repeat(100_000),
    ])
      await readDocument({ kind: 'html', bytes: Buffer.from(`<body>${page}`), name: 'x' }, { patienceMs: 3_000 }).catch(
        (error: { code?: string }) => expect(error.code).toMatch(/unreadable|too_/),
      );
    expect((await part('markdown', '# Fine\n\nYes.'))?.title).toBe('Fine');
  }, 60_000);

  test('a page that needs more room than most is read in the end', async () => {
    const row = (i: number) =>
      `<div><h3>Title ${i}</h3><p>Some words <b>and</b> a <a href="/x${i}">link</a>.</p></div>`;
    const long = Array.from({ length: 15_000 }, (_, i) => row(i)).join('');
    const { parts } = await read('html', `<html><body><main><h1>Long</h1>${long}</main></body></html>`);
    expect(parts.at(-1)?.body).toContain('Title 14999');
  }, 60_000);

  test('[Z5] what takes too long is ended, and whoever stops waiting stops it', async () => {
    const slow = pdfOf(
      Array.from({ length: 900 }, () => Array.from({ length: 50 }, () => ({ text: 'words '.repeat(12) }))),
    );
    const task = { kind: 'pdf', bytes: slow, name: 'slow.pdf' } as const;
    await expect(readDocument(task, { patienceMs: 50 })).rejects.toMatchObject({ code: 'took_too_long' });
    const leaving = new AbortController();
    const reading = readDocument(task, { signal: leaving.signal });
    leaving.abort(new Error('the program stops'));
    await expect(reading).rejects.toThrow('the program stops');
    expect((await part('markdown', '# Fine\n\nYes.'))?.title).toBe('Fine');
  });
});
