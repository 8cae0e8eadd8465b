/** The list of keys, made from the same table that acts on them. */
import { Dialog } from '../ui/Dialog.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import styles from './KeyList.module.css';
import { KEYS, printed } from './keys.ts';
import { isMac } from './platform.ts';

const rows = Object.values(KEYS);
const groups = [...new Set(rows.map(({ group }) => group))];

export function KeyList({ onClose }: { onClose: () => void }) {
  return (
    <Dialog open onClose={onClose} title="Keys" width="medium">
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h3 className={styles.group}>{group}</h3>
            <dl className={styles.rows}>
              {rows
                .filter((row) => row.group === group)
                .map(({ keys, label }) => (
                  <div key={label} className={styles.row}>
                    <dt>{label}</dt>
                    <dd className={styles.keys}>
                      {printed(keys[0], isMac).map((key) => (
                        <Kbd key={key}>{key}</Kbd>
                      ))}
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
