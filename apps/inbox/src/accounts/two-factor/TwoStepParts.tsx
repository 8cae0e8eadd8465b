/** Setting one's second step up, its recovery codes, the browsers that are remembered, and turning it off. */
import type { RememberedDevice, TwoFactor } from '@parley/protocol';
import { useState } from 'react';
import { useCommandCache } from '../../shell/commands.ts';
import { Section } from '../../sites/SettingsPage.tsx';
import { Button } from '../../ui/Button.tsx';
import { Chip } from '../../ui/Chip.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useNow } from '../../ui/now.ts';
import { fullTime, listTime } from '../../ui/times.ts';
import { toasts } from '../../ui/toasts.ts';
import { useSubmit } from '../../ui/use-submit.ts';
import { failureWords } from '../http.ts';
import { session } from '../session.ts';
import { useOwn } from './own.ts';
import { ProveDialog } from './ProveDialog.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SetUpSteps } from './SetUpSteps.tsx';
import styles from './TwoFactor.module.css';

/** So few that it is time for others. */
const FEW = 3;

export const TwoStepParts = ({ factor }: { factor: TwoFactor }) => (factor.on ? <On factor={factor} /> : <Off />);

function Off() {
  const { account, calls } = useOwn();
  const cache = useCommandCache();
  const [open, setOpen] = useState(false);
  const close = () => {
    setOpen(false);
    void cache.stale('get_two_factor');
  };
  return (
    <Section>
      <div className={styles.row}>
        <Chip>Off</Chip>
      </div>
      <p>It takes two minutes and an authenticator, an app that shows codes. Your other browsers are signed out.</p>
      <div>
        <Button variant="primary" onClick={() => setOpen(true)}>
          Set it up
        </Button>
      </div>
      {open ? (
        <Dialog open onClose={close} title="Set up two-step sign-in">
          <div className={styles.dialog}>
            <SetUpSteps calls={calls} account={account} onDone={close} />
          </div>
        </Dialog>
      ) : null}
    </Section>
  );
}

function On({ factor }: { factor: TwoFactor }) {
  const [open, setOpen] = useState<'codes' | 'off' | null>(null);
  const { recovery_codes_left: left, since, devices } = factor;
  const close = () => setOpen(null);
  return (
    <>
      <Section>
        <div className={styles.row}>
          <Chip tone="green">On</Chip>
          <span className={styles.faint}>since {fullTime(since as string)}</span>
        </div>
      </Section>
      <Section title="Recovery codes" hint="For the day your phone is lost or broken.">
        {left <= FEW ? (
          <Notice tone="amber">
            {left === 0 ? 'None is left' : left === 1 ? 'One is left' : `${left} are left`}: make new ones now.
          </Notice>
        ) : (
          <p>{left} of 10 are left.</p>
        )}
        <div>
          <Button onClick={() => setOpen('codes')}>Make new ones</Button>
        </div>
      </Section>
      <Section title="Remembered browsers" hint="They are asked for the password alone, for 30 days each.">
        <Devices devices={devices} />
      </Section>
      <Section title="Turn it off" hint="To move to another phone, turn it off and set it up there.">
        <div>
          <Button variant="danger" onClick={() => setOpen('off')}>
            Turn it off
          </Button>
        </div>
      </Section>
      {open === 'codes' ? <NewCodes onClose={close} /> : null}
      {open === 'off' ? <TurnOff required={factor.required} onClose={close} /> : null}
    </>
  );
}

function Devices({ devices }: { devices: RememberedDevice[] }) {
  if (devices.length === 0) return <p className={styles.faint}>None. Signing in offers to remember one.</p>;
  return (
    <ul className={styles.devices} aria-label="Remembered browsers">
      {devices.map((device) => (
        <Device key={device.id} device={device} />
      ))}
    </ul>
  );
}

function Device({ device: { id, browser, system, last_used, expires } }: { device: RememberedDevice }) {
  const { calls } = useOwn();
  const cache = useCommandCache();
  const now = useNow();
  const days = Math.max(1, Math.ceil((Date.parse(expires) - now) / 86_400_000));
  const name = [browser ?? 'Unknown browser', system].filter(Boolean).join(' on ');
  const { busy, failure, onSubmit } = useSubmit(async () => {
    await calls.forget(id);
    await cache.stale('get_two_factor');
  });
  return (
    <li className={styles.device}>
      <div className={styles.who}>
        <p className={styles.name}>{name}</p>
        <p className={styles.faint}>
          <time dateTime={last_used} title={fullTime(last_used)}>
            Last used {listTime(last_used, now)}
          </time>
          {' · '}
          {days === 1 ? '1 day' : `${days} days`} left
        </p>
        {failure ? <Notice tone="red">{failureWords(failure)}</Notice> : null}
      </div>
      <form onSubmit={onSubmit}>
        <Button type="submit" size="small" busy={busy} aria-label={`Forget ${name}`}>
          Forget
        </Button>
      </form>
    </li>
  );
}

function NewCodes({ onClose }: { onClose: () => void }) {
  const { account, calls } = useOwn();
  const cache = useCommandCache();
  const [codes, setCodes] = useState<string[] | null>(null);
  if (codes) {
    return (
      <Dialog open onClose={onClose} title="New recovery codes">
        <div className={styles.dialog}>
          <RecoveryCodes codes={codes} account={account} onDone={onClose} />
        </div>
      </Dialog>
    );
  }
  return (
    <ProveDialog
      title="New recovery codes"
      verb="Make new ones"
      onClose={onClose}
      deed={async (proof) => {
        setCodes((await calls.renew(proof)).recovery_codes);
        void cache.stale('get_two_factor');
      }}
    >
      The old ones are void at once.
    </ProveDialog>
  );
}

function TurnOff({ required, onClose }: { required: boolean; onClose: () => void }) {
  const { calls } = useOwn();
  const cache = useCommandCache();
  return (
    <ProveDialog
      title="Turn two-step sign-in off?"
      verb="Turn it off"
      danger
      onClose={onClose}
      deed={async (proof) => {
        await calls.turnOff(proof);
        // Nothing else may be done here then.
        if (required) return session.start();
        toasts.show('Two-step sign-in is off.');
        onClose();
        await cache.stale('get_two_factor');
      }}
    >
      {required
        ? 'Your site requires it: you will be asked to set it up again at once. Recovery codes and remembered browsers go.'
        : 'Your password alone will sign you in. Recovery codes and remembered browsers go.'}
    </ProveDialog>
  );
}
