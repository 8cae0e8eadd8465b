/** What differs between two states of the bot's settings: field by field, and of long texts the words. */
import type { BotChoices, BotHours, Greeting } from '@parley/protocol';
import { diffWordsWithSpace } from 'diff';
import styles from './Difference.module.css';
import { hoursWords } from './HoursField.tsx';
import { whereWords } from './languages.ts';
import { SETTING_NAMES, type Setting, valueWords } from './setting-names.ts';

const LONG: readonly Setting[] = ['greeting', 'instructions'];

export const differing = (before: BotChoices, after: BotChoices): Setting[] =>
  (Object.keys(SETTING_NAMES) as Setting[]).filter(
    (setting) => JSON.stringify(before[setting]) !== JSON.stringify(after[setting]),
  );

export function Difference({ before, after }: { before: BotChoices; after: BotChoices }) {
  const settings = differing(before, after);
  if (settings.length === 0) return <p className={styles.same}>No setting differs.</p>;
  return (
    <dl className={styles.difference}>
      {settings.map((setting) => (
        <div key={setting} className={styles.setting}>
          <dt>{SETTING_NAMES[setting]}</dt>
          <dd>
            <Change setting={setting} before={before[setting]} after={after[setting]} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

type Value = BotChoices[Setting];

function Change({ setting, before, after }: { setting: Setting; before: Value; after: Value }) {
  if (Array.isArray(before) && Array.isArray(after))
    return <Items before={before.map(itemWords)} after={after.map(itemWords)} />;
  if (setting === 'hours' || setting === 'office_hours')
    return (
      <p>
        <Out>{hoursWords(before as BotHours | null)}</Out> → <In>{hoursWords(after as BotHours | null)}</In>
      </p>
    );
  if (setting === 'avatar')
    return (
      <p className={styles.pictures}>
        <Picture path={before as string | null} /> → <Picture path={after as string | null} />
      </p>
    );
  if (LONG.includes(setting) && typeof before === 'string' && typeof after === 'string')
    return <Words before={before} after={after} />;
  return (
    <p>
      <Out>{valueWords(before as string)}</Out> → <In>{valueWords(after as string)}</In>
    </p>
  );
}

const itemWords = (item: string | Greeting): string =>
  typeof item === 'string' ? item : `${whereWords(item)}: ${item.text}`;

const Picture = ({ path }: { path: string | null }) =>
  path ? <img src={path} alt="The bot" width={32} height={32} /> : 'none';

function Words({ before, after }: { before: string; after: string }) {
  return (
    <p className={styles.text}>
      {diffWordsWithSpace(before, after).map(({ value, added, removed }, index) =>
        added ? <In key={index}>{value}</In> : removed ? <Out key={index}>{value}</Out> : value,
      )}
    </p>
  );
}

function Items({ before, after }: { before: readonly string[]; after: readonly string[] }) {
  const gone = before.filter((item) => !after.includes(item));
  const come = after.filter((item) => !before.includes(item));
  if (gone.length === 0 && come.length === 0) return <p>In another order: {after.join(', ')}</p>;
  return (
    <ul className={styles.items}>
      {gone.map((item) => (
        <li key={`- ${item}`}>
          <Out>{item}</Out>
        </li>
      ))}
      {come.map((item) => (
        <li key={`+ ${item}`}>
          <In>{item}</In>
        </li>
      ))}
    </ul>
  );
}

// Said too: screen readers pass over <ins> and <del>.
export const In = ({ children }: { children: string }) => (
  <ins className={styles.in}>
    <span className="visually-hidden">added: </span>
    {children || 'nothing'}
  </ins>
);
export const Out = ({ children }: { children: string }) => (
  <del className={styles.out}>
    <span className="visually-hidden">removed: </span>
    {children || 'nothing'}
  </del>
);
