/** What a million tokens of each model cost: seen for those that are set up, named by the site for any. */
import type { BotSpending, PriceInForce } from '@parley/protocol';
import { Plus, X } from 'lucide-react';
import { useAgent } from '../accounts/use-session.ts';
import { useCommandCache } from '../shell/commands.ts';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { Section, SettingsForm } from '../sites/SettingsPage.tsx';
import { Button, IconButton } from '../ui/Button.tsx';
import { Chip } from '../ui/Chip.tsx';
import { BareField } from '../ui/Field.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { money } from './money.ts';
import styles from './Prices.module.css';

const MOST = 50;

/** As it stands in its fields; empty: the site names none. */
interface Row {
  model: string;
  in: string;
  out: string;
  /** Its name can be written: it is none of those that are set up. */
  own: boolean;
}

/** Those that are set up, then those that the site names beside them. */
function rowsOf({ prices, limits }: BotSpending): Row[] {
  const rowOf = (model: string, own: boolean): Row => {
    const price = limits.prices.find((each) => each.model === model);
    return { model, own, in: price ? String(price.in) : '', out: price ? String(price.out) : '' };
  };
  const setUp = prices.map(({ model }) => model);
  const others = limits.prices.map(({ model }) => model).filter((model) => !setUp.includes(model));
  return [...setUp.map((model) => rowOf(model, false)), ...others.map((model) => rowOf(model, true))];
}

const isNamed = (row: Row): boolean => row.in !== '' || row.out !== '';
const focus = (field: HTMLElement | null) => field?.focus();

export function Prices({ spending }: { spending: BotSpending }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const { value, change, dirty, reset } = useDraft({ rows: rowsOf(spending) });
  const { rows } = value;
  const submission = useSubmit(async () => {
    const prices = rows
      .filter((row) => row.own || isNamed(row))
      .map((row) => ({ model: row.model.trim(), in: Number(row.in), out: Number(row.out) }));
    const saved = await agent.call('update_bot_limits', { prices });
    cache.put('get_bot_spending', {}, saved);
    reset();
    toasts.show('Saved. It counts from the next answer on.');
  });
  const put = (index: number, part: Partial<Row>) =>
    change({ rows: rows.map((row, i) => (i === index ? { ...row, ...part } : row)) });
  const remove = (index: number) =>
    rows[index]?.own ? change({ rows: rows.toSpliced(index, 1) }) : put(index, { in: '', out: '' });
  const added = (row: Row) => row.own && !spending.limits.prices.some(({ model }) => model === row.model);
  return (
    <Section
      title="Prices"
      hint="US dollars for a million tokens. Costs and limits are counted by them, so they should be those of your bill."
    >
      <SettingsForm submission={submission} dirty={dirty} onDiscard={reset} verb="Save the prices">
        <UnsavedGuard dirty={dirty} />
        <table className={styles.prices}>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">In</th>
              <th scope="col" colSpan={2}>
                Out
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => {
              const price = spending.prices.find(({ model }) => model === row.model);
              const name = row.model || `model ${index + 1}`;
              return (
                <tr key={row.own ? index : row.model}>
                  <th scope="row">
                    {row.own ? (
                      <BareField
                        ref={added(row) && row.model === '' ? focus : undefined}
                        aria-label={`Name of model ${index + 1}`}
                        className={styles.field}
                        required
                        maxLength={100}
                        placeholder="gpt-4.1-mini"
                        value={row.model}
                        onChange={(event) => put(index, { model: event.target.value })}
                      />
                    ) : (
                      <span className={styles.model}>{row.model}</span>
                    )}
                    <Origin row={row} price={price} />
                  </th>
                  {(['in', 'out'] as const).map((way) => (
                    <td key={way}>
                      <BareField
                        type="number"
                        inputMode="decimal"
                        className={styles.field}
                        aria-label={`Price of ${name}, ${way}, in US dollars`}
                        min={0}
                        max={10_000}
                        step="any"
                        required={row.own || isNamed(row)}
                        placeholder={price && String(price.otherwise[way])}
                        value={row[way]}
                        onChange={(event) => put(index, { [way]: event.target.value })}
                      />
                    </td>
                  ))}
                  <td>
                    {row.own || isNamed(row) ? (
                      <IconButton label={`Remove your price of ${name}`} tipSide="left" onClick={() => remove(index)}>
                        <X aria-hidden="true" />
                      </IconButton>
                    ) : null}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
        {submission.fields.prices ? (
          <p className={styles.error} role="alert">
            {submission.fields.prices}
          </p>
        ) : null}
        <Button
          size="small"
          className={styles.add}
          blocked={rows.length >= MOST ? `At most ${MOST}` : undefined}
          onClick={() => change({ rows: [...rows, { model: '', in: '', out: '', own: true }] })}
        >
          <Plus aria-hidden="true" /> Add a model
        </Button>
      </SettingsForm>
    </Section>
  );
}

const FOR: Record<PriceInForce['for'], string> = {
  answers: 'Writes answers',
  search: 'Finds passages by meaning',
  speech: 'Puts speech into writing',
};
const BY: Record<PriceInForce['otherwise']['by'], string> = {
  server: 'the server’s price',
  known: 'its maker’s price when this version was made',
  free: 'free: it runs on a machine of your own',
  assumed: '',
};
/** Whose price counts where the site names less. */
const LEAST: Partial<typeof BY> = { server: 'the server’s', known: 'its maker’s' };

/** What the model does, and where its price is from. */
function Origin({ row, price }: { row: Row; price: PriceInForce | undefined }) {
  if (!price) return row.model === '' ? null : <span className={styles.origin}>Not set up on this server</span>;
  const { otherwise } = price;
  const least = isNamed(row) ? LEAST[otherwise.by] : undefined;
  return (
    <span className={styles.origin}>
      {FOR[price.for]}
      {isNamed(row) ? ' · your price' : otherwise.by === 'assumed' ? null : ` · ${BY[otherwise.by]}`}
      {least ? `. At least ${least} counts: ${money(otherwise.in)} in, ${money(otherwise.out)} out` : null}
      {otherwise.by === 'assumed' && !isNamed(row) ? (
        <>
          {' '}
          <Chip tone="amber">No price</Chip> Nobody named one: it is counted as {money(otherwise.in)} in,{' '}
          {money(otherwise.out)} out, rather too much, until you do.
        </>
      ) : null}
    </span>
  );
}
