/** Every text on every ground it may stand on, in light and dark: at least 4.5:1; outlines of controls and the dots of labels at least 3:1. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { contrast, type Rgb, readColour } from '../src/ui/colour.ts';

const css = readFileSync(new URL('../src/tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z-]+):\s*light-dark\((oklch\([^)]*\)),\s*(oklch\([^)]*\))\)/g)].map(
    ([, name, light, dark]) => [name as string, { light, dark } as { light: string; dark: string }] as const,
  ),
);
const GROUNDS = ['ground', 'surface', 'raised', 'sunken', 'hover', 'selected'];
const STATES = ['accent', 'green', 'amber', 'red'];
const LABELS = ['grey', 'red', 'amber', 'green', 'teal', 'blue', 'purple', 'pink'];

const pairs: [text: string, ground: string, least: number][] = [
  ...['text', 'text-muted', 'text-faint'].flatMap((text) =>
    [...GROUNDS, 'accent-tint'].map((ground): [string, string, number] => [text, ground, 4.5]),
  ),
  ...STATES.flatMap((state) =>
    [...GROUNDS, `${state}-tint`].map((ground): [string, string, number] => [`${state}-text`, ground, 4.5]),
  ),
  ...LABELS.flatMap((label) => GROUNDS.map((ground): [string, string, number] => [`label-${label}`, ground, 3])),
  ['on-accent', 'accent', 4.5],
  ['on-accent', 'accent-hover', 4.5],
  ['on-red', 'red', 4.5],
  ['on-inverse', 'inverse', 4.5],
  ['on-inverse-accent', 'inverse', 4.5],
  ...['ground', 'surface', 'raised'].map((ground): [string, string, number] => ['line-control', ground, 3]),
];

function colour(name: string, theme: 'light' | 'dark'): Rgb {
  const found = readColour(tokens.get(name)?.[theme] ?? '');
  if (!found) throw new Error(`--${name} is not a colour of the tokens`);
  return found;
}

describe.each(['light', 'dark'] as const)('in %s', (theme) => {
  it.each(pairs)('--%s on --%s reaches %d:1', (text, ground, least) => {
    expect(contrast(colour(text, theme), colour(ground, theme))).toBeGreaterThanOrEqual(least);
  });
});

it('reads colours as browsers do', () => {
  expect(contrast(readColour('#fff') as Rgb, readColour('#000000') as Rgb)).toBeCloseTo(21, 1);
  expect(contrast(readColour('oklch(1 0 0)') as Rgb, readColour('#767676') as Rgb)).toBeCloseTo(4.54, 1);
  expect(readColour('red')).toBeNull();
});
