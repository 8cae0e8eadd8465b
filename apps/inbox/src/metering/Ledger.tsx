/** Entries of a ledger of tokens, newest first. */
import type { TokenEntry } from '@parley/protocol';
import { LOCALE } from '../ui/locale.ts';
import { useNow } from '../ui/now.ts';
import { fullTime, listTime } from '../ui/times.ts';
import styles from './Tokens.module.css';
import { reasonWords, signed } from './words.ts';

export function Ledger({ entries }: { entries: readonly TokenEntry[] }) {
  const now = useNow();
  return (
    <div className={styles.scroll}>
      <table className={styles.ledger}>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Why</th>
            <th scope="col" className={styles.figure}>
              Tokens
            </th>
            <th scope="col" className={styles.figure}>
              Balance
            </th>
          </tr>
        </thead>
        <tbody>
          {entries.map((entry) => (
            <tr key={entry.seq}>
              <td>
                <time dateTime={entry.created} title={fullTime(entry.created)}>
                  {listTime(entry.created, now)}
                </time>
              </td>
              <td>
                {reasonWords(entry)}
                {entry.note ? <p className={styles.about}>{entry.note}</p> : null}
              </td>
              <td className={styles.figure}>{signed(entry.amount)}</td>
              <td className={styles.figure}>{entry.balance.toLocaleString(LOCALE)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
