/** Searching conversations by words. What is searched for stands in the address, so it survives reload and can be shared. */
import type { ListName } from '@parley/client/agent';
import { useNavigate } from '@tanstack/react-router';
import { Search, X } from 'lucide-react';
import { useRef } from 'react';
import { useKeys } from '../shell/keyboard.tsx';
import { Kbd } from '../ui/Kbd.tsx';
import { useSearchText } from '../ui/use-search-text.ts';
import styles from './SearchField.module.css';

interface SearchFieldProps {
  folder: ListName;
  room: string | null;
  query: string;
  label: string | undefined;
}

export function SearchField({ folder, room, query, label }: SearchFieldProps) {
  const navigate = useNavigate();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useSearchText(query, (words) => {
    const search = { q: words || undefined, label };
    // One step back leaves the search, however many letters it took.
    const replace = query !== '';
    if (room) void navigate({ to: '/inbox/$folder/$room', params: { folder, room }, search, replace });
    else void navigate({ to: '/inbox/$folder', params: { folder }, search, replace });
  });
  useKeys({ search: () => input.current?.focus() });

  return (
    <search className={styles.search}>
      <Search aria-hidden="true" />
      <input
        ref={input}
        type="search"
        aria-label="Search conversations"
        placeholder="Search conversations"
        value={text}
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          if (!text) return input.current?.blur();
          event.preventDefault();
          setText('');
        }}
      />
      {text ? (
        <button
          type="button"
          className={styles.clear}
          aria-label="Clear the search"
          onClick={() => {
            setText('');
            input.current?.focus();
          }}
        >
          <X aria-hidden="true" />
        </button>
      ) : (
        <Kbd quiet>/</Kbd>
      )}
    </search>
  );
}
