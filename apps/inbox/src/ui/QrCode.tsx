/** A QR code as elements. Black on white in every theme, with the margin that cameras want. */
import { useMemo } from 'react';
import { encode } from 'uqr';
import styles from './QrCode.module.css';

/** Modules of white around it (ISO 18004). */
const MARGIN = 4;

/** `label` says what it is and where the same stands in words. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { size, dark } = useMemo(() => {
    const { data, size } = encode(text, { ecc: 'M', border: MARGIN });
    const dark = data.flatMap((row, y) => row.flatMap((on, x) => (on ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
    return { size, dark };
  }, [text]);
  return (
    <svg
      className={styles.code}
      viewBox={`0 0 ${size} ${size}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={dark} fill="#000" />
    </svg>
  );
}
