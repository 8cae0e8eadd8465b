// The shop's pages. Each is a plain function from nothing, or from a thing, to a page.

import { picture } from './art.ts';
import { type Html, html } from './html.ts';
import { landscape } from './landscape.ts';
import type { Page } from './layout.ts';
import { type Kind, kinds, type Product } from './product.ts';
import { productBySlug, products } from './products.ts';

const whole = new Intl.NumberFormat('en-IE', {
  style: 'currency',
  currency: 'EUR',
  trailingZeroDisplay: 'stripIfInteger',
});
const euro = (amount: number): string => whole.format(amount);
const none = html``;

const card = (product: Product): Html => html`<li class="card">
<div class="shelf tone ${product.tone}">${picture(product.drawing)}${product.badge ? html`<span class="badge">${product.badge}</span>` : none}</div>
<h3><a href="/products/${product.slug}">${product.name}</a></h3>
<p>${product.line}</p>
<p class="price">${euro(product.price)}${product.rent ? html` <span>or ${euro(product.rent)} a night</span>` : none}</p>
</li>
`;

const grid = (list: readonly Product[]): Html => html`<ul class="grid">${list.map(card)}</ul>`;

const shelves = (current?: Kind): Html => html`<nav class="chips" aria-label="Shelves">
<a href="/products"${current ? none : html` aria-current="page"`}>Everything</a>
${Object.entries(kinds).map(
  ([kind, name]) =>
    html`<a href="/products?kind=${kind}"${kind === current ? html` aria-current="page"` : none}>${name}</a>`,
)}</nav>`;

export const frontPage = (): Page => ({
  title: 'Acme Outdoor: tents, boots, packs and stoves',
  body: html`<section class="hero">
${landscape}
<div class="pitch">
<h1>Good gear, for longer.</h1>
<p>Tents, boots, packs and stoves with a five-year warranty, and a workshop of our own that mends what the mountain breaks.</p>
<p class="actions"><a class="button" href="/products?kind=tents">See the tents</a><a class="button quiet" href="/help#rent">Rent one first</a></p>
</div>
</section>
<ul class="promises">
<li><strong>Free shipping from €75</strong>in all of the EU</li>
<li><strong>60 days to return</strong>free within the EU</li>
<li><strong>Five-year warranty</strong>on all Acme gear</li>
<li><strong>Mended in Innsbruck</strong>6,140 things last year</li>
</ul>
<section class="wide">
<h2>The whole shop, ${products.length} things</h2>
<p class="lead">We keep the range small, so that we know every seam of it.</p>
${grid(products)}
</section>
<section class="band">
<div class="tone ochre">${picture('boot')}</div>
<div>
<h2>Do not buy new boots.</h2>
<p>Not yet. Send us the old ones: a new sole costs €79, a zip €29, a tent pole €12. Ten working days later they are back with you, and you have money left for the train.</p>
<p class="actions"><a class="button" href="/help#repair">What we mend</a></p>
</div>
</section>`,
});

export const productsPage = (kind?: Kind): Page => {
  const list = kind ? products.filter((product) => product.kind === kind) : products;
  const name = kind ? kinds[kind] : 'Everything we sell';
  return {
    title: `${name} · Acme Outdoor`,
    body: html`<section class="wide">
<h1>${name}</h1>
${shelves(kind)}
<h2 class="count">${list.length} things</h2>
${grid(list)}
</section>`,
  };
};

/** The middle one is chosen at first: most feet and backs are nearer to it than to the smallest. */
const sizeOptions = (sizes: readonly string[]): Html[] =>
  sizes.map((size, index) => html`<option${index === sizes.length >> 1 ? html` selected` : none}>${size}</option>`);

export const productPage = (product: Product): Page => {
  const others = products.filter((other) => other.kind === product.kind && other !== product).slice(0, 4);
  return {
    title: `${product.name} · Acme Outdoor`,
    body: html`<article class="wide">
<p class="trail"><a href="/products">Shop</a> / <a href="/products?kind=${product.kind}">${kinds[product.kind]}</a></p>
<div class="product">
<div class="shelf tone ${product.tone}">${picture(product.drawing)}</div>
<div>
<h1>${product.name}</h1>
<p class="lead">${product.line}</p>
<p class="price">${euro(product.price)}${product.rent ? html` <span>or ${euro(product.rent)} a night</span>` : none}</p>
<p>${product.text}</p>
<form action="/basket">
<input type="hidden" name="thing" value="${product.slug}">
${product.sizes ? html`<label>Size <select name="size">${sizeOptions(product.sizes)}</select></label>` : none}
<button class="button">Add to basket</button>
</form>
<dl>${Object.entries(product.facts).map(([key, value]) => html`<div><dt>${key}</dt><dd>${value}</dd></div>`)}</dl>
<ul class="notes">
<li>At your door in 1–5 working days within the EU</li>
<li>60 days to return, free within the EU</li>
<li>Five-year warranty, and spare parts for ten years</li>
</ul>
</div>
</div>
<h2>Beside it on the shelf</h2>
${grid(others)}
</article>`,
  };
};

export const basketPage = (slug: string | null): Page => {
  const product = productBySlug.get(slug ?? '');
  return {
    title: 'Basket · Acme Outdoor',
    body: html`<section class="note">
<div class="tone ${product?.tone ?? 'moss'}">${picture(product?.drawing ?? 'daypack')}</div>
<h1>${product ? `Good choice, the ${product.name}.` : 'Nothing in here yet.'}</h1>
<p>${product ? 'In a real shop it would be in your basket now. This one is made up, so your money is safe.' : 'A light pack is a happy pack.'}</p>
<p class="actions"><a class="button" href="/products">Back to the shop</a></p>
</section>`,
  };
};

export const lostPage = (): Page => ({
  title: 'Not found · Acme Outdoor',
  body: html`<section class="note">
<div class="tone slate">${picture('tarp')}</div>
<h1>The path ends here.</h1>
<p>There is no page at this address. Turn round, or ask in the chat for the way.</p>
<p class="actions"><a class="button" href="/">To the front page</a></p>
</section>`,
});
