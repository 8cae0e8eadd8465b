/** What visitors agree to before they write, what is kept of addresses, and what people asked about their data. */
import type { PrivacySettings as Settings } from '@parley/protocol';
import { useAgent, useMay } from '../accounts/use-session.ts';
import { useCommand, useCommandCache } from '../shell/commands.ts';
import { Loaded } from '../shell/Loaded.tsx';
import { UnsavedGuard } from '../shell/UnsavedGuard.tsx';
import { Section, SettingsForm, SettingsPage } from '../sites/SettingsPage.tsx';
import { SelectField, Switch, TextArea, TextField } from '../ui/Field.tsx';
import { toasts } from '../ui/toasts.ts';
import { useDraft } from '../ui/use-draft.ts';
import { useSubmit } from '../ui/use-submit.ts';
import { RequestList } from './RequestList.tsx';

export function PrivacySettings() {
  const query = useCommand('get_privacy_settings', {});
  const may = useMay('manage_privacy');
  return (
    <SettingsPage
      needs="manage_privacy"
      title="Privacy"
      lead="What visitors agree to, what is kept of where they are, and what was asked about people’s data."
    >
      <Loaded query={query} what="The privacy settings">
        {({ privacy }) => <PrivacyForm privacy={privacy} />}
      </Loaded>
      {may ? (
        <Section
          title="Requests"
          hint="To erase a person, or to export what is kept about one, open a conversation with them: the menu stands beside “Contact”."
        >
          <RequestList />
        </Section>
      ) : null}
    </SettingsPage>
  );
}

const textOf = ({ consent, addresses }: Settings) => ({
  asks: consent !== null,
  text: consent?.text ?? '',
  policy_url: consent?.policy_url ?? '',
  addresses,
});

function PrivacyForm({ privacy }: { privacy: Settings }) {
  const agent = useAgent();
  const may = useMay('manage_privacy');
  const cache = useCommandCache();
  const { value, change, dirty, reset } = useDraft(textOf(privacy));
  const { asks, text, policy_url, addresses } = value;
  const submission = useSubmit(async () => {
    const consent = asks ? { text, policy_url: policy_url.trim() || null } : null;
    const saved = await agent.call('update_privacy_settings', { consent, addresses });
    cache.put('get_privacy_settings', {}, saved);
    reset();
    toasts.show('Saved.');
  });
  const { fields } = submission;
  return (
    <SettingsForm submission={submission} dirty={dirty} onDiscard={reset}>
      <UnsavedGuard dirty={dirty} />
      <Switch
        label="Ask for consent before the first message"
        hint="Until they agree, visitors cannot write, and neither their page nor where they came from is kept."
        checked={asks}
        disabled={!may}
        onChange={(next) => change({ asks: next })}
      />
      {asks ? (
        <>
          <TextArea
            label="What they agree to"
            required
            rows={5}
            maxLength={2_000}
            hint={
              privacy.consent && text.trim() !== privacy.consent.text
                ? 'Another text than now: everybody is asked again, those too who agreed to the old one.'
                : 'Plain text, a few lines. Say what you keep, for how long, and that the assistant is a program.'
            }
            error={fields['consent.text']}
            value={text}
            onChange={(event) => change({ text: event.target.value })}
          />
          <TextField
            label="Address of your privacy policy"
            type="url"
            maxLength={2_000}
            placeholder="https://www.example.com/privacy"
            hint="Shown as a link under the text. May stay empty."
            error={fields['consent.policy_url']}
            value={policy_url}
            onChange={(event) => change({ policy_url: event.target.value })}
          />
        </>
      ) : null}
      <SelectField
        label="Network addresses in the audit log"
        hint="Whole addresses are stored nowhere. A network is shared by 256 machines or more."
        value={addresses}
        onChange={(event) => change({ addresses: event.target.value as Settings['addresses'] })}
      >
        <option value="network">Keep the network alone (203.0.113.0/24)</option>
        <option value="none">Keep nothing</option>
      </SelectField>
    </SettingsForm>
  );
}
