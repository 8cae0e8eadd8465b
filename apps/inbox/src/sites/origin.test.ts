import { describe, expect, it } from 'vitest';
import { readOrigin } from './origin.ts';

describe('an origin as people write it', () => {
  it.each([
    ['https://www.example.com', 'https://www.example.com'],
    [' https://Example.com/shop?a=1#b ', 'https://example.com'],
    ['http://localhost:4001/', 'http://localhost:4001'],
    ['https://example.com:443', 'https://example.com'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('%s is %s', (text, origin) => {
    expect(readOrigin(text, [])).toEqual({ origin });
  });
  it.each([
    ['example.com', 'https://'],
    ['https://*.example.com', 'Wildcards'],
    ['ftp://example.com', 'http'],
    ['https://', 'not an address'],
    ['https://user:secret@example.com', 'password'],
  ])('%s is refused and the reason names %s', (text, word) => {
    expect(readOrigin(text, [])).toEqual({ problem: expect.stringContaining(word) });
  });
  it('says when it is on the list already', () => {
    expect(readOrigin('https://a.example/x', ['https://a.example'])).toEqual({
      problem: expect.stringContaining('already'),
    });
  });
});
