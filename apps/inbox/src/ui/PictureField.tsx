/** A picture: chosen from a file, shown, taken away again. Whoever uses it sends it and says what failed. */
import { Trash2, Upload } from 'lucide-react';
import { type ChangeEvent, type ReactNode, useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { base64Of } from './base64-of.ts';
import styles from './PictureField.module.css';

/** As the server takes it. */
const MOST_BYTES = 8_388_608;
/** Slow lines take their time for some megabytes. */
export const UPLOAD_MS = 120_000;

export interface PictureFieldProps {
  /** The file's name for screen readers: "Photo". */
  label: string;
  /** Where the picture is to be had; null: there is none. */
  value: string | null;
  /** Who is on it. */
  alt: string;
  /** What stands there without one. */
  fallback: ReactNode;
  choose: string;
  chooseAgain: string;
  hint: string;
  /** Rejects when it failed; the field stays as it was. */
  onChoose: (image: string) => Promise<void>;
  onRemove: () => Promise<void> | void;
  failureWords: (error: unknown) => string;
}

export function PictureField(props: PictureFieldProps) {
  const { label, value, alt, fallback, choose, chooseAgain, hint, onChoose, onRemove, failureWords } = props;
  const input = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const change = async (deed: () => Promise<void> | void) => {
    setBusy(true);
    setFailure(null);
    try {
      await deed();
    } catch (error) {
      setFailure(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  const onFile = (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0];
    event.target.value = '';
    if (!file) return;
    if (file.size > MOST_BYTES) return setFailure('The picture is larger than 8 MB. Take a smaller one.');
    void change(async () => onChoose(await base64Of(file)));
  };
  return (
    <div className={styles.photo}>
      {value ? <img className={styles.picture} src={value} alt={alt} width={64} height={64} /> : fallback}
      <div className={styles.side}>
        <div className={styles.buttons}>
          <input
            ref={input}
            type="file"
            accept="image/jpeg,image/png,image/webp"
            className="visually-hidden"
            aria-label={label}
            tabIndex={-1}
            onChange={onFile}
          />
          <Button busy={busy} onClick={() => input.current?.click()}>
            <Upload aria-hidden="true" /> {value ? chooseAgain : choose}
          </Button>
          {value ? (
            <Button variant="quiet" busy={busy} onClick={() => void change(onRemove)}>
              <Trash2 aria-hidden="true" /> Remove
            </Button>
          ) : null}
        </div>
        <p className={styles.hint}>{hint}</p>
        {failure ? (
          <p className={styles.failure} role="alert">
            {failure}
          </p>
        ) : null}
      </div>
    </div>
  );
}
