// The frame around every page of the shop: head, header, footer and, last of all, the one tag of the support chat.

import { mark, sprite } from './art.ts';
import { Html, html } from './html.ts';

export interface Frame {
  /** Where the support chat is served. The tag is the only thing of it that the shop knows. */
  readonly parleyUrl: string;
  /** Set where the page's security policy lets only marked tags through. */
  readonly nonce?: string;
}

export interface Page {
  readonly title: string;
  /** English unless said. */
  readonly language?: string;
  readonly body: Html;
}

const description =
  'Tents, boots, packs and stoves, mended in our own workshop. Stores in Lisbon, Innsbruck and Ghent.';

export function layout({ title, language = 'en', body }: Page, { parleyUrl, nonce }: Frame): string {
  const mine = nonce === undefined ? new Html('') : html` nonce="${nonce}"`;
  const page = html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover">
<meta name="color-scheme" content="light dark">
<meta name="description" content="${description}">
<title>${title}</title>
<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'%3E%3Cpath fill='%232c6b50' d='M2 26 12 8l5 9 4-6 9 15z'/%3E%3C/svg%3E">
<link rel="stylesheet" href="/shop.css"${mine}>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header class="top">
<a class="brand" href="/">${mark}Acme Outdoor</a>
<nav aria-label="Shop">
<a href="/products">Shop</a><a href="/help#rent">Rent</a><a href="/help#repair">Repair</a><a href="/help#stores">Stores</a><a href="/help">Help</a>
</nav>
<a class="basket" href="/basket">Basket</a>
</header>
${sprite}
<main id="main">${body}</main>
<footer class="foot">
<div>
<p class="brand">${mark}Acme Outdoor</p>
<p>Gear for people who come back for more, since 2009.</p>
</div>
<div>
<h2>Help</h2>
<ul><li><a href="/help#orders">Orders and shipping</a></li><li><a href="/help#returns">Returns</a></li><li><a href="/help#repair">Repair and warranty</a></li><li><a href="/help#rent">Rent a tent</a></li><li><a href="/hilfe" hreflang="de" lang="de">Hilfe auf Deutsch</a></li></ul>
</div>
<div>
<h2>Stores</h2>
<ul><li>Rua da Serra 18, Lisbon</li><li>Nordkettenweg 5, Innsbruck</li><li>Kouterpad 12, Ghent</li></ul>
</div>
<p class="fine">Acme Outdoor is a made-up shop. Nothing here is for sale, but the chat in the corner is real.</p>
</footer>
<script async src="${parleyUrl}/w/acme.js"${mine}></script>
</body>
</html>
`;
  return page.text;
}
