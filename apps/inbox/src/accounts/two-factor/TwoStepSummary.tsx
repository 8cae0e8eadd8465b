/** Two-step sign-in on the account's page: whether it is on, and the way to its own page. */
import { Link } from '@tanstack/react-router';
import { useCommand } from '../../shell/commands.ts';
import { Loaded } from '../../shell/Loaded.tsx';
import { Section } from '../../sites/SettingsPage.tsx';
import { Chip } from '../../ui/Chip.tsx';
import styles from './TwoFactor.module.css';

export function TwoStepSummary() {
  const query = useCommand('get_two_factor', {});
  return (
    <Section title="Two-step sign-in" hint="After the password a code from your phone.">
      <Loaded query={query} what="Two-step sign-in">
        {({ two_factor: { on } }) => (
          <div className={styles.row}>
            {on ? <Chip tone="green">On</Chip> : <Chip>Off</Chip>}
            <Link to="/settings/two-step" className={styles.link}>
              {on ? 'Recovery codes, remembered browsers, turning it off' : 'Set it up'}
            </Link>
          </div>
        )}
      </Loaded>
    </Section>
  );
}
