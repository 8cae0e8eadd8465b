/** What the model costs, how much it may, and where the bot's answers come from. */
import type { BotSpending } from '@parley/protocol';
import { useAgent } from '../accounts/use-session.ts';
import { CAME_FROM } from '../rooms/hand-over-words.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { Section, SettingsForm, SettingsPage } from '../sites/SettingsPage.tsx';
import { TextField } from '../ui/Field.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Costs.module.css';
import { dollars, MICROS } from './money.ts';
import { Prices } from './Prices.tsx';

const EVERY_MS = 10_000;

export function Costs() {
  const query = useCommand('get_bot_spending', {}, { every: () => EVERY_MS });
  return (
    <SettingsPage
      needs="manage_bot"
      title="Costs"
      lead="What the language model costs, and how much it may. Beyond a limit the bot answers from your articles; visitors read nothing of it."
    >
      <Loaded query={query} what="The costs">
        {({ spending }) => (
          <>
            <NoModel spending={spending} />
            <Reached spending={spending} />
            <Section title="So far">
              <Meter label="Today" spent={spending.today_micros} most={inForce(spending, 'day_micros')} />
              <Meter label="This month" spent={spending.month_micros} most={inForce(spending, 'month_micros')} />
            </Section>
            <Limits spending={spending} />
            {spending.prices.length + spending.limits.prices.length > 0 ? <Prices spending={spending} /> : null}
            <Kinds kinds={spending.kinds} />
          </>
        )}
      </Loaded>
    </SettingsPage>
  );
}

type Limit = 'day_micros' | 'month_micros' | 'visitor_day_micros';
const inForce = ({ limits, most }: BotSpending, limit: Limit): number =>
  Math.min(limits[limit] ?? most[limit], most[limit]);

function NoModel({ spending: { prices } }: { spending: BotSpending }) {
  if (prices.length > 0) return null;
  return (
    <Notice tone="neutral">
      No language model is set up on this server: the bot answers from your prepared answers and articles, which costs
      nothing. Whoever runs the server sets OPENAI_API_KEY, or OPENAI_BASE_URL for a model of your own, and starts it
      again. What you set here counts from then on.
    </Notice>
  );
}

function Reached({ spending: { reached, refused_today } }: { spending: BotSpending }) {
  if (reached)
    return (
      <Notice tone="amber">
        The limit of {reached === 'day' ? 'today' : 'this month'} is reached: until{' '}
        {reached === 'day' ? 'midnight (UTC)' : 'the month is over'} the bot answers from your articles.
      </Notice>
    );
  return refused_today > 0 ? (
    <Notice tone="neutral">
      {refused_today} {refused_today === 1 ? 'question was' : 'questions were'} answered without the model today,
      because a limit was reached.
    </Notice>
  ) : null;
}

function Meter({ label, spent, most }: { label: string; spent: number; most: number }) {
  return (
    <div className={styles.meter}>
      <div className={styles.words}>
        <span>{label}</span>
        <span>
          {dollars(spent)} of {dollars(most)}
        </span>
      </div>
      <meter aria-label={label} min={0} max={most || 1} high={most * 0.8} optimum={0} value={Math.min(spent, most)} />
    </div>
  );
}

const FIELDS: readonly { limit: Limit; label: string; hint: string }[] = [
  { limit: 'day_micros', label: 'At most a day, in US dollars', hint: 'Days are those of UTC.' },
  { limit: 'month_micros', label: 'At most a month, in US dollars', hint: '' },
  {
    limit: 'visitor_day_micros',
    label: 'At most for one visitor a day, in US dollars',
    hint: 'So that nobody spends the others’ share.',
  },
];

function Limits({ spending }: { spending: BotSpending }) {
  const agent = useAgent();
  const cache = useCommandCache();
  const shown = (limit: Limit) => {
    const own = spending.limits[limit];
    return own === null ? '' : String(own / MICROS);
  };
  const { value, change, dirty, reset } = useDraft({
    day_micros: shown('day_micros'),
    month_micros: shown('month_micros'),
    visitor_day_micros: shown('visitor_day_micros'),
  });
  const submission = useSubmit(async () => {
    // What was changed alone: the audit log says that, and nobody's change is undone.
    const limits = Object.fromEntries(
      FIELDS.filter(({ limit }) => value[limit] !== shown(limit)).map(({ limit }) => [
        limit,
        value[limit].trim() === '' ? null : Math.round(Number(value[limit]) * MICROS),
      ]),
    );
    const saved = await agent.call('update_bot_limits', limits);
    cache.put('get_bot_spending', {}, saved);
    reset();
    toasts.show('Saved. It counts from the next question on.');
  });
  return (
    <Section title="Limits">
      <SettingsForm submission={submission} dirty={dirty} onDiscard={reset} verb="Save the limits">
        <UnsavedGuard dirty={dirty} />
        {FIELDS.map(({ limit, label, hint }) => (
          <TextField
            key={limit}
            type="number"
            inputMode="decimal"
            min={0}
            max={1_000_000}
            step="any"
            label={label}
            placeholder={String(spending.most[limit] / MICROS)}
            hint={`${hint} Empty, or above it: the server’s limit of ${dollars(spending.most[limit])}.`.trim()}
            value={value[limit]}
            error={submission.fields[limit]}
            onChange={(event) => change({ [limit]: event.target.value })}
          />
        ))}
      </SettingsForm>
    </Section>
  );
}

function Kinds({ kinds }: Pick<BotSpending, 'kinds'>) {
  const all = kinds.reduce((sum, { answers }) => sum + answers, 0);
  if (all === 0) return null;
  return (
    <Section title="Where answers came from, in 30 days">
      <table className={styles.kinds}>
        <thead>
          <tr>
            <th scope="col">Answers</th>
            <th scope="col">Number</th>
            <th scope="col">Share</th>
            <th scope="col">Cost</th>
          </tr>
        </thead>
        <tbody>
          {[...kinds]
            .sort((a, b) => b.answers - a.answers)
            .map(({ kind, answers, cost_micros }) => (
              <tr key={kind}>
                <th scope="row">{CAME_FROM[kind]}</th>
                <td>{answers}</td>
                <td>{Math.round((100 * answers) / all)} %</td>
                <td>{dollars(cost_micros)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </Section>
  );
}
