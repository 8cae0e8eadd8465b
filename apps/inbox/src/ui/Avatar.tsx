/** One or two letters of a name in a circle, or the photo over them. Decoration: the name always stands beside it. */
import styles from './Avatar.module.css';
import { classNames } from './class-names.ts';

/** The first letters of the first and the last word; what is no letter or digit is passed over. */
export function initials(name: string): string {
  const words = name.split(/[\s@._-]+/u).filter((word) => /[\p{L}\p{N}]/u.test(word));
  const letters = [words[0], words.length > 1 ? words.at(-1) : undefined].map(
    (word) => word?.match(/[\p{L}\p{N}]/u)?.[0] ?? '',
  );
  return letters.join('').toLocaleUpperCase();
}

interface AvatarProps {
  name: string;
  /** One that is gone meanwhile shows nothing, and so the letters are seen. */
  photo?: string | undefined;
  large?: boolean;
}

export function Avatar({ name, photo, large = false }: AvatarProps) {
  return (
    <span
      className={classNames(styles.avatar, large && styles.large)}
      aria-hidden="true"
      // Not text: beside the name it would only be read twice.
      data-initials={initials(name)}
    >
      {photo ? <img key={photo} className={styles.photo} src={photo} alt="" loading="lazy" /> : null}
    </span>
  );
}
