/** Draws latency against load as an SVG: one line a server, p99 solid and p50 dashed, both axes logarithmic. */
import type { ServerName } from '../load/dialects.ts';
import { spread } from '../table.ts';
import type { Measured } from './report.ts';

const WIDTH = 720;
const HEIGHT = 380;
const LEFT = 64;
const BOTTOM = 44;
const TOP = 36;
const RIGHT = 110;
const COLOURS: Readonly<Record<ServerName, string>> = { A: '#b45309', B: '#7c3aed', parley: '#0f766e' };
const TITLES: Readonly<Record<ServerName, string>> = { A: 'A socket.io', B: 'B fastify', parley: 'Parley' };

export function latencyPicture(measured: readonly Measured[]): string {
  const paced = measured.filter(({ load }) => load.endsWith('/s'));
  const loads = [...new Set(paced.map(({ load }) => load))];
  const perSecond = (load: string) => Number(load.replace(/[^\d]/g, ''));
  const [low, high] = [Math.min(...loads.map(perSecond)), Math.max(...loads.map(perSecond))];
  const values = paced.flatMap(({ outcome }) => [outcome.p50, outcome.p99]);
  const [floor, ceiling] = [Math.floor(Math.log10(Math.min(...values))), Math.ceil(Math.log10(Math.max(...values)))];
  const x = (load: number) => LEFT + (Math.log(load / low) / Math.log(high / low)) * (WIDTH - LEFT - RIGHT);
  const y = (ms: number) => HEIGHT - BOTTOM - ((Math.log10(ms) - floor) / (ceiling - floor)) * (HEIGHT - TOP - BOTTOM);

  const parts: string[] = [];
  for (let power = floor; power <= ceiling; power++) {
    const at = y(10 ** power);
    parts.push(`<path d="M${LEFT} ${at}H${WIDTH - RIGHT}" stroke="#ddd"/>`);
    parts.push(`<text x="${LEFT - 8}" y="${at + 4}" text-anchor="end">${10 ** power} ms</text>`);
  }
  for (const load of loads)
    parts.push(`<text x="${x(perSecond(load))}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${load}</text>`);
  for (const server of ['A', 'B', 'parley'] as const) {
    const line = (read: (one: Measured) => number) =>
      loads.map((load) => {
        const { median } = spread(paced.filter((one) => one.server === server && one.load === load).map(read));
        return [x(perSecond(load)), y(median)] as const;
      });
    const draw = (points: readonly (readonly [number, number])[], dash: string) =>
      parts.push(
        `<path d="M${points.map(([a, b]) => `${a.toFixed(1)} ${b.toFixed(1)}`).join('L')}" fill="none" stroke="${COLOURS[server]}" stroke-width="2"${dash}/>`,
      );
    const worst = line(({ outcome }) => outcome.p99);
    draw(worst, '');
    draw(
      line(({ outcome }) => outcome.p50),
      ' stroke-dasharray="4 4"',
    );
    const [endX, endY] = worst.at(-1) as readonly [number, number];
    parts.push(`<text x="${endX + 8}" y="${endY + 4}" fill="${COLOURS[server]}">${TITLES[server]}</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="20" font-size="14">From sending to acknowledgement, at fixed rates: p99 solid, p50 dashed</text>
${parts.join('\n')}
</svg>
`;
}
