/** Holds that keys are stable and bound to their purpose, and that a kept secret is never replaced behind one's back. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { deriveKey, keptSecret } from './secrets.ts';
import { StartError } from './start-error.ts';

let dataDir: string;
beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'parley-secrets-'));
});
afterEach(() => rmSync(dataDir, { recursive: true }));

test('the same secret and purpose give the same 32 bytes, another of either gives others', () => {
  const secret = 's'.repeat(64);
  const key = deriveKey(secret, 'jwt-visitor');
  expect(key).toHaveLength(32);
  expect(deriveKey(secret, 'jwt-visitor')).toEqual(key);
  expect(deriveKey(secret, 'jwt-agent')).not.toEqual(key);
  expect(deriveKey(`${secret}s`, 'jwt-visitor')).not.toEqual(key);
});

test('the kept secret leaves one file and survives', () => {
  const secret = keptSecret(join(dataDir, 'new/folder'));
  expect(keptSecret(join(dataDir, 'new/folder'))).toBe(secret);
  expect(readdirSync(join(dataDir, 'new/folder'))).toEqual(['secret']);
});

test('a damaged file is refused, not replaced', () => {
  writeFileSync(join(dataDir, 'secret'), 'half');
  expect(() => keptSecret(dataDir)).toThrow(StartError);
  expect(() => keptSecret(dataDir)).toThrow(/damaged/);
});

test('a data folder that cannot be made is told with a way out', () => {
  writeFileSync(join(dataDir, 'file'), '');
  expect(() => keptSecret(join(dataDir, 'file/below'))).toThrow(/DATA_DIR/);
});

test('a folder that the system refuses is told, not waited for', () => {
  expect(() => keptSecret('/proc/parley')).toThrow(/cannot be kept in \/proc\/parley/);
});
