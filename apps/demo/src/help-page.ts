// The shop's help page: the short answers. The long ones are the support chat's business.

import { type Html, html } from './html.ts';
import type { Page } from './layout.ts';

const question = (title: string, answer: string): Html =>
  html`<details><summary>${title}</summary><p>${answer}</p></details>`;

const store = (city: string, street: string, hours: readonly string[], extra: string): Html => html`<li>
<h3>${city}</h3>
<p>${street}</p>
<p>${hours.map((line) => html`${line}<br>`)}</p>
<p>${extra}</p>
</li>
`;

export const helpPage = (): Page => ({
  title: 'Help · Acme Outdoor',
  body: html`<div class="wide help">
<h1>Help</h1>
<p class="lead">The short answers are here. For everything else there is the chat in the corner: an assistant day and night, people from Monday to Saturday.</p>
<section id="orders">
<h2>Orders and shipping</h2>
${question('What does shipping cost, and how long does it take?', 'In the EU €4.90, free from €75: 1–3 working days to Belgium, the Netherlands, Luxembourg, Germany, France and Austria, 3–5 to the rest. Express to the same six countries costs €12.90. To Switzerland, Liechtenstein and the UK it is €14.90, free from €200, 4–7 working days.')}
${question('Where is my order?', 'In My orders, with your order number (AO- and six digits) and your e-mail address. You need no account.')}
${question('Can I cancel or change an order?', 'As long as its status is “Received”, yourself, in My orders. Once it is being packed you can refuse it or send it back free of charge from the EU.')}
</section>
<section id="returns">
<h2>Returns</h2>
${question('How long can I return something?', '60 days from delivery, unused and with its tags. Free within the EU and in our stores; €9.90 from Switzerland, Liechtenstein and the UK.')}
${question('When do I get my money?', 'Within 5 working days after the parcel reaches Ghent, the way you paid. In a store, on the spot.')}
</section>
<section id="repair">
<h2>Repair and warranty</h2>
${question('What is covered by the warranty?', 'Faults in material and workmanship of Acme gear, for five years. We repair first, else replace, else refund.')}
${question('What does a repair cost?', 'A zip slider €14, a whole zip €29, a pole segment €12, a patch €18, new soles €79 a pair. Above €60 we ask first. It takes 10 working days, soles 15.')}
</section>
<section id="rent">
<h2>Rent a tent</h2>
${question('What does it cost?', 'Fjell 2 €12, Storm 2 €16, Basecamp 4 €18 a night for the first three nights, then €7, €9 and €10. A deposit of €150 per tent is blocked on your card.')}
${question('And if I like it?', 'Buy the same model within 30 days and we take the rent of up to three nights off the price.')}
</section>
<section id="stores">
<h2>Stores</h2>
<ul class="stores">
${store('Lisbon', 'Rua da Serra 18', ['Monday to Saturday 10:00–20:00', 'Sunday 11:00–18:00'], 'Boot fitting, tent rental')}
${store('Innsbruck', 'Nordkettenweg 5', ['Monday to Friday 9:00–18:30', 'Saturday 9:00–17:00'], 'Boot fitting, rental, beacon check, workshop')}
${store('Ghent', 'Kouterpad 12', ['Tuesday to Saturday 10:00–18:30', 'First Sunday of the month 13:00–18:00'], 'Boot fitting, tent rental')}
</ul>
</section>
</div>`,
});
