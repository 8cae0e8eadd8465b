/** The words on the browser's tab: how much needs a person, and where one is. And the tab's picture, with a dot while anything does. */

let page = '';
let needing = 0;

/** "(2) Unassigned · Parley". */
export function composeTitle(where: string, count: number): string {
  return `${count > 0 ? `(${count > 99 ? '99+' : count}) ` : ''}${where ? `${where} · ` : ''}Parley`;
}

function show(): void {
  document.title = composeTitle(page, needing);
}

export function setPage(name: string): void {
  page = name;
  show();
}

export function setNeeding(count: number): void {
  const icon = document.querySelector<HTMLLinkElement>('link[rel="icon"]');
  const file = count > 0 ? '/favicon-dot.svg' : '/favicon.svg';
  if (icon && !icon.href.endsWith(file)) icon.href = file;
  needing = count;
  show();
}
