/** Writes the style sheets' fixed `oklch()` colours as the sRGB they are shown in: half the letters, the same colour. */
import type { Plugin } from 'vite';

/** By https://bottosson.github.io/posts/oklab/; null where sRGB has no such colour, which then stays as it is. */
export function hexOf(lightness: number, chroma: number, hue: number): string | null {
  const [a, b] = [chroma * Math.cos((hue * Math.PI) / 180), chroma * Math.sin((hue * Math.PI) / 180)];
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const parts = [
    4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s,
    -1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s,
    -0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s,
  ].map((linear) => 255 * (linear <= 0.0031308 ? 12.92 * linear : 1.055 * linear ** (1 / 2.4) - 0.055));
  if (parts.some((part) => part < -0.5 || part > 255.5)) return null;
  const hex = parts.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('');
  return `#${/^(.)\1(.)\2(.)\3$/.test(hex) ? hex.replace(/(.)./g, '$1') : hex}`;
}

export function plainColours(): Plugin {
  return {
    name: 'parley:plain-colours',
    enforce: 'pre',
    apply: 'build',
    transform: (code, id) =>
      /\.css(\?|$)/.test(id)
        ? code.replace(/oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g, (all, ...found) => {
            const [lightness, chroma, hue] = found.map(Number) as [number, number, number];
            return hexOf(lightness, chroma, hue) ?? all;
          })
        : null,
  };
}
