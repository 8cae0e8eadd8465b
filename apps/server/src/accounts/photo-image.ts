/**
 * The only file that touches sharp: makes of an uploaded picture a small square one that holds nothing else. What is no JPEG,
 * PNG or WebP is refused before anything decodes it, and so is what would unfold to too many pixels.
 */
import type SharpFunction from 'sharp';
import { refuse } from '../core/errors.ts';

/** Twice the largest size that a screen shows. */
const EDGE = 256;
/** More than any phone's camera makes; decoded it is 200 MB at the very most, in strips far less. */
const MAX_PIXELS = 50_000_000;
const SECONDS = 10;
/** Each takes a core for up to a second and some tens of MB. */
const AT_ONCE = 2;

/** How the formats begin that are taken. */
const STARTS: readonly ((bytes: Buffer) => boolean)[] = [
  (bytes) => bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])),
  (bytes) => bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])),
  (bytes) => bytes.subarray(0, 4).toString('latin1') === 'RIFF' && bytes.subarray(8, 12).toString('latin1') === 'WEBP',
];
const LOADERS = ['VipsForeignLoadJpegBuffer', 'VipsForeignLoadPngBuffer', 'VipsForeignLoadWebpBuffer'];

type Sharp = typeof SharpFunction;
let loading: Promise<Sharp> | undefined;

/** When the first picture comes: most programs never see one. */
async function load(): Promise<Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // A second lock: libvips itself can open nothing else, whatever a file says it is.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({ operation: LOADERS });
  return sharp;
}

let running = 0;

const notAPicture = () =>
  refuse('invalid', { fields: { image: 'is not a picture that can be used: take a JPEG, PNG or WebP' } });

/** A square WebP, upright, without any of the original's metadata. Throws `invalid`, or `overloaded`. */
export async function squarePhoto(bytes: Buffer): Promise<Buffer> {
  if (!STARTS.some((isStart) => isStart(bytes))) throw notAPicture();
  if (running >= AT_ONCE) throw refuse('overloaded', { retryAfter: 2 });
  running += 1;
  try {
    loading ??= load();
    const sharp = await loading;
    return await sharp(bytes, { limitInputPixels: MAX_PIXELS, pages: 1, failOn: 'error' })
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize(EDGE, EDGE, { fit: 'cover' })
      .webp({ quality: 82 })
      .toBuffer();
  } catch {
    throw notAPicture();
  } finally {
    running -= 1;
  }
}
