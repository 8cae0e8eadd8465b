/** Copies a text and says so; where the browser refuses, it says that too. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import { toasts } from './toasts.ts';

export function CopyButton({ text, children, ...rest }: { text: string } & ButtonProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 2_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(true);
    } catch {
      toasts.show('The browser did not allow copying. Select the text and copy it by hand.', { tone: 'failure' });
    }
  };
  return (
    <Button {...rest} onClick={copy}>
      {copied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {children}
      <output className="visually-hidden">{copied ? 'Copied' : ''}</output>
    </Button>
  );
}
