// Nine past conversations, so that a fresh inbox looks like a Tuesday. The bot says here only what the articles it names say.

import { ada, ben, bot, type DemoConversation, joined, said, visitor } from './conversation.ts';

const asked = (minutesAfter: number) => said(minutesAfter, 'Visitor asked for a person');

const passing =
  'Of course. I am fetching someone from our team; everything you wrote stays here, so you need not repeat it.';

export const conversations: readonly DemoConversation[] = [
  // Waiting now: the first thing a new agent should see.
  {
    visitor: { name: 'Maren Vos', email: 'maren.vos@mail.example', page: '/help', referrer: 'https://www.google.com/' },
    hoursAgo: 0.2,
    status: 'open',
    owner: 'queue',
    labels: ['delivery', 'complaint'],
    messages: [
      visitor(0, 'Hi, DPD says my parcel was delivered this morning but there is nothing here'),
      bot(
        0.1,
        'Ask your neighbours and look for a card, and give it **24 hours**: drivers sometimes scan too early. Then tell us. We open a trace with DPD, which takes up to 5 working days. If the parcel is not found you get a new one or your money, as you prefer.',
        'damaged-or-missing-parcels',
      ),
      visitor(
        2,
        'I asked both neighbours already. And I leave for the Ardennes on Friday, I need the tent before that',
      ),
      bot(2.1, 'A trace would take too long for Friday, so this is for a person to decide. Shall I fetch someone?'),
      visitor(3, 'Yes please. Order AO-418207'),
      bot(3.1, passing),
      asked(3.1),
    ],
  },
  {
    visitor: { page: '/products/karst-mid' },
    hoursAgo: 0.9,
    status: 'open',
    owner: 'queue',
    team: 'workshop',
    labels: ['repair'],
    messages: [
      visitor(0, 'are the karst mid resoleable?'),
      bot(
        0.1,
        'Yes. Our workshop in Innsbruck puts new soles on Karst and Grat boots for **€79** a pair. It takes 15 working days, because we send the boots to a cobbler.',
        'repair-service',
      ),
      visitor(4, 'nice. mine are from 2019 and the midsole is crumbling, does that still work'),
      bot(
        4.1,
        'I do not find anything about midsoles in our help pages, and I would rather not guess. A person from our team knows.',
      ),
      visitor(6, 'ok I want a human then, can send a photo'),
      bot(6.1, passing),
      asked(6.1),
      said(9, 'Ada Lindqvist passed the conversation to Workshop'),
    ],
  },
  // Ada is in the middle of it.
  {
    visitor: {
      name: 'Tomás Ferreira',
      email: 'tomas@escoteiros-sintra.example',
      page: '/products/basecamp-4',
      referrer: 'https://duckduckgo.com/',
    },
    hoursAgo: 1.1,
    status: 'open',
    owner: 'ada',
    messages: [
      visitor(
        0,
        'Good morning! We are a scout group in Sintra and need six Basecamp 4 for August. Is there a discount for groups?',
      ),
      bot(
        0.1,
        'Schools, scouts and non-profit youth groups get **10% off from €500**. For group tents (Basecamp 4) and rentals of five or more tents, ask for an offer.',
        'business-orders',
      ),
      visitor(
        3,
        'Then I would like an offer please, for buying and for renting, so we can compare. 9 to 16 August, seven nights.',
      ),
      bot(3.1, passing),
      asked(3.1),
      joined(9, 'ada'),
      ada(10, 'Bom dia Tomás, Ada here. Six Basecamp 4 for seven nights: let me do both for you.'),
      ada(
        17,
        'Renting: each tent is 3 × €18 + 4 × €10 = €94, so **€564** for six, plus a deposit of €150 each that is only blocked on a card. Buying: 6 × €549 less 10% is **€2,964.60**, shipping included.',
      ),
      visitor(24, 'That is clear, thank you. Renting then. Can the deposit go on one card?'),
      ada(
        26,
        'Yes, €900 in one block on one card, when you collect. Would you collect all six in Lisbon on the 9th, from 10:00?',
      ),
      visitor(58, 'From 10:00 is perfect. I am asking our treasurer and come back in a minute'),
    ],
  },
  // In German: the bot says that it does not know, a person goes on.
  {
    visitor: { name: 'Katharina', email: 'k.hofer@post.example', page: '/products/grat-alpine' },
    hoursAgo: 4.5,
    status: 'open',
    owner: 'ben',
    labels: ['advice'],
    messages: [
      visitor(0, 'Grüß euch, passen auf den Grat Alpine auch Steigeisen mit Korbbindung vorne und Kipphebel hinten?'),
      bot(
        0.1,
        'I am sorry, I do not find an answer to that in our help pages. Shall I fetch a person? You can go on in German.',
      ),
      visitor(1, 'ja bitte'),
      bot(1.1, passing),
      asked(1.1),
      joined(7, 'ben'),
      ben(
        8,
        'Servus Katharina, hier ist Ben. Ja: Der Grat hat hinten eine Kante für den Kipphebel, vorne reicht der Korb. Bügel vorne und hinten passen nicht.',
      ),
      visitor(11, 'Super, genau das wollte ich wissen. Und bei 26,3 cm Fußlänge, 41 oder 42?'),
      ben(
        13,
        'Da nimm die 41,5, die gibt es beim Grat als halbe Größe. Im Zweifel zur größeren: Beim Abstieg brauchen die Zehen Platz. Der Umtausch kostet dich nichts.',
      ),
      visitor(15, 'Dann bestelle ich 41,5. Danke dir!'),
    ],
  },
  // With the bot, still open.
  {
    visitor: { page: '/products/drizzle-3l', referrer: 'https://www.bergwelten.com/' },
    hoursAgo: 1.6,
    status: 'open',
    owner: 'bot',
    labels: ['repair'],
    messages: [
      visitor(0, 'my rain jacket soaks through at the shoulders, can i fix that at home'),
      bot(
        0.1,
        'Close all zips, wash it at **30 °C** with liquid detergent for technical clothing and no softener, rinse twice. Then **20 minutes in the tumble dryer at low heat**: warmth brings the water repellency back. Re-proof only if that no longer helps.',
        'washing-and-care',
      ),
      visitor(2, 'and if it is the seam tape?'),
      bot(
        2.1,
        'Then it is work for our workshop: seam re-taping costs **€25** per metre, and nothing if it is a fault within the five-year warranty.',
        'repair-service',
        'warranty',
      ),
    ],
  },
  {
    visitor: { name: 'Siri', page: '/products', referrer: 'https://www.ut.no/' },
    hoursAgo: 3.2,
    status: 'open',
    owner: 'bot',
    labels: ['delivery'],
    messages: [
      visitor(0, 'Do you ship to Norway?'),
      bot(
        0.1,
        'Not yet, I am sorry. We ship to all 27 countries of the European Union, to Switzerland, Liechtenstein and the United Kingdom.',
        'shipping-to-switzerland-and-uk',
      ),
      visitor(1, 'Could I collect in Ghent when I pass through in May?'),
      bot(
        1.1,
        'Yes, collecting in a store is free. What Ghent has on its shelf is ready within 2 opening hours; what comes from the warehouse takes 2–4 working days. We keep it for **5 days**, so order shortly before you come. The store is open Tuesday to Saturday 10:00–18:30.',
        'shipping-costs-and-times',
        'stores-and-opening-hours',
      ),
      visitor(2, 'Perfect'),
      bot(2.1, 'Good to hear. Have a good trip!'),
    ],
  },
  // Solved by the bot alone.
  {
    visitor: { name: 'Inês Carvalho', email: 'ines.c@mail.example', page: '/' },
    hoursAgo: 51,
    status: 'closed',
    owner: 'bot',
    labels: ['delivery'],
    messages: [
      visitor(0, 'How much is shipping to Porto?'),
      bot(
        0.1,
        'Standard shipping inside the European Union costs **€4.90** and is **free for orders of €75 or more**. To Portugal it takes 3–5 working days.',
        'shipping-costs-and-times',
      ),
      visitor(1, 'And if the boots do not fit?'),
      bot(
        1.1,
        'Exchanges within the European Union are **free, both ways**. Choose **Exchange** in **My orders**; the new size leaves as soon as DPD has scanned the old one. Try the boots on at home, on carpet.',
        'returns-and-refunds',
      ),
      visitor(2, 'Obrigada!'),
      bot(2.1, 'You are welcome! This conversation stays here, so come back to it whenever you like.'),
      said(32, 'The conversation was closed'),
    ],
  },
  // Handed over, solved by Ben, closed.
  {
    visitor: { name: 'Gwen Hughes', email: 'gwen@hughes.example', page: '/products/storm-2' },
    hoursAgo: 29,
    status: 'closed',
    owner: 'ben',
    labels: ['repair', 'complaint'],
    messages: [
      visitor(0, 'One of the poles of my Storm 2 snapped on the second night. In hardly any wind!'),
      bot(
        0.1,
        'I am sorry to hear that. Poles that break in normal use are covered by the **five-year warranty**. Send us your order number and two or three photos of the fault; you have an answer within 2 working days.',
        'warranty',
      ),
      visitor(3, 'AO-402961. I am still on Skye and have three more nights, can I speak to someone now?'),
      bot(3.1, passing),
      asked(3.1),
      joined(6, 'ben'),
      ben(
        7,
        'Hello Gwen, Ben here. That should not happen, sorry. First, so that you sleep dry tonight: there is an aluminium sleeve in the pole bag. Push it over the break and tape both ends, it holds for days.',
      ),
      visitor(15, 'Found it! I thought that was rubbish from the factory. It stands again.'),
      ben(
        17,
        'Good. No photo needed, that batch is known to me. A new pole set is on its way to your home in Wales, free of charge, about 4–7 working days. Throw the old one into metal recycling.',
      ),
      visitor(19, 'Brilliant service, thank you Ben'),
      ben(20, 'With pleasure. Give Skye my regards!'),
      said(21, 'Ben Okafor closed the conversation'),
    ],
  },
  // The long one: the bot knows the prices, Ben knows the mountains.
  {
    visitor: {
      name: 'Jonas & Lea',
      email: 'jonas.lea@mail.example',
      page: '/products/fjell-2',
      referrer: 'https://www.instagram.com/',
    },
    hoursAgo: 7.4,
    status: 'open',
    owner: 'ben',
    labels: ['advice'],
    messages: [
      visitor(
        0,
        'Hello! We want to walk the Stubai high trail at the end of June, first time with a tent. Fjell 2 or Storm 2?',
      ),
      bot(
        0.1,
        '**Fjell 2** (€329) weighs 1.9 kg, stands without pegs and is right for spring to autumn. **Storm 2** (€479, 2.8 kg) is our four-season tent for snow and high wind; in a hot July it is too warm.',
        'choosing-a-tent',
      ),
      visitor(2, 'Can we try one before we buy?'),
      bot(
        2.1,
        'Yes, both can be rented in all our stores. If you buy the same model within **30 days**, we take the rent of up to three nights off the price.',
        'tent-rental',
      ),
      visitor(3, 'What would Fjell 2 cost for 5 nights?'),
      bot(
        3.1,
        'For five nights 3 × €12 + 2 × €7 = **€50**. We also block a deposit of €150 on your card, which is released when the tent is back and checked.',
        'tent-rental',
      ),
      visitor(5, 'And may we camp up there at all? Someone told us it is forbidden in Tyrol'),
      bot(5.1, 'I do not find that in our help pages. Shall I fetch someone? Our team in Innsbruck knows the area.'),
      visitor(6, 'yes please :)'),
      bot(6.1, passing),
      asked(6.1),
      joined(12, 'ben'),
      ben(
        13,
        'Hi you two, Ben from Innsbruck. Someone told you right: in Tyrol, camping outside camp sites is not allowed. On the Stubai high trail people sleep in the huts, and at the end of June there is still snow on the passes.',
      ),
      visitor(16, 'Oh. Good that we asked! So no tent at all?'),
      ben(
        18,
        'Not up there. Two ideas: do the high trail with huts (book now, they fill up), or pitch at the camp site in Neustift and walk day tours from there. For the second the Fjell 2 is just right.',
      ),
      visitor(25, 'The second sounds like us. Do we need a big stove?'),
      ben(
        27,
        'No. Ember One and a 230 g canister: that lasts two people four to five days. Take the gas in our store, you cannot have it with you on the plane.',
      ),
      visitor(29, 'We come by train, so carrying it is ok?'),
      ben(31, 'On the train a canister or two in your luggage is fine. When shall I have the tent ready for you?'),
      visitor(40, '26 June, around noon, until 1 July'),
      ben(
        43,
        'Reserved: Fjell 2, five nights, €50, back by closing time on the 1st. I put in a footprint for free, the ground in Neustift is stony.',
      ),
      visitor(395, 'You are the best. One more: could we also rent a sleeping mat for Lea? Hers has a hole'),
    ],
  },
];
