/** Two-step sign-in as those who manage the team see it: who has it, taking it away from a colleague, and requiring it. */
import type { Agent } from '@parley/protocol';
import { ShieldCheck, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useCommandCache } from '../../shell/commands.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { Section } from '../../sites/SettingsPage.tsx';
import { useSite, useUpdateSite } from '../../sites/use-site.ts';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Switch } from '../../ui/Field.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { toasts } from '../../ui/toasts.ts';
import { failureWords } from '../http.ts';
import { useAgent, useMay, useMe } from '../use-session.ts';

/** Nothing for whoever may not know. */
export function TwoStepChip({ agent: { two_factor, invited } }: { agent: Agent }) {
  if (two_factor === undefined || invited) return null;
  return two_factor ? (
    <Chip tone="green" icon={<ShieldCheck aria-hidden="true" />}>
      Two-step
    </Chip>
  ) : (
    <Chip>Password only</Chip>
  );
}

/** Nothing where there is none to reset, or where it is not for this person to do. */
export function ResetTwoStep({ agent: { id, name, role, two_factor } }: { agent: Agent }) {
  const session = useAgent();
  const me = useMe();
  const owners = useMay('manage_owners');
  const cache = useCommandCache();
  const [open, setOpen] = useState(false);
  if (!two_factor || id === me.id || (role === 'owner' && !owners)) return null;
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)} aria-label={`Reset two-step sign-in of ${name}`}>
        <ShieldOff aria-hidden="true" /> Reset
      </Button>
      <ConfirmDialog
        open={open}
        title={`Reset two-step sign-in of ${name}?`}
        verb="Reset it"
        onClose={() => setOpen(false)}
        onConfirm={async () => {
          try {
            await session.call('reset_two_factor', { agent: id });
          } catch (error) {
            throw new Error(resetWords(error, name));
          }
          toasts.show(`${name} signs in with the password alone now, and was told by mail.`);
          await Promise.all([cache.stale('list_agents'), cache.stale('get_agent')]);
        }}
      >
        {`Do this when ${name} has lost the phone and the recovery codes, and you are sure that it is really ${name} who asks. The password alone signs in then; ${name} is signed out everywhere and told by mail.`}
      </ConfirmDialog>
    </>
  );
}

function resetWords(error: unknown, name: string): string {
  const { fields } = error as { fields?: Record<string, string> };
  return fields?.agent ? `${name} ${fields.agent}.` : failureWords(error);
}

export function RequireTwoStep() {
  const query = useSite();
  return (
    <Section title="Two-step sign-in">
      <Loaded query={query} what="The requirement">
        {({ site }) => <Requirement required={site.require_two_factor} />}
      </Loaded>
    </Section>
  );
}

function Requirement({ required }: { required: boolean }) {
  const update = useUpdateSite();
  const [failure, setFailure] = useState<unknown>(null);
  const change = async (wanted: boolean) => {
    setFailure(null);
    try {
      await update({ require_two_factor: wanted });
    } catch (error) {
      setFailure(error);
    }
  };
  const own = (failure as { fields?: Record<string, string> } | null)?.fields?.require_two_factor;
  return (
    <>
      <Switch
        label="Everybody on the team needs it"
        hint="Whoever has not set it up is led there at the next sign-in, and can do nothing else before. It is in force at once."
        checked={required}
        onChange={(wanted) => void change(wanted)}
      />
      {failure ? (
        <Notice tone="red">
          {own ? 'Set it up for yourself first, under Two-step sign-in below You.' : failureWords(failure)}
        </Notice>
      ) : null}
    </>
  );
}
