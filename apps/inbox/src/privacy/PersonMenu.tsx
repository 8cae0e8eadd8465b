/** What an admin may do at a visitor's wish. The windows are loaded when they are first asked for. */
import type { AgentRoom } from '@parley/protocol';
import { Download, Ellipsis, Eraser } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { useMay } from '../accounts/use-session.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';

const ExportDialog = lazy(() => import('./ExportDialog.tsx').then((module) => ({ default: module.ExportDialog })));
const EraseDialog = lazy(() => import('./EraseDialog.tsx').then((module) => ({ default: module.EraseDialog })));

export function PersonMenu({ room }: { room: AgentRoom }) {
  const may = useMay('manage_privacy');
  const [asked, setAsked] = useState<'export' | 'erase' | null>(null);
  const [open, setOpen] = useState(false);
  // What was begun is shown to its end, though the room is an erased one by then.
  if (!may || (room.erased && !asked)) return null;
  const ask = (what: 'export' | 'erase') => {
    setAsked(what);
    setOpen(true);
  };
  const items: MenuItem[] = [
    {
      kind: 'action',
      label: 'Export data…',
      icon: <Download aria-hidden="true" />,
      onSelect: () => ask('export'),
    },
    {
      kind: 'action',
      label: 'Erase…',
      icon: <Eraser aria-hidden="true" />,
      danger: true,
      onSelect: () => ask('erase'),
    },
  ];
  const Window = asked === 'export' ? ExportDialog : EraseDialog;
  return (
    <>
      {room.erased ? null : (
        <Menu label="Actions on this person" items={items}>
          <Ellipsis aria-hidden="true" />
        </Menu>
      )}
      {asked ? (
        <Suspense fallback={null}>
          <Window room={room} open={open} onClose={() => setOpen(false)} />
        </Suspense>
      ) : null}
    </>
  );
}
