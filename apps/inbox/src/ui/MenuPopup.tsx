/** The menu behind a menu button: arrow keys, first letters, Esc; choices stay open, unless one closes it. */
import { Menu as Base } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { IconButton } from './Button.tsx';
import { classNames } from './class-names.ts';
import { Kbd } from './Kbd.tsx';
import styles from './Menu.module.css';
import type { MenuItem, MenuProps } from './Menu.tsx';

export interface MenuPopupProps extends MenuProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function MenuPopup({ label, children, items, side = 'bottom', className, open, onOpenChange }: MenuPopupProps) {
  // Beside its button, inside the part of the page that both belong to.
  const [place, setPlace] = useState<HTMLElement | null>(null);
  return (
    <Base.Root open={open} onOpenChange={(next) => onOpenChange(next)}>
      <Base.Trigger
        render={
          <IconButton label={label} className={className} tipSide={side === 'right' ? 'right' : 'bottom'}>
            {children}
          </IconButton>
        }
      />
      <span ref={setPlace} />
      <Base.Portal container={place}>
        <Base.Positioner side={side} align="end" sideOffset={6} className={styles.positioner}>
          <Base.Popup className={styles.popup} aria-label={label}>
            {items.map((item, index) => (
              <Item key={index} item={item} />
            ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

function Item({ item }: { item: MenuItem }) {
  if (item.kind === 'line') return <Base.Separator className={styles.line} />;
  if (item.kind === 'words') return <div className={styles.words}>{item.content}</div>;
  if (item.kind === 'action') {
    return (
      <Base.Item className={classNames(styles.item, item.danger && styles.danger)} onClick={item.onSelect}>
        {item.icon}
        <span className={styles.grow}>{item.label}</span>
        {item.shortcut ? <Kbd quiet>{item.shortcut}</Kbd> : null}
      </Base.Item>
    );
  }
  return (
    <Base.RadioGroup value={item.value} onValueChange={(value: string) => item.onChange(value)}>
      <Base.GroupLabel className={styles.label}>{item.label}</Base.GroupLabel>
      {item.options.map((option) => (
        <Base.RadioItem
          key={option.value}
          value={option.value}
          closeOnClick={item.closes ?? false}
          className={styles.item}
        >
          <span className={styles.mark}>
            <Base.RadioItemIndicator>
              <Check aria-hidden="true" />
            </Base.RadioItemIndicator>
          </span>
          {option.icon}
          <span className={styles.grow}>{option.label}</span>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}
