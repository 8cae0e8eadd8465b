// The demo shop's predefined answers: what visitors ask most, word for word. Facts as in `articles.ts`.

export interface DemoAnswer {
  readonly title: string;
  /** Phrases as visitors type them, in lower case. A phrase belongs to one answer alone. */
  readonly triggers: readonly string[];
  readonly content: string;
  readonly quickReplies: readonly string[];
}

export const answers: readonly DemoAnswer[] = [
  {
    title: 'Greeting',
    triggers: ['hi', 'hello', 'hey', 'hi there', 'good morning', 'good afternoon', 'good evening', 'hallo', 'olá'],
    content: 'Hello! What can I do for you? I know our gear, shipping, returns, sizes and rentals.',
    quickReplies: ['Where is my order?', 'Shipping costs', 'Which size do I need?'],
  },
  {
    title: 'Opening hours',
    triggers: [
      'opening hours',
      'when are you open',
      'are you open today',
      'are you open on sunday',
      'store hours',
      'what time do you close',
      'where are your stores',
    ],
    content: `Our stores are open:

- **Lisbon**: Monday to Saturday 10:00–20:00, Sunday 11:00–18:00
- **Innsbruck**: Monday to Friday 9:00–18:30, Saturday 9:00–17:00
- **Ghent**: Tuesday to Saturday 10:00–18:30, first Sunday of the month 13:00–18:00

Here in the chat people answer Monday to Friday 9:00–18:00 and Saturday 10:00–16:00 (Central European Time). I am always here.`,
    quickReplies: ['Can I collect my order in a store?', 'Rent a tent'],
  },
  {
    title: 'Where is my order?',
    triggers: [
      'where is my order',
      "where's my order",
      'where is my parcel',
      'where is my package',
      'track my order',
      'order status',
      'tracking',
      'my order has not arrived',
    ],
    content: `Open **My orders** and enter your order number (**AO-** and six digits) and your e-mail address; no account needed. You see the status and DPD's tracking link there.

If the tracking has not moved for **3 working days**, tell me and I will fetch someone who opens a trace with DPD.`,
    quickReplies: ['How long does delivery take?', 'It says delivered, but nothing is here', 'Cancel my order'],
  },
  {
    title: 'Shipping costs and times',
    triggers: [
      'shipping',
      'shipping cost',
      'shipping costs',
      'delivery cost',
      'how much is shipping',
      'how much does shipping cost',
      'how long does delivery take',
      'how long does shipping take',
      'delivery time',
      'free shipping',
    ],
    content: `- **EU, standard**: €4.90, free from €75. 1–3 working days to Belgium, the Netherlands, Luxembourg, Germany, France and Austria, 3–5 to the rest
- **Express** to the same six countries: €12.90, next working day if you order by 14:00
- **Switzerland, Liechtenstein, UK**: €14.90, free from €200, 4–7 working days`,
    quickReplies: ['Customs in Switzerland and the UK', 'Can I collect my order in a store?'],
  },
  {
    title: 'Returns',
    triggers: [
      'return',
      'returns',
      'refund',
      'how do i return something',
      'i want to return something',
      'can i send it back',
      'return policy',
      'how long can i return',
    ],
    content: `You have **60 days from delivery**. Open **My orders**, choose the items and press **Return**: you get a label or a QR code for any DPD pickup point. It is free within the EU (€9.90 from Switzerland, Liechtenstein and the UK) and always free in our stores.

The money is back within **5 working days** after the parcel reaches us.`,
    quickReplies: ['Exchange for another size', 'What cannot be returned?'],
  },
  {
    title: 'Sizes',
    triggers: [
      'sizes',
      'size chart',
      'size guide',
      'which size do i need',
      'what size should i take',
      'do they run small',
      'boot sizes',
    ],
    content: `**Boots**: measure from the wall to your longest toe, in hiking socks, in the evening. 25.3 cm is EU 40, 26.7 cm EU 42, 28.0 cm EU 44; between two sizes take the larger one.

**Packs**: measure your back from the neck to the hip bones. S is 40–45 cm, M 45–50 cm, L 50–55 cm.

**Clothing**: tell me your chest size and whether you look for men's or women's.`,
    quickReplies: ['Boot size chart', "Women's clothing sizes", 'Exchange for another size'],
  },
  {
    title: 'Payment methods',
    triggers: [
      'payment',
      'payment methods',
      'how can i pay',
      'do you take paypal',
      'can i pay with klarna',
      'do you accept credit cards',
      'bancontact',
      'ideal',
    ],
    content: `**Visa, Mastercard, American Express, PayPal, Apple Pay and Google Pay** everywhere; bank transfer in the EU; and by country Bancontact, iDEAL, EPS, MB WAY, Multibanco and Klarna (pay within 30 days).

Cards are charged only when the parcel leaves.`,
    quickReplies: ['My payment failed', 'Where is my invoice?', 'Gift cards'],
  },
  {
    title: 'Thanks and goodbye',
    triggers: [
      'thanks',
      'thank you',
      'thx',
      'great thanks',
      'perfect, thank you',
      'bye',
      'goodbye',
      'see you',
      'danke',
    ],
    content:
      'You are welcome! This conversation stays here, so come back to it whenever you like. Have a good time outside.',
    quickReplies: [],
  },
];
