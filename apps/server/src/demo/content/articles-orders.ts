// Knowledge about an order's life: shipping, tracking, payment, changes, returns, faults.

import type { DemoArticle } from './article.ts';

export const orderArticles: readonly DemoArticle[] = [
  {
    slug: 'shipping-costs-and-times',
    title: 'Shipping costs and delivery times',
    body: `## What shipping costs
Standard shipping inside the European Union costs **€4.90** and is **free for orders of €75 or more**. Express costs **€12.90**. Shipping to Switzerland, Liechtenstein and the United Kingdom costs **€14.90** and is free for orders of €200 or more. A delivery to a DPD pickup point costs the same as one to your door.

## How long standard delivery takes
Everything ships from our warehouse in Ghent. Orders placed by 14:00 (Central European Time) on a working day are packed the same day.

- Belgium, Netherlands, Luxembourg, Germany, France, Austria: **1–3 working days**
- All other EU countries, Portugal included: **3–5 working days**
- Switzerland, Liechtenstein, United Kingdom: **4–7 working days**
- Madeira, the Azores, the Balearics and other EU islands: 3 working days more, without a surcharge

## Express delivery on the next working day
Express is available in Belgium, the Netherlands, Luxembourg, Germany, France and Austria. Order by 14:00 and the parcel arrives on the **next working day**. There is no delivery on Sundays and public holidays, and gas canisters never travel by express.

## Collecting in a store
Collecting your order in our Lisbon, Innsbruck or Ghent store is free. What the store has on its shelf is ready within 2 opening hours; what comes from the warehouse takes 2–4 working days. We keep it for 5 days and send you a message when it is ready.`,
  },
  {
    slug: 'shipping-to-switzerland-and-uk',
    title: 'Shipping to Switzerland and the UK: customs, VAT and countries we serve',
    body: `## Which countries we ship to
We ship to **all 27 countries of the European Union, to Switzerland, Liechtenstein and the United Kingdom**. We do not ship to Norway, Iceland, the Canary Islands or anywhere outside Europe yet.

## Customs and VAT for Switzerland and Liechtenstein
You pay nothing at the door. At checkout we take off the EU VAT, add the Swiss VAT of **8.1%** and prepay the customs duties. The total you see is the total you pay. Shipping costs €14.90 and is free from €200; delivery takes 4–7 working days.

## Customs and VAT for the United Kingdom
For goods worth **up to £135** we charge the UK VAT of 20% at checkout and nothing more is due. **Above £135** we sell without VAT: the carrier DPD asks you for 20% import VAT, any duty and its own clearance fee by text message before it delivers. Shipping costs €14.90 and is free from €200.

## Prices and currency
All prices are in euro. Your bank converts them to francs or pounds at its own rate on the day the parcel leaves.

## What cannot cross the border
Gas canisters are sent only to the EU mainland. In Switzerland and the UK any outdoor shop sells screw-valve canisters (EN 417) that fit our stoves.

## Returning a parcel from Switzerland or the UK
The 60 days apply to you too. The return label costs €9.90, which we deduct from the refund, and the customs papers print with it. VAT that we charged comes back from us; VAT that DPD collected comes back from the UK tax office, with our return confirmation as the proof.`,
  },
  {
    slug: 'track-your-order',
    title: 'Where is my order? Tracking a parcel',
    body: `## How to track an order
Open **My orders** and enter your order number and e-mail address; you do not need an account. The order number starts with **AO-** followed by six digits and stands in the subject of your confirmation e-mail. As soon as the parcel leaves Ghent we also e-mail you the DPD tracking link.

## What the order status means
- **Received**: we have your order and you can still change or cancel it.
- **Packing**: it is being packed and cannot be changed any more.
- **Shipped**: DPD has it. The tracking link wakes up with DPD's first scan, usually the same evening.
- **Ready to collect**: it waits for you in the store for 5 days.
- **Delivered**: handed over, left with a neighbour or brought to a pickup point.

## When a parcel is late
Standard delivery takes 1–3 working days to Belgium, the Netherlands, Luxembourg, Germany, France and Austria, 3–5 to the rest of the EU and 4–7 to Switzerland and the UK. If the tracking has not moved for **3 working days**, tell us and we open a trace with DPD. It takes up to 5 working days; if the parcel is not found by then, you choose between a new one and a refund.

## Why an order arrives in two parcels
Tents with long poles and gas canisters travel in parcels of their own. You pay shipping once, and every parcel has its own tracking link.`,
  },
  {
    slug: 'change-or-cancel-an-order',
    title: 'Changing or cancelling an order',
    body: `## Cancel an order
You can cancel an order free of charge **as long as its status is "Received"**: open **My orders**, choose the order and press **Cancel order**. Most orders placed before 14:00 move to "Packing" the same afternoon; orders placed at night or on Sunday stay open until 7:00 on the next working day.

## Cancel an order that is already being packed or shipped
A parcel in "Packing" cannot be stopped. You can refuse it at the door or send it back with the free return label; both count as a return. You have 60 days.

## Change the address, the size or the colour
While the status is "Received" you can change the delivery address, the size, the colour and the shipping method yourself in **My orders**. Prices and discount codes stay as they were when you ordered. After that, DPD lets you move the delivery to another day, a neighbour or a pickup point through its tracking link, but not to another address.

## Add something to an order
Items cannot be added to a placed order. Cancel it while it is "Received" and order again, or place a second order; if both are still unpacked we put them into one parcel and **refund the second shipping fee**.

## When the money of a cancelled order comes back
Cards are charged only when the parcel leaves, so a cancelled card order costs you nothing and the reservation disappears within 7 days. PayPal, iDEAL, Bancontact, EPS, MB WAY and bank transfers are refunded within 3 working days.`,
  },
  {
    slug: 'returns-and-refunds',
    title: 'Returns, exchanges and refunds',
    body: `## How long you can return something
You have **60 days from delivery** to return anything you do not like, sale items included. It should be unused, with its tags, and ideally in its own box. Try boots on at home, on carpet; boots with traces of outdoor use go back to you.

## How to return a parcel
1. Open **My orders**, choose the items and press **Return**.
2. Print the label, or show the QR code at any DPD pickup point.
3. Keep the receipt until the refund is there.

## What a return costs
Returns from the European Union are **free**. From Switzerland, Liechtenstein and the United Kingdom the label costs **€9.90**, which we deduct from the refund. Returning in one of our stores is always free.

## When you get your money back
We refund within **5 working days after the parcel reaches Ghent**, to the payment method you used. A return in a store is refunded on the spot. If you return the whole order, the standard shipping fee comes back too.

## Exchange for another size or colour
Exchanges within the European Union are **free, both ways**; from elsewhere only the €9.90 label is due. Choose **Exchange** instead of **Return**; the new size leaves as soon as DPD has scanned the old one, so you do not wait for it to reach us.

## What cannot be returned
Gas canisters, redeemed gift cards, embroidered items, and avalanche beacons whose seal is broken cannot be returned. Faulty products are a case for the warranty and never a question of these rules.`,
  },
  {
    slug: 'damaged-or-missing-parcels',
    title: 'Damaged parcels, missing or wrong items',
    body: `## My parcel arrived damaged
We are sorry. Send us, **within 14 days of delivery**, a photo of the box, one of its label and one of the damage: here in the chat or to [care@acme-outdoor.example](mailto:care@acme-outdoor.example). Keep the packaging until we have answered. You choose: a **replacement that leaves on the next working day**, or a full refund. You send nothing back unless we ask for it, and then the label is free.

## The box looks broken at the door
You may refuse it; write to us and we send a new one. If you accept it, ask the driver to note the damage. If that is not possible, a photo is enough for us.

## An item is missing
Look at the packing slip first: items marked **"follows"** travel in a parcel of their own with its own tracking link. Tents with long poles and gas canisters often do. If the item is not marked, tell us the order number and we send it on the next working day.

## I received the wrong item
Tell us the order number and what came. The right item leaves on the next working day, and a free return label for the wrong one comes with it.

## The tracking says delivered, but nothing is here
Ask your neighbours and look for a card, and give it **24 hours**: drivers sometimes scan too early. Then tell us. We open a trace with DPD, which takes up to 5 working days. If the parcel is not found you get a new one or your money, as you prefer.`,
  },
  {
    slug: 'payment-methods',
    title: 'Payment methods and invoices',
    body: `## How you can pay
Everywhere: **Visa, Mastercard, American Express, PayPal, Apple Pay and Google Pay**. In some countries also:

- Belgium: Bancontact
- Netherlands: iDEAL
- Austria: EPS
- Portugal: MB WAY and Multibanco
- Belgium, Netherlands, Germany, Austria: Klarna, pay within 30 days, for orders from €35 to €1,000
- All of the EU: bank transfer (SEPA)

We do not offer cash on delivery. In the stores you can pay with cash, cards and gift cards.

## When you are charged
Credit and debit cards are charged **when the parcel leaves the warehouse**. PayPal, iDEAL, Bancontact, EPS, MB WAY and Multibanco are charged at once. With a bank transfer we keep your items for **7 days** and send them when the money has arrived.

## My payment failed
Nothing is charged when a payment fails. Some banks show a reservation that disappears by itself within 7 days. The usual reasons are a confirmation in the banking app that timed out, or a card that is not open for online payments. Your basket is kept: try once more or choose another method.

## Where to find the invoice
The invoice is a PDF in **My orders**, from the moment the parcel leaves. For an invoice in your company's name, enter the company and its VAT number at checkout; it cannot be changed afterwards.`,
  },
  {
    slug: 'warranty',
    title: 'Warranty: five years on Acme gear',
    body: `## How long the warranty lasts
Everything with the Acme label has a **five-year warranty** from the day you bought it: tents, packs, boots, sleeping bags, stoves and clothing. Other brands have the legal guarantee of two years, and whatever their maker adds to it. Your legal rights are not touched by any of this.

## What the warranty covers
Faults in material and workmanship: seams that open, coatings that peel, zips that fail, poles that break in normal use, soles that come off, an air mat that leaks along a weld.

## What the warranty does not cover
Wear, accidents, sparks from a fire, damage by sun after long seasons, a machine wash that the care label forbids, and changes you made yourself. Our workshop can usually repair these at a fixed price.

## How to make a claim
Send us your order number and two or three photos of the fault, here in the chat or to [care@acme-outdoor.example](mailto:care@acme-outdoor.example), or bring the item to a store. You have an answer within **2 working days**. Purchases made online need no receipt: we find them by your e-mail address.

## What you get
We **repair** first. If that is not possible we **replace** the item with the same or a newer model, and if there is none we refund the price you paid. Shipping is free both ways. A repaired or replaced item keeps the rest of its five years, and never less than twelve months.`,
  },
];
