/** How long closed conversations are kept. */
import type { SiteSettings } from '@parley/protocol';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { TextField } from '../ui/Field.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { SettingsForm, SettingsPage } from './SettingsPage.tsx';
import { useSite, useUpdateSite } from './use-site.ts';

export function Retention() {
  const query = useSite();
  return (
    <SettingsPage
      title="Data retention"
      lead="Closed conversations are removed for good after this time, every night. Open ones stay."
    >
      <Loaded query={query} what="The retention">
        {({ site }) => <RetentionForm site={site} />}
      </Loaded>
    </SettingsPage>
  );
}

function RetentionForm({ site: { retention_days } }: { site: SiteSettings }) {
  const update = useUpdateSite();
  const { value, change, dirty, reset } = useDraft({ days: String(retention_days) });
  const days = Number(value.days);
  const submission = useSubmit(async () => {
    await update({ retention_days: days });
    reset();
    toasts.show('Saved.');
  });
  return (
    <SettingsForm submission={submission} dirty={dirty} onDiscard={reset}>
      <UnsavedGuard dirty={dirty} />
      <TextField
        label="Days that a closed conversation is kept"
        type="number"
        inputMode="numeric"
        required
        min={1}
        max={3650}
        step={1}
        value={value.days}
        error={submission.fields.retention_days}
        hint={
          days < retention_days
            ? 'Shorter than now: with the next clean-up, conversations closed longer ago than this are gone for good.'
            : 'From 1 day to 10 years. What a visitor says is theirs: keep it no longer than you need it.'
        }
        onChange={(event) => change({ days: event.target.value })}
      />
    </SettingsForm>
  );
}
