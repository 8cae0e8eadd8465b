/** HTML made of text: everything that is put into a template is escaped unless it was itself made by one. */

export class Html {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ENTITIES[character] as string);

type Value = string | number | Html | readonly Html[];

/** html`<p>${name}</p>`: strings are escaped, Html and lists of it stand as they are. Attributes need quotes around them. */
export function html(strings: TemplateStringsArray, ...values: readonly Value[]): Html {
  const piece = (value: Value): string => {
    if (value instanceof Html) return value.source;
    if (typeof value === 'object') return value.map((inner) => inner.source).join('');
    return escapeHtml(String(value));
  };
  return new Html(strings.map((text, i) => text + (i < values.length ? piece(values[i] as Value) : '')).join(''));
}
