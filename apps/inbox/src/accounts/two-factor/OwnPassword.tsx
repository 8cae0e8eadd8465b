/** One's password once more, before something about the second step changes. */
import { PasswordField } from '../../ui/Field.tsx';

interface OwnPasswordProps {
  /** The email: password managers find out by it whose password this is. */
  account: string;
  /** As the server said it. */
  error: string | undefined;
  value: string;
  onChange: (password: string) => void;
}

export function OwnPassword({ account, error, value, onChange }: OwnPasswordProps) {
  return (
    <>
      <input type="hidden" name="username" autoComplete="username" value={account} readOnly />
      <PasswordField
        label="Password"
        name="password"
        autoComplete="current-password"
        required
        startHere
        maxLength={256}
        error={error && `The password ${error}.`}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </>
  );
}
