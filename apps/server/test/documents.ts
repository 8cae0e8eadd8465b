/** Files as programs write them, made by hand: PDFs, zips and DOCX, good ones and ones that lie. */
import { crc32, deflateRawSync } from 'node:zlib';

export interface PdfLine {
  readonly text: string;
  readonly size?: number;
  /** Of the next line below it. */
  readonly gap?: number;
}

/** `stream`: instead of the first page's text, as it stands in the file, with the entries of its dictionary. */
export function pdfOf(
  pages: readonly (readonly PdfLine[])[],
  {
    trailer = '',
    objects = [],
    stream,
  }: { trailer?: string; objects?: readonly string[]; stream?: { dictionary: string; bytes: Buffer } } = {},
): Buffer {
  const bodies: Buffer[] = [];
  const add = (...parts: (string | Buffer)[]) =>
    bodies.push(Buffer.concat(parts.map((part) => Buffer.from(part as string, 'latin1'))));
  const first = 4;
  const kids = pages.map((_, i) => `${first + 2 * i} 0 R`).join(' ');
  add('<</Type/Catalog/Pages 2 0 R>>');
  add(`<</Type/Pages/Count ${pages.length}/Kids[${kids}]>>`);
  add('<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>');
  for (const [i, lines] of pages.entries()) {
    add(
      `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 3 0 R>>>>/Contents ${first + 2 * i + 1} 0 R>>`,
    );
    let y = 780;
    const text = lines
      .map(({ text: words, size = 11, gap = 14 }) => {
        const line = `BT /F ${size} Tf 60 ${y} Td (${words.replace(/[()\\]/g, '\\$&')}) Tj ET`;
        y -= gap;
        return line;
      })
      .join('\n');
    const { dictionary, bytes } = (i === 0 && stream) || { dictionary: '', bytes: Buffer.from(text, 'latin1') };
    add(`<<${dictionary}/Length ${bytes.length}>>\nstream\n`, bytes, '\nendstream');
  }
  for (const object of objects) add(object);
  const out: Buffer[] = [Buffer.from('%PDF-1.7\n')];
  const offsets: number[] = [];
  let size = (out[0] as Buffer).length;
  for (const [i, body] of bodies.entries()) {
    offsets.push(size);
    const object = Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]);
    out.push(object);
    size += object.length;
  }
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('');
  out.push(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${rows}trailer\n<</Size ${offsets.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${size}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(out);
}

/** `stated`: what an entry says its size is, where that is a lie. */
export function zipOf(entries: readonly { name: string; content: Buffer | string; stated?: number }[]): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, content, stated } of entries) {
    const bytes = Buffer.from(content as string);
    const packed = deflateRawSync(bytes);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(20, 4);
    head.writeUInt16LE(8, 8);
    head.writeUInt32LE(crc32(bytes), 14);
    head.writeUInt32LE(packed.length, 18);
    head.writeUInt32LE(stated ?? bytes.length, 22);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(20, 4);
    head.copy(entry, 6, 4, 30);
    entry.writeUInt32LE(offset, 42);
    files.push(head, Buffer.from(name), packed);
    directory.push(entry, Buffer.from(name));
    offset += head.length + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...files, ...directory, end]);
}

/** `body`: paragraphs of WordprocessingML. */
export const docxOf = (body: string, more: Parameters<typeof zipOf>[0] = []): Buffer =>
  zipOf([
    {
      name: '[Content_Types].xml',
      content:
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    },
    {
      name: '_rels/.rels',
      content:
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    },
    {
      name: 'word/document.xml',
      content: `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${body}</w:body></w:document>`,
    },
    ...more,
  ]);

export const paragraph = (text: string, style = ''): string =>
  `<w:p>${style && `<w:pPr><w:pStyle w:val="${style}"/></w:pPr>`}<w:r><w:t>${text}</w:t></w:r></w:p>`;
