// Knowledge about the shop itself: stores, money off, gift cards, business customers, what it stands for.

import type { DemoArticle } from './article.ts';

export const shopArticles: readonly DemoArticle[] = [
  {
    slug: 'stores-and-opening-hours',
    title: 'Stores, opening hours and how to reach us',
    body: `## Lisbon store
Rua da Serra 18, 1200-312 Lisboa. Open **Monday to Saturday 10:00–20:00, Sunday 11:00–18:00**. Boot fitting, tent rental, order pickup.

## Innsbruck store
Nordkettenweg 5, 6020 Innsbruck. Open **Monday to Friday 9:00–18:30, Saturday 9:00–17:00**, closed on Sunday. Boot fitting, tent and avalanche gear rental, avalanche beacon check, order pickup. Our repair workshop is in the same house.

## Ghent store
Kouterpad 12, 9000 Gent. Open **Tuesday to Saturday 10:00–18:30**, and 13:00–18:00 on the first Sunday of the month. Closed on Monday. Boot fitting, tent rental, order pickup.

## Public holidays
All stores are closed on 25 and 26 December and on 1 January. On other public holidays Innsbruck and Ghent are closed; Lisbon opens with its Sunday hours, 11:00–18:00.

## When our team answers
People answer the chat **Monday to Friday 9:00–18:00 and Saturday 10:00–16:00** (Central European Time); the assistant answers day and night. E-mails to [care@acme-outdoor.example](mailto:care@acme-outdoor.example) are answered within one working day. We have no telephone hotline. If you would rather talk, leave your number in the chat during these hours and we call you back the same day.

## Collecting and returning in a store
Every store hands out online orders and takes returns of online orders, with the refund on the spot. Bring the order number or the e-mail with the QR code.`,
  },
  {
    slug: 'trail-club',
    title: 'Trail Club, our loyalty programme',
    body: `## How Trail Club works
Trail Club is **free**. You collect **1 point for every euro** you spend on products, online and in our stores. **200 points are a voucher of €10.** Points appear when the parcel is delivered and are valid for 24 months. Points for returned items are taken back.

## The three levels
The level follows what you spent in the last 12 months.

- **Path** (from the first day): points, and early access to sales by one day.
- **Pass** (from €500): also free standard shipping in the EU, without a minimum order.
- **Peak** (from €1,200): also free express shipping, **€50 of repairs per calendar year**, and 20% off rentals.

## How to join
Tick "Join Trail Club" at checkout, or give your e-mail address in a store. Purchases of the last 30 days can be added: tell us the order number.

## Use a voucher
Vouchers are valid for 12 months, online and in stores. You can use several at once, and together with **one** discount code. They do not pay for gift cards. If the order costs less than the vouchers, the rest stays on your account.

## Leave Trail Club
Write to [care@acme-outdoor.example](mailto:care@acme-outdoor.example). We delete your membership and its points within 7 days; vouchers you already have remain valid.`,
  },
  {
    slug: 'student-discount',
    title: 'Discounts for students and mountain rescue',
    body: `## Student discount
Students and apprentices get **10% off**, all year. Verify yourself once under **My account → Discounts**, with your university's e-mail address or a photo of your ISIC or apprentice card. We check it within one working day. The discount is valid for **12 months**, then you verify again.

## How to use the student discount
When you are signed in, the discount is taken off in the basket by itself. In a store, show the code in your account or your student card at the till.

## What the student discount does not apply to
It does not apply to sale items, gift cards, gas canisters, avalanche gear, repairs and rentals. It cannot be combined with a discount code; if you enter one, the better of the two counts. Trail Club points and vouchers work together with it.

## Mountain rescue and professionals
Active members of a mountain rescue service, certified mountain guides and hut wardens get **15% off**, **avalanche gear included**. Send a photo of a valid membership card to [care@acme-outdoor.example](mailto:care@acme-outdoor.example). Like the student discount it is valid for 12 months and does not apply to sale items, gift cards and gas.

## Groups, schools and companies
Youth groups, schools and companies have conditions of their own: see "Business, school and group orders".`,
  },
  {
    slug: 'price-match',
    title: 'Price match and price drops',
    body: `## Found it cheaper elsewhere?
If a shop in the European Union sells the **same model in the same size and colour** for less, we match its price: before you buy, and **up to 14 days after your order**. What counts is the total with shipping to your address.

## How to ask for a price match
Send us the link and the size, here in the chat or to [care@acme-outdoor.example](mailto:care@acme-outdoor.example), and your order number if you have bought already. We answer within **one working day**. Before the purchase you get a personal code that is valid for 48 hours; afterwards we refund the difference to your payment method.

## What the price match does not cover
- Marketplaces, auctions and private sellers
- Used, returned or display items, and clearance after a shop has closed
- Prices for members only, and offers that run for less than 24 hours
- Shops where the item is not in stock

## If our own price drops
If the price of an item falls in our shop **within 14 days of your order**, tell us and we give you the difference as a voucher. Personal codes, vouchers and the student discount do not count as a price drop.

## Price match and other discounts
A matched price cannot be combined with a discount code, the student discount or the professional discount. You still collect Trail Club points on it, and vouchers can pay for it.`,
  },
  {
    slug: 'gift-cards',
    title: 'Gift cards',
    body: `## Buying a gift card
Gift cards are available for any amount from **€20 to €500**. As an e-mail they arrive within minutes, or on a date you choose. Printed on recycled card in a small box they cost **€2.50** more and travel by standard shipping. All three stores sell them too.

## Redeeming a gift card
Enter the 16-character code at checkout, or show it at the till in Lisbon, Innsbruck or Ghent. You can spend it in several steps, the rest stays on the card. **Up to five gift cards** can be used in one order, and together with a discount code.

## How long a gift card is valid
Gift cards are valid for **three years** from the day of purchase. You can see the balance and the last day under **My account → Gift cards**, without signing in if you have the code.

## Returning a gift card, or something bought with one
A gift card that has not been used can be returned within 60 days. When you return something that was paid with a gift card, the amount goes back to the same card; if the card has expired meanwhile, it is valid for another 6 months.

## I lost my gift card
We can block the old code and send a new one if you know the order number or the buyer's e-mail address. What was spent before you told us cannot be restored.

## What a gift card cannot pay for
A gift card cannot buy another gift card or pay a rental deposit, and it cannot be paid out in cash.`,
  },
  {
    slug: 'newsletter-and-codes',
    title: 'Newsletter and discount codes',
    body: `## Our newsletter, Trail Notes
**Trail Notes** comes every second Thursday: one tour, one thing to repair yourself, and what is new or reduced. After signing up you confirm by a link in an e-mail; if it does not arrive within ten minutes, look into the spam folder.

## The welcome code
New readers get **€5 off an order of €50 or more**. The code comes with the first e-mail, is valid for **30 days** and works once per person.

## Unsubscribe
Press **Unsubscribe** at the end of any issue. It works at once and without a question. E-mails about your orders still come, because you need them.

## How discount codes work
Enter the code in the basket, under the total. **One code per order**; Trail Club vouchers and gift cards can be used in addition. A code cannot be added after the order is placed, but while its status is "Received" you can cancel it and order again.

## My code does not work
- It has expired, or it was used before.
- The basket is below the minimum: shipping and gift cards do not count.
- The items are excluded: gift cards, gas canisters and sale items always are.
- You are signed in with the student discount and it is the better of the two.

If none of these fits, tell us the code and we look it up.`,
  },
  {
    slug: 'business-orders',
    title: 'Business, school and group orders',
    body: `## Discounts for companies
Companies get **10% off orders from €1,000 and 15% off orders from €5,000**, net, on everything but sale items, gift cards and gas. Write to [business@acme-outdoor.example](mailto:business@acme-outdoor.example) with the articles, sizes and the delivery date; a quote comes within one working day and is valid for 30 days.

## Paying by invoice, VAT
Companies and public bodies in the EU can pay by invoice within **30 days**; the first order is paid in advance. Outside Belgium, with a valid EU VAT number, we invoice without VAT (reverse charge).

## Logo embroidery
We embroider jackets, tees and packs with your logo, **from 20 pieces**. It costs €6.50 per piece and €45 once for setting it up, and takes **15 working days** after you approve the sample. Embroidered items cannot be returned.

## Schools, scouts and youth groups
Schools, scouts and non-profit youth groups get **10% off from €500**. For group tents (Basecamp 4) and rentals of five or more tents, ask for an offer.

## Samples and sizes for a team
We send a set of sizes for up to 14 days. You pay a deposit with the order and get it back when the set returns; shipping is free in the EU. Sizes of items without embroidery can be exchanged for 60 days, like any other order.`,
  },
  {
    slug: 'sustainability',
    title: 'Sustainability and second-hand gear',
    body: `## What we mean by sustainable
The best tent is the one you already have. So we **repair first**: our workshop in Innsbruck mended 6,140 items last year, and we keep spare parts for at least ten years after a model ends.

## Materials
All Acme rain jackets, tents and packs are made **without PFAS**. The flysheets of our tents are 100% recycled polyester. Our down carries the Responsible Down Standard, our merino wool is mulesing-free. Where something was made stands on its product page.

## Packaging and shipping
Parcels leave without plastic: boxes and tape are paper, clothes come in glassine bags. We put orders placed on the same day into one parcel. Express is there when you need it; standard is kinder.

## Second Life: sell us your old gear
Bring clean Acme gear in working order to one of our stores. You get **20–40% of its original price as a voucher**, valid for 24 months, and we sell it as Second Life, checked and with a one-year warranty. Boots, underwear and avalanche gear are excluded.

## Giving back
**1% of our sales** goes to the volunteers who maintain hiking trails in Portugal, Austria and the Ardennes. The sum and the projects are published every March.

## What we have not solved
Most of our fabrics still come from Asia by ship, and boots are hard to recycle. We say so in each year's report, with the figures.`,
  },
];
