/** Grey shapes where words will be. The block around them says "Loading" once to screen readers. */
import type { ReactNode } from 'react';
import styles from './Skeleton.module.css';

export function Bone({
  width,
  height = 12,
  round = false,
}: {
  width: number | string;
  height?: number;
  round?: boolean;
}) {
  return <span className={styles.bone} style={{ width, height, borderRadius: round ? '50%' : undefined }} />;
}

export function Skeleton({ children, label = 'Loading' }: { children: ReactNode; label?: string }) {
  return (
    <div className={styles.block}>
      <output className="visually-hidden">{label}</output>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** Lines of a list that is still coming. */
export function SkeletonRows({ count = 6 }: { count?: number }) {
  return (
    <Skeleton>
      {Array.from({ length: count }, (_, row) => (
        <div key={row} className={styles.row}>
          <Bone width={`${48 - (row % 3) * 9}%`} />
          <Bone width={`${82 - (row % 4) * 11}%`} height={10} />
        </div>
      ))}
    </Skeleton>
  );
}
