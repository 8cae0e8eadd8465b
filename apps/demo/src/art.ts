// The shop's drawings: one SVG symbol per kind of thing, and the landscape of the front page. Colours come from CSS:
// `--a` the cloth, `--b` its shade, `--c` its light, `--k` straps and poles. No file is loaded, no style attribute used.

import { Html, html } from './html.ts';

const fill = (tone: 'a' | 'b' | 'c' | 'k', d: string): string => `<path fill="var(--${tone})" d="${d}"/>`;
const line = (d: string, width = 2.5, tone: 'a' | 'b' | 'c' | 'k' = 'k'): string =>
  `<path fill="none" stroke="var(--${tone})" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round" d="${d}"/>`;

const drawings = {
  dome: [
    fill('b', 'M22 100Q44 38 82 24Q120 38 142 100Z'),
    fill('a', 'M22 100Q44 38 82 24Q92 62 96 100Z'),
    fill('k', 'M46 100Q56 68 70 52Q80 74 82 100Z'),
    fill('c', 'M46 100Q56 68 70 52Q62 78 60 100Z'),
    line('M22 100Q44 38 82 24Q120 38 142 100M82 24Q92 62 96 100'),
    line('M22 100L10 106M142 100L152 106', 2),
  ],
  tunnel: [
    fill('b', 'M14 100Q18 44 46 40L112 32Q146 40 150 100Z'),
    fill('a', 'M14 100Q18 44 46 40Q72 48 74 100Z'),
    fill('k', 'M28 100Q32 64 46 60Q60 66 62 100Z'),
    fill('c', 'M28 100Q32 64 46 60Q44 80 44 100Z'),
    line('M14 100Q18 44 46 40Q72 48 74 100M80 36Q106 46 110 100M112 32Q146 40 150 100'),
    line('M14 100L4 106M150 100L158 106', 2),
  ],
  family: [
    fill('b', 'M62 36L128 36L150 100L62 100Z'),
    fill('a', 'M62 36Q40 62 30 100L92 100Q86 62 62 36Z'),
    fill('k', 'M46 100Q52 72 62 58Q72 74 76 100Z'),
    fill('c', 'M104 58h22l7 20h-27z'),
    fill('c', 'M62 36L14 52L18 58L60 46Z'),
    line('M62 36L14 52M16 53L16 102M62 36L128 36L150 100M62 36Q40 62 30 100M62 36Q86 62 92 100'),
  ],
  solo: [
    fill('b', 'M10 100L60 44L108 50L152 100Z'),
    fill('a', 'M10 100L60 44Q80 66 86 100Z'),
    fill('k', 'M40 100Q48 74 60 62Q70 78 72 100Z'),
    line('M36 100Q44 36 60 44Q86 54 92 100M10 100L60 44L108 50L152 100'),
  ],
  tarp: [
    fill('a', 'M14 66L80 28L112 76L44 92Z'),
    fill('b', 'M80 28L148 62L112 76Z'),
    line('M80 28L80 102M14 66L4 102M44 92L38 104M148 62L156 102M112 76L116 104'),
  ],
  boot: [
    fill('a', 'M44 20h42q0 28 12 38q14 10 34 14q12 3 12 20H44q-4-36 0-72z'),
    fill('b', 'M44 20h16q-4 36 0 72H44q-4-36 0-72z'),
    fill('c', 'M118 69q26 4 26 23h-32q0-14 6-23z'),
    fill('k', 'M40 90h106q2 12-2 14h-10l-4-5h-8l-4 5h-10l-4-5h-8l-4 5H42q-4-6-2-14z'),
    line('M76 34h12M77 44h13M80 54h14M86 64h14', 3, 'c'),
    line('M42 18h46', 5, 'b'),
  ],
  shoe: [
    fill('a', 'M28 54q18 8 38-6q22 22 48 26q32 4 32 20H26q-2-24 2-40z'),
    fill('b', 'M28 54q10 5 20 3q-6 20-2 37H26q-2-24 2-40z'),
    fill('c', 'M116 74q30 4 30 20h-36q0-12 6-20z'),
    fill('k', 'M22 92h126q3 12-6 13H30q-9-3-8-13z'),
    line('M68 62l10-4M78 70l10-5M90 76l9-5', 3, 'c'),
  ],
  slipper: [
    fill('a', 'M24 68q22 6 44-14q26 24 54 28q24 4 24 16H26q-6-14-2-30z'),
    fill('c', 'M24 68q22 6 44-14l9 8q-24 22-53 18z'),
    fill('k', 'M20 96h128q1 8-6 8H26q-6-2-6-8z'),
  ],
  daypack: [
    fill('a', 'M48 40q0-20 32-20t32 20v52q0 12-12 12H60q-12 0-12-12z'),
    fill('b', 'M96 22q16 5 16 18v52q0 12-12 12h-8q8-40 4-82z'),
    fill('c', 'M58 66h44v24q0 6-6 6H64q-6 0-6-6z'),
    line('M70 20q0-10 10-10t10 10M58 66h44', 3),
    line('M62 44h36', 2.5, 'c'),
    fill('k', 'M40 62h8v30h-8q-3-15 0-30zM112 62h8q3 15 0 30h-8z'),
  ],
  backpack: [
    fill('k', 'M50 6h60q6 0 6 8t-6 8H50q-6 0-6-8t6-8z'),
    fill('a', 'M50 34q0-14 30-14t30 14v62q0 10-10 10H60q-10 0-10-10z'),
    fill('b', 'M94 21q16 3 16 13v62q0 10-10 10H90q8-42 4-85z'),
    fill('c', 'M46 30q0-14 34-14t34 14l-4 16H50z'),
    fill('b', 'M60 72h40v22q0 6-6 6H66q-6 0-6-6z'),
    line('M66 40v24M94 40v24M60 72h40', 3),
    fill('k', 'M40 54h10v40H40q-5-20 0-40zM110 54h10q5 20 0 40h-10z'),
  ],
  bag: [
    fill('a', 'M22 60Q24 36 52 34Q110 38 142 56Q150 66 142 78Q108 96 52 94Q24 90 22 60Z'),
    fill('b', 'M52 94Q108 96 142 78Q148 70 146 62Q108 82 40 80Q30 78 24 72Q28 92 52 94Z'),
    fill('k', 'M30 62q2-16 20-16q14 2 14 18q-2 14-16 14q-18-2-18-16z'),
    fill('c', 'M36 62q2-10 14-10q8 2 8 12q-2 8-10 8q-12-2-12-10z'),
    line('M78 38q10 26 0 54M98 43q9 22 0 46M118 49q7 16 0 34', 2, 'b'),
  ],
  mat: [
    fill('a', 'M52 42H126q16 4 16 26t-16 26H52z'),
    fill('b', 'M52 76H140q-4 16-14 18H52z'),
    fill('c', 'M52 42a26 26 0 1 0 0 52a26 26 0 1 0 0-52z'),
    line('M52 54a14 14 0 1 0 14 14q0-8-8-8t-8 8', 3, 'b'),
    line('M88 42q10 26 0 52M112 42q10 26 0 52', 4),
  ],
  burner: [
    fill('a', 'M56 74q0-10 24-10t24 10v24q0 8-24 8t-24-8z'),
    fill('b', 'M88 64.6q16 2 16 9.4v24q0 6-16 7.6z'),
    fill('c', 'M56 80q24 8 48 0v10q-24 8-48 0z'),
    fill('k', 'M75 48h10v16H75zM66 42h28l-4 8H70z'),
    line('M50 34l18 12M110 34l-18 12M80 30v14', 4),
    fill('c', 'M80 10q10 10 4 18q-4 4-8 0q-6-8 4-18z'),
  ],
  remote: [
    fill('a', 'M100 66q0-8 22-8t22 8v30q0 8-22 8t-22-8z'),
    fill('c', 'M100 74q22 7 44 0v10q-22 7-44 0z'),
    fill('k', 'M34 66h30l-4 10H38z'),
    line('M24 56l16 14M74 56L58 70M40 76L26 104M58 76L72 104M49 76v28', 4),
    line('M58 88q20 14 28-6q4-24 30-30', 3),
    fill('c', 'M49 30q14 14 6 26q-6 6-12 0q-8-12 6-26z'),
  ],
  pot: [
    fill('a', 'M44 44h68v50q0 10-10 10H54q-10 0-10-10z'),
    fill('b', 'M94 44h18v50q0 10-10 10H88q8-30 6-60z'),
    fill('c', 'M40 34h76v10H40z'),
    fill('k', 'M72 26h12v8H72z'),
    line('M112 56h18q8 0 8 8v14', 5),
    line('M54 60h22M54 70h14', 3, 'c'),
  ],
  can: [
    fill('a', 'M38 58q0-14 42-14t42 14v36q0 12-42 12t-42-12z'),
    fill('b', 'M98 45.5q24 3 24 12.5v36q0 9-24 11.2z'),
    fill('c', 'M38 66q42 12 84 0v18q-42 12-84 0z'),
    fill('k', 'M70 34h20v12H70zM74 26h12v8H74z'),
  ],
  filter: [
    fill('a', 'M58 46q0-10 22-10t22 10l6 44q0 16-28 16t-28-16z'),
    fill('b', 'M88 36.5q14 2 14 9.5l6 44q0 12-16 15.2z'),
    fill('c', 'M70 58q10-16 10-16q10 16 10 20a10 10 0 0 1-20 0z'),
    fill('k', 'M66 20h28v16H66zM72 10h16v10H72z'),
    line('M60 82h40', 3, 'c'),
  ],
  jacket: [
    fill('a', 'M62 22l18 8l18-8l22 12l18 54l-18 6l-10-26v38H50V68L40 94l-18-6l18-54z'),
    fill('b', 'M80 30l18-8l22 12l18 54l-18 6l-10-26v38H80z'),
    fill('c', 'M62 22q18-16 36 0q-4 12-18 14q-14-2-18-14z'),
    line('M80 36v70M58 82h12M90 82h12', 2.5),
  ],
  puffer: [
    fill('a', 'M60 22h40l22 12l16 54l-18 6l-10-26v38H50V68L40 94l-18-6l16-54z'),
    fill('b', 'M80 22h20l22 12l16 54l-18 6l-10-26v38H80z'),
    fill('c', 'M60 22q2-10 20-10t20 10l-8 6H68z'),
    line('M50 46h60M50 62h60M50 78h60M50 94h60M32 58l14 5M28 74l14 5M128 58l-14 5M132 74l-14 5', 2, 'c'),
    line('M80 26v80', 2.5),
  ],
  tee: [
    fill('a', 'M58 24q22 16 44 0l32 18l-12 22l-14-6v48H52V58l-14 6l-12-22z'),
    fill('b', 'M102 24l32 18l-12 22l-14-6v48H90q8-40 0-76q8-2 12-6z'),
    line('M58 24q22 22 44 0', 4, 'c'),
  ],
  trousers: [
    fill('a', 'M52 18h56l10 88H90L80 52l-10 54H42z'),
    fill('b', 'M80 18h28l10 88H90L80 52z'),
    fill('k', 'M52 18h56l1 9H51z'),
    line('M60 34l-6 12M100 34l6 12', 2.5, 'c'),
    line('M48 70h14M98 70h14', 2.5, 'k'),
  ],
  lamp: [
    line('M22 52Q80 14 138 52Q152 74 138 86', 10, 'a'),
    line('M22 52Q8 74 22 86', 10, 'b'),
    fill('k', 'M54 44h52q8 0 8 8v28q0 8-8 8H54q-8 0-8-8V52q0-8 8-8z'),
    fill('c', 'M80 50a16 16 0 1 0 0 32a16 16 0 1 0 0-32z'),
    fill('a', 'M80 58a8 8 0 1 0 0 16a8 8 0 1 0 0-16z'),
  ],
  barrel: [
    fill('a', 'M46 34h68q6 34 0 70H46q-6-36 0-70z'),
    fill('b', 'M92 34h22q6 34 0 70H92q6-36 0-70z'),
    fill('k', 'M44 20h72q4 0 4 7t-4 7H44q-4 0-4-7t4-7z'),
    line('M44 58h72M44 84h72', 3, 'c'),
    fill('c', 'M66 24h28v5H66z'),
  ],
  seatpack: [
    fill('a', 'M18 62q-4-18 14-22L120 26q20 0 22 22q0 16-20 20L44 88q-20 2-26-26z'),
    fill('b', 'M18 62q10 4 26 0l98-22v8q0 16-20 20L44 88q-20 2-26-26z'),
    line('M52 36l6 48M92 30l6 44', 5),
    line('M110 20l10 84M96 20h28', 5),
    line('M30 66l12-2', 3, 'c'),
  ],
  beacon: [
    fill('a', 'M52 14h48q10 0 10 10v68q0 12-12 12H62q-12 0-12-12V24q0-10 2-10z'),
    fill('b', 'M92 14h8q10 0 10 10v68q0 12-12 12h-6q8-44 0-90z'),
    fill('k', 'M60 26h40v34H60z'),
    line('M72 52l8-16l8 16M80 36v20', 3, 'c'),
    fill('c', 'M66 72h12v8H66zM84 72h12v8H84zM70 88h22v6H70z'),
    line('M110 30q22 6 20 34q-2 22 12 30', 3),
  ],
  shovel: [
    fill('a', 'M22 66q20-10 44-24l14 18q-6 30-32 44q-24 0-30-14z'),
    fill('b', 'M80 60q-6 30-32 44q-24 0-30-14q36-2 62-30z'),
    line('M72 50L112 24', 6),
    line('M106 14l14 20', 8, 'a'),
    line('M100 104L150 52M106 108L154 60', 3.5),
  ],
} satisfies Record<string, readonly string[]>;

export type Drawing = keyof typeof drawings;

/** All symbols, to stand once in a page before the first `picture`. */
export const sprite = new Html(
  `<svg hidden>${Object.entries(drawings)
    .map(([name, parts]) => `<symbol id="${name}" viewBox="0 0 160 120">${parts.join('')}</symbol>`)
    .join('')}</svg>`,
);

/** A drawing as decoration: the name stands beside it, so it is hidden from screen readers. */
export const picture = (name: Drawing): Html =>
  html`<svg class="picture" viewBox="0 0 160 120" aria-hidden="true"><use href="#${name}"/></svg>`;

export const mark = html`<svg class="mark" viewBox="0 0 32 32" aria-hidden="true"><path d="M2 26 12 8l5 9 4-6 9 15z"/></svg>`;
