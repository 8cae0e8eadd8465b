/** How the widget looks: its name, its colour with what that means for reading, its corner, its microphone. */
import type { SiteSettings } from '@parley/protocol';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { BLACK, contrast, readColour, toHex, WHITE } from '../ui/colour.ts';
import { Switch, TextField } from '../ui/Field.tsx';
import { LOCALE } from '../ui/locale.ts';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import styles from './Appearance.module.css';
import { SettingsForm, SettingsPage } from './SettingsPage.tsx';
import { useSite, useUpdateSite } from './use-site.ts';
import { WidgetPreview } from './WidgetPreview.tsx';

export function Appearance() {
  const query = useSite();
  return (
    <SettingsPage
      title="Appearance"
      lead="How the chat looks on your pages. The preview shows what is saved."
      beside={
        query.data ? <WidgetPreview slug={query.data.site.slug} version={JSON.stringify(query.data.site)} /> : undefined
      }
    >
      <Loaded query={query} what="The appearance">
        {({ site }) => <AppearanceForm site={site} />}
      </Loaded>
    </SettingsPage>
  );
}

const CORNERS = [
  { value: 'right', label: 'Bottom right' },
  { value: 'left', label: 'Bottom left' },
] as const;
const ratio = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });
/** WCAG 1.4.11: what has to be found on a page stands out from it. */
const FINDABLE = 3;

function AppearanceForm({ site: { name, accent, position, voice } }: { site: SiteSettings }) {
  const update = useUpdateSite();
  const { value, change, dirty, reset } = useDraft({ name, accent, position, voice });
  const colour = readColour(value.accent);
  const submission = useSubmit(async () => {
    await update({ ...value, name: value.name.trim() });
    reset();
    toasts.show('Saved. Pages that are open show it after a reload.');
  });
  return (
    <SettingsForm submission={submission} dirty={dirty} onDiscard={reset}>
      <UnsavedGuard dirty={dirty} />
      <TextField
        label="Name in the header"
        required
        maxLength={80}
        value={value.name}
        error={submission.fields.name}
        onChange={(event) => change({ name: event.target.value })}
      />
      <div className={styles.colour}>
        <TextField
          label="Colour"
          hint={<ColourHint accent={value.accent} />}
          required
          spellCheck={false}
          maxLength={40}
          value={value.accent}
          error={colour ? submission.fields.accent : 'Write it as #4a63d3 or oklch(0.55 0.17 265).'}
          onChange={(event) => change({ accent: event.target.value })}
        />
        <input
          type="color"
          aria-label="Choose the colour"
          className={styles.swatch}
          value={colour ? toHex(colour) : '#000000'}
          onChange={(event) => change({ accent: event.target.value })}
        />
      </div>
      <fieldset className={styles.corners}>
        <legend>Corner</legend>
        {CORNERS.map((corner) => (
          <label key={corner.value} className={styles.corner}>
            <input
              type="radio"
              name="position"
              value={corner.value}
              checked={value.position === corner.value}
              onChange={() => change({ position: corner.value })}
            />
            <span className={styles.sketch} data-corner={corner.value} aria-hidden="true" />
            {corner.label}
          </label>
        ))}
      </fieldset>
      <Switch
        label="Visitors may speak instead of writing"
        hint="A microphone in the field, where the visitor’s browser or this server can put speech into writing. What was said stands in the field to be read, and is never sent by itself. The preview has no microphone."
        checked={value.voice}
        onChange={(voice) => change({ voice })}
      />
    </SettingsForm>
  );
}

function ColourHint({ accent }: { accent: string }) {
  const colour = readColour(accent);
  if (!colour) return null;
  const onWhite = contrast(colour, WHITE);
  const words = onWhite >= contrast(colour, BLACK) ? 'white' : 'black';
  const best = Math.max(onWhite, contrast(colour, BLACK));
  return (
    <>
      Words on it will be {words} ({ratio.format(best)}:1).
      {onWhite < FINDABLE ? ' On a white page the button is hard to find: take a darker colour.' : ''}
    </>
  );
}
