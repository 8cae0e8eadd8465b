/** The real widget on an empty page of this server, in a frame: what visitors get with the saved settings. */
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from '../ui/Button.tsx';
import styles from './WidgetPreview.module.css';

/** Another `version` (the saved settings) loads it anew. */
export function WidgetPreview({ slug, version }: { slug: string; version: string }) {
  const [turn, setTurn] = useState(0);
  return (
    <section className={styles.preview} aria-label="Preview">
      <div className={styles.head}>
        <h3>Preview</h3>
        <IconButton label="Load the preview anew" tipSide="left" onClick={() => setTurn(turn + 1)}>
          <RotateCw aria-hidden="true" />
        </IconButton>
      </div>
      <iframe
        key={`${version} ${turn}`}
        className={styles.frame}
        title="The widget on a page"
        src={`/preview.html?site=${encodeURIComponent(slug)}`}
      />
      <p className={styles.words}>This is the real chat. Try it: what you write arrives in the inbox.</p>
    </section>
  );
}
