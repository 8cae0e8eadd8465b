/** The further pages of a list whose first page a query holds: asked for one after the other, by hand. */
import { useState } from 'react';
import { failureWords } from '../accounts/http.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';

interface Page<Item, Place> {
  items: Item[];
  next: Place | null;
}

export interface Pages<Item> {
  /** Of all pages so far. */
  items: Item[];
  more: (() => void) | null;
  busy: boolean;
  failure: string | null;
}

/** For a component that is made anew (`key`) when the list itself is another one. */
export function usePages<Item, Place>(
  first: Page<Item, Place>,
  load: (next: Place) => Promise<Page<Item, Place>>,
): Pages<Item> {
  const [later, setLater] = useState<Page<Item, Place>>({ items: [], next: null });
  const [begun, setBegun] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<string | null>(null);
  const next = begun ? later.next : first.next;
  const more = async (place: Place) => {
    setBusy(true);
    setFailure(null);
    try {
      const page = await load(place);
      setLater((before) => ({ items: [...before.items, ...page.items], next: page.next }));
      setBegun(true);
    } catch (error) {
      setFailure(failureWords(error));
    } finally {
      setBusy(false);
    }
  };
  return {
    items: [...first.items, ...later.items],
    more: next === null ? null : () => void more(next),
    busy,
    failure,
  };
}

export function More({ pages: { more, busy, failure } }: { pages: Pages<unknown> }) {
  return (
    <>
      {failure ? <Notice tone="red">{failure}</Notice> : null}
      {more ? (
        <Button busy={busy} onClick={more}>
          Show more
        </Button>
      ) : null}
    </>
  );
}
