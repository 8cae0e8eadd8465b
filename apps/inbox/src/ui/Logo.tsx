/** The product's sign. */
import styles from './Logo.module.css';

export function Logo({ named = true }: { named?: boolean }) {
  return (
    <span className={styles.logo}>
      <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
        <path
          className={styles.bubble}
          d="M16 3C8.300 3 2 8.200 2 14.700c0 3.600 2 6.800 5.100 8.900L6 29l6.100-3c1.200.3 2.500.4 3.900.4 7.700 0 14-5.200 14-11.700S23.700 3 16 3Z"
        />
        <path
          className={styles.lines}
          d="M10.500 11.500h11a1.500 1.500 0 0 1 0 3h-11a1.500 1.500 0 0 1 0-3Zm0 5h6.500a1.500 1.500 0 0 1 0 3h-6.500a1.500 1.500 0 0 1 0-3Z"
        />
      </svg>
      <span className={named ? styles.name : 'visually-hidden'}>Parley</span>
    </span>
  );
}
