/** A button that opens a menu. The menu itself is loaded on first intent (hover or focus), so the first page stays light. */
import { type ComponentType, type ReactNode, useState } from 'react';
import { IconButton } from './Button.tsx';
import type { MenuPopupProps } from './MenuPopup.tsx';

export type MenuItem =
  | { kind: 'action'; label: string; icon?: ReactNode; shortcut?: string; danger?: boolean; onSelect: () => void }
  | {
      kind: 'choice';
      label: string;
      options: { value: string; label: string; icon?: ReactNode }[];
      value: string;
      /** One is all that is wanted of the menu. */
      closes?: boolean;
      onChange: (value: string) => void;
    }
  | { kind: 'words'; content: ReactNode }
  | { kind: 'line' };

export interface MenuProps {
  label: string;
  children: ReactNode;
  items: MenuItem[];
  side?: 'top' | 'right' | 'bottom' | 'left';
  className?: string;
}

// Once for the page: the module is the same for every menu.
let Loaded: ComponentType<MenuPopupProps> | null = null;
let loading: Promise<void> | null = null;
function load(): Promise<void> {
  loading ??= import('./MenuPopup.tsx').then(
    (module) => {
      Loaded = module.MenuPopup;
    },
    (error: unknown) => {
      loading = null;
      throw error;
    },
  );
  return loading;
}

export function Menu(props: MenuProps) {
  const [open, setOpen] = useState(false);
  // Each at its own first intent, though loaded before: a page may hold hundreds.
  const [ready, setReady] = useState(false);
  const prepare = () => {
    if (!ready)
      load().then(
        () => setReady(true),
        () => setOpen(false),
      );
  };
  if (ready && Loaded) return <Loaded {...props} open={open} onOpenChange={setOpen} />;
  return (
    <IconButton
      label={props.label}
      className={props.className}
      tipSide={props.side === 'right' ? 'right' : 'bottom'}
      aria-haspopup="menu"
      aria-expanded={open}
      onPointerEnter={prepare}
      onClick={() => {
        setOpen(true);
        prepare();
      }}
    >
      {props.children}
    </IconButton>
  );
}
