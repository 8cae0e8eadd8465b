/** The inbox: lists of conversations, the open one beside them. On a phone one page over the other. */
import { Outlet, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { FilteredBy, LabelFilter } from '../labels/LabelFilter.tsx';
import { useKeys } from '../shell/keyboard.tsx';
import { isTyping } from '../shell/keys.ts';
import { useTitle } from '../shell/use-title.ts';
import { useTeams } from '../teams/own-teams.ts';
import { FolderList } from './FolderList.tsx';
import styles from './InboxScreen.module.css';
import { folderName, isFolder } from './names.ts';
import { RoomList } from './RoomList.tsx';
import { RoomSearch } from './RoomSearch.tsx';
import { SearchField } from './SearchField.tsx';

export function InboxScreen() {
  const params = useParams({ strict: false });
  const folder = params.folder && isFolder(params.folder) ? params.folder : 'unassigned';
  const { q, label } = useSearch({ from: '/shell/inbox/$folder' });
  const navigate = useNavigate();
  useTitle(folderName(folder, useTeams()));

  useKeys({
    back: () => {
      const active = document.activeElement;
      if (active instanceof HTMLElement && isTyping(active)) active.blur();
      else if (params.room) void navigate({ to: '/inbox/$folder', params: { folder }, search: { q, label } });
      else if (q) void navigate({ to: '/inbox/$folder', params: { folder }, search: { label } });
      else if (label) showOnly(undefined);
    },
  });
  const showOnly = (id: string | undefined) => {
    const search = { q, label: id };
    if (params.room) void navigate({ to: '/inbox/$folder/$room', params: { folder, room: params.room }, search });
    else void navigate({ to: '/inbox/$folder', params: { folder }, search });
  };

  return (
    <div className={styles.screen} data-open={params.room ? '' : undefined}>
      <h1 className="visually-hidden">Inbox</h1>
      <section className={styles.list} aria-label="Conversations">
        <div className={styles.top}>
          <SearchField folder={folder} room={params.room ?? null} query={q ?? ''} label={label} />
          <LabelFilter label={label} onChoose={showOnly} />
        </div>
        {q ? null : <FolderList folder={folder} label={label} />}
        {label ? <FilteredBy label={label} onClear={() => showOnly(undefined)} /> : null}
        {q ? (
          <RoomSearch key={`${q} ${label}`} query={q} label={label} open={params.room ?? null} />
        ) : (
          <RoomList key={`${folder} ${label}`} folder={folder} label={label} open={params.room ?? null} />
        )}
      </section>
      <Outlet />
    </div>
  );
}
