/**
 * `/docs/socket`: the AsyncAPI document as a page to read, without any script. Made here, as the libraries that draw such
 * documents make functions of text in the browser, which our Content-Security-Policy forbids.
 */
import { type Html, html } from '../email/templates/html.ts';
import { page } from './page.ts';
import { type JsonSchema, shapeOf } from './schemas.ts';

interface Message {
  readonly name: string;
  readonly summary?: string;
  readonly payload: JsonSchema;
  readonly examples?: readonly { readonly payload: object }[];
}
interface Operation {
  readonly action: 'receive' | 'send';
  readonly title: string;
  readonly summary?: string;
  readonly description?: string;
  readonly messages: readonly { readonly $ref: string }[];
  readonly security?: readonly { readonly $ref: string }[];
  readonly reply?: { readonly messages: readonly { readonly $ref: string }[] };
}
interface Channel {
  readonly address: string;
  readonly title: string;
  readonly description: string;
}

/** The parts of the document that the page shows. */
interface Shown {
  readonly info: { readonly description: string };
  readonly channels: Readonly<Record<string, Channel>>;
  readonly operations: Readonly<Record<string, Operation>>;
  readonly components: {
    readonly messages: Readonly<Record<string, Message>>;
    readonly schemas: Readonly<Record<string, JsonSchema>>;
  };
}

export function socketPage(asyncapi: JsonSchema): string {
  const { info, channels, operations, components } = asyncapi as unknown as Shown;
  const named = (ref: { readonly $ref: string }): Message => components.messages[last(ref)] as Message;
  // The site's socket carries all that the room's does, and more: each thing is described once.
  const all = Object.entries(operations).filter(([key]) => key.startsWith('site.'));
  const commands = all.map(([, operation]) => operation).filter(({ action }) => action === 'receive');
  const events = all.flatMap(([, operation]) => (operation.action === 'send' ? operation.messages.map(last) : []));
  const error = components.messages.error as Message;
  const contents = (title: string, names: readonly (readonly [anchor: string, name: string])[]) =>
    html`<h2>${title}</h2><ul>${names.map(([anchor, name]) => html`<li><a href="#${anchor}">${name}</a></li>`)}</ul>`;

  const main = html`<div class="sockets">
<nav class="contents" aria-label="On this page">
${contents(
  'Commands',
  commands.map(({ title }) => [title, title] as const),
)}
${contents(
  'Events',
  events.map((name) => [name, (components.messages[name] as Message).name] as const),
)}
${contents(
  'Shapes',
  Object.keys(components.schemas).map((name) => [name, name] as const),
)}
</nav>
<main id="main">
<h1>Sockets</h1>
${info.description.split('\n\n').map((text) => html`<p>${words(text)}</p>`)}
<h2>Addresses</h2>
${Object.values(channels).map(
  ({ address, title, description }) =>
    html`<h3>${title}</h3><pre tabindex="0">GET ${address}</pre><p>${words(description)}</p>`,
)}
<h2>Commands</h2>
${commands.map((operation) => command(operation, named))}
<h2>Events</h2>
${events.map((name) => event(name, components.messages[name] as Message))}
<h3 id="error"><code>error</code></h3><p>${words(error.summary ?? '')}</p>${fields(error.payload)}${sample(error)}
<h2>Shapes</h2>
${Object.entries(components.schemas).map(
  ([name, schema]) => html`<h3 id="${name}"><code>${name}</code></h3>${fields(schema)}`,
)}
</main>
</div>`;
  return page('/docs/socket', { head: html``, main });
}

const last = ({ $ref }: { readonly $ref: string }): string => $ref.slice($ref.lastIndexOf('/') + 1);

function command(operation: Operation, named: (ref: { readonly $ref: string }) => Message): Html {
  const [asked] = operation.messages.map(named) as [Message];
  const [answer] = (operation.reply?.messages ?? []).map(named) as [Message];
  const who = [...new Set((operation.security ?? []).map(last))].join(' or ');
  return html`<section><h3 id="${operation.title}"><code>${operation.title}</code></h3>
<p>${operation.summary ?? ''}. <span class="quiet">For: ${who || 'anyone'}.</span></p>
${operation.description ? html`<p>${words(operation.description)}</p>` : html``}
${fields(asked.payload)}${sample(asked)}
<h4>Answer</h4>
${fields(answer.payload)}${sample(answer)}</section>`;
}

const event = (anchor: string, message: Message): Html =>
  html`<section><h3 id="${anchor}"><code>${message.name}</code></h3>
<p>${words(message.summary ?? '')}</p>${fields(message.payload)}</section>`;

/** What an object holds, a row each; of several possible ones all. */
function fields({ anyOf, properties = {}, required = [] }: JsonSchema): Html {
  if (anyOf) return html`${anyOf.map(fields)}`;
  const rows = Object.entries(properties).map(
    ([name, schema]) =>
      html`<tr><th scope="row"><code>${name}${required.includes(name) ? '' : '?'}</code></th><td>${kind(schema)}</td><td>${words(schema.description ?? '')}</td></tr>`,
  );
  return html`<table><tbody>${rows}</tbody></table>`;
}

function kind(schema: JsonSchema): Html {
  const shape = shapeOf(schema);
  if (shape) return html`<a href="#${shape}">${shape}</a>`;
  if (schema.const !== undefined) return html`<code>"${String(schema.const)}"</code>`;
  if (schema.enum) return or(schema.enum.map((one) => html`<code>"${String(one)}"</code>`));
  if (schema.anyOf) return or(schema.anyOf.map(kind));
  if (schema.type === 'array') return html`list of ${kind(schema.items as JsonSchema)}`;
  if (schema.properties) {
    const inside = Object.entries(schema.properties).map(([name, inner]) => html`<code>${name}</code>: ${kind(inner)}`);
    return html`{ ${joined(inside, ', ')} }`;
  }
  if (schema.patternProperties) return html`numbers by room`;
  return html`${[schema.type ?? 'anything'].flat().join(' or ')}${bounds(schema)}`;
}

const or = (parts: readonly Html[]): Html => joined(parts, ' or ');
const joined = (parts: readonly Html[], between: string): Html =>
  html`${parts.map((part, i) => (i === 0 ? part : html`${between}${part}`))}`;

function bounds({ minLength, maxLength, minimum, maximum }: JsonSchema): string {
  const [least, most] = [minLength ?? minimum, maxLength ?? maximum];
  return least === undefined && most === undefined ? '' : ` ${least ?? ''}..${most ?? ''}`;
}

const sample = ({ examples }: Message): Html =>
  examples?.[0] ? html`<pre tabindex="0">${JSON.stringify(examples[0].payload, null, 2)}</pre>` : html``;

/** Text with `code` and **bold** in it. */
const words = (text: string): Html =>
  html`${text.split(/(`[^`]+`|\*\*[^*]+\*\*)/).map((part) => {
    if (part.startsWith('`')) return html`<code>${part.slice(1, -1)}</code>`;
    return part.startsWith('**') ? html`<b>${part.slice(2, -2)}</b>` : html`${part}`;
  })}`;
