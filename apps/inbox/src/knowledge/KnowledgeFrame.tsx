/** What the pages of knowledge share: the cache of answers. */
import { Outlet } from '@tanstack/react-router';
import { Queries } from '../shell/Queries.tsx';

export function KnowledgeFrame() {
  return (
    <Queries>
      <Outlet />
    </Queries>
  );
}
