/** Over the composer: the model did not help, why, and, where it may next time, a way to try again. */
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import styles from './HelpFailure.module.css';

export interface Failure {
  words: string;
  /** Undefined: the same again would be refused again, or is not wanted any more. */
  again: (() => void) | undefined;
}

export function HelpFailure({ words, again }: Failure) {
  return (
    <div className={styles.strip}>
      <Notice
        tone="red"
        action={
          again ? (
            <Button size="small" onClick={again}>
              Try again
            </Button>
          ) : null
        }
      >
        {words}
      </Notice>
    </div>
  );
}
