/** Ten codes, shown this once: to copy, to keep as a file, to print. */
import { Download, Printer } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Notice } from '../../ui/Notice.tsx';
import styles from './TwoFactor.module.css';

export function RecoveryCodes({ codes, account, onDone }: { codes: string[]; account: string; onDone: () => void }) {
  const text = `Parley recovery codes of ${account}\nEach works once, instead of a code of the authenticator.\n\n${codes.join('\n')}\n`;
  const download = () => {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    link.download = 'parley-recovery-codes.txt';
    link.click();
    URL.revokeObjectURL(link.href);
  };
  return (
    <div className={styles.steps}>
      <Notice tone="amber">
        They are shown this once. Keep them where you find them without your phone: each signs you in once, should you
        lose it.
      </Notice>
      <div className={styles.sheet}>
        <p className={styles.printed}>Parley recovery codes of {account}. Each works once.</p>
        <ul className={styles.codes} aria-label="Recovery codes">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ul>
      </div>
      <div className={styles.row}>
        <CopyButton text={text}>Copy</CopyButton>
        <Button onClick={download}>
          <Download aria-hidden="true" /> Download
        </Button>
        <Button onClick={() => window.print()}>
          <Printer aria-hidden="true" /> Print
        </Button>
      </div>
      <Button variant="primary" onClick={onDone}>
        I have kept them
      </Button>
    </div>
  );
}
