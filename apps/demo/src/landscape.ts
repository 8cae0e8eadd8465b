// The picture at the top of the front page: ridges, pines and a lit tent. By day a sun, by night a moon and stars (shop.css decides).

import { Html } from './html.ts';

const pine = (x: number, y: number, size: number): string =>
  `M${x} ${y - 6 * size}l${2 * size} ${3 * size}h-${size * 0.7}l${1.7 * size} ${3 * size}h-${6 * size}l${1.7 * size} -${3 * size}h-${size * 0.7}z`;

const pines = (spots: readonly (readonly [number, number, number])[]): string =>
  spots.map(([x, y, size]) => pine(x, y, size)).join('');

const stars = [
  [60, 26],
  [214, 44],
  [380, 20],
  [540, 38],
  [700, 18],
  [842, 60],
  [905, 34],
  [968, 120],
  [1024, 62],
  [1180, 30],
  [1236, 128],
  [1290, 60],
  [1370, 140],
] as const;

export const landscape = new Html(
  [
    '<svg class="landscape" viewBox="0 0 1440 560" preserveAspectRatio="xMidYMax slice" aria-hidden="true">',
    '<radialGradient id="glow"><stop class="glow"/><stop class="glow" offset="1" stop-opacity="0"/></radialGradient>',
    `<g class="stars">${stars.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="1.8"/>`).join('')}</g>`,
    '<circle class="sun" cx="1130" cy="120" r="46"/>',
    '<path class="r1" d="M0 372l110-30 90 24 120-42 106 36 90-18 124 20 110-86 84 50 128-142 122 120 92-60 120 76 144-72v332H0z"/>',
    '<path class="snow" d="m750 276-40 31 20-4 14 12 18-12 34 0zM962 184l-54 60 26-6 22 18 24-20 41 8zM1176 244l-35 23 19-1 14 10 16-10 27 4z"/>',
    '<path class="r2" d="M0 420q120-60 250-34t230-10 210 14 240-56 230 50 280-22v224H0z"/>',
    `<path class="r2" d="${pines([
      [60, 392, 6],
      [96, 386, 8],
      [1270, 370, 8],
      [1310, 366, 6],
      [1352, 362, 9],
    ])}"/>`,
    '<path class="r3" d="M0 470q180-60 400-34t420 16 330-40 290 20v138H0z"/>',
    `<path class="r3" d="${pines([
      [150, 446, 10],
      [196, 440, 14],
      [240, 440, 9],
      [1200, 418, 10],
      [1250, 416, 14],
      [1400, 430, 11],
    ])}"/>`,
    '<path class="r4" d="M0 520q300-60 640-50t480 2 320-6v94H0z"/>',
    `<path class="r4" d="${pines([
      [1010, 478, 13],
      [1056, 478, 19],
      [1098, 480, 11],
      [590, 478, 12],
      [60, 512, 18],
      [16, 520, 12],
    ])}"/>`,
    '<ellipse fill="url(#glow)" cx="786" cy="450" rx="190" ry="130"/>',
    '<path class="cloth" d="M716 480q26-70 70-90 44 20 70 90z"/><path class="lit" d="M716 480q26-70 70-90 10 40 14 90z"/>',
    '<path class="door" d="M748 480q12-36 30-52 8 24 10 52z"/>',
    '</svg>',
  ].join(''),
);
