// Knowledge about the gear: choosing, sizes, care, repair, rental, gas, snow safety.

import type { DemoArticle } from './article.ts';

export const gearArticles: readonly DemoArticle[] = [
  {
    slug: 'choosing-a-tent',
    title: 'Which tent is right for me?',
    body: `## One person, light and fast
**Tarn 1** (€279) weighs 1.2 kg and has room for one person and a pack. It stands with a single hooped pole and needs pegs, so it is not for rock slabs.

## Two people on a trek
**Fjell 2** (€329) weighs 1.9 kg, stands without pegs and has two doors and two porches. It is our most sold tent and right for spring to autumn. **Fjell 3** (€399, 2.4 kg) is the same tent with room for a third person, a child or a dog.

## Winter, snow and high wind
**Storm 2** (€479, 2.8 kg) is our four-season tent: a tunnel with three 10 mm poles and snow flaps. It holds wind that would flatten a summer tent and stays comfortable in snow. In a hot July it is too warm.

## Families and camp sites
**Basecamp 4** (€549, 6.8 kg) has two sleeping cabins and standing height of 190 cm in the middle. Two people pitch it in about 12 minutes. It goes into a car, not into a pack.

## How waterproof are the tents?
The flysheets of Tarn, Fjell and Basecamp withstand a water column of **3,000 mm**, those of Storm 5,000 mm; the floors 5,000 mm. All seams are taped. A footprint protects the floor and costs €39 to €59.

## Try before you buy
Fjell 2, Storm 2 and Basecamp 4 can be rented in all our stores. If you buy the same model within 30 days, we take the rent of up to three nights off the price.`,
  },
  {
    slug: 'choosing-a-sleeping-bag',
    title: 'Which sleeping bag and mat do I need?',
    body: `## Read the comfort temperature
Look at the **comfort** temperature on the label (EN ISO 23537), not the limit: at comfort, a person who feels the cold sleeps relaxed. Add 5 °C of reserve if you are tired, hungry or damp easily.

## Our sleeping bags
- **Dune 5**: synthetic, comfort **8 °C**, 780 g, €109. Summer, huts and vans; dries fast.
- **Eider 0**: down, comfort **0 °C**, 890 g, €299. Three seasons in the mountains.
- **Eider −9**: down, comfort **−9 °C**, 1,280 g, €429. Snow and winter huts.

## Down or synthetic fill
Down is warmer for its weight, packs smaller and lasts longer, but it must stay dry. Synthetic fill keeps most of its warmth when damp and is easier to wash. For kayaks and wet autumns take synthetic, otherwise down.

## Which size of sleeping bag
Regular fits people up to **180 cm**, Long up to **198 cm**. If you are between two sizes take the shorter one: empty space is cold. Left and right zips of the same model can be joined to a double bag.

## The mat matters as much
The R-value says how well a mat insulates. For summer R 2 is enough (**Fold foam mat**, €35), for three seasons take R 4 (**Cloud Mat R4**, €129), on snow put the foam mat under the air mat: R-values add up.`,
  },
  {
    slug: 'boot-and-shoe-sizes',
    title: 'Boot and shoe sizes',
    body: `## Measure your foot
Stand on a sheet of paper in the socks you will wear, heel against the wall, in the evening when feet are larger. Measure from the wall to the longest toe, both feet, and take the longer one.

## Boot size chart
Foot length and the EU size we recommend:

- 24.0 cm: EU 38 (UK 5)
- 24.7 cm: EU 39 (UK 6)
- 25.3 cm: EU 40 (UK 6.5)
- 26.0 cm: EU 41 (UK 7.5)
- 26.7 cm: EU 42 (UK 8)
- 27.3 cm: EU 43 (UK 9)
- 28.0 cm: EU 44 (UK 9.5)
- 28.7 cm: EU 45 (UK 10.5)
- 29.3 cm: EU 46 (UK 11)

About one centimetre of room for the toes is already included. We carry EU 36 to 48, with half sizes from 37 to 46 in Karst and Grat.

## Between two sizes
For hiking boots take the **larger** one: on the way down the toes need space. For the Brook Low trail shoe take the smaller one if you wear thin socks.

## Wide and narrow feet
**Karst Wide** has the same length as Karst Mid and 8 mm more around the ball of the foot. For narrow feet choose Grat Alpine, or Karst Mid with a thicker insole; our stores try it with you.

## The size is wrong
Exchanges within the EU are free, both ways, for 60 days. Walk in the boots at home on carpet: boots with traces of outdoor use cannot be exchanged.`,
  },
  {
    slug: 'clothing-and-pack-sizes',
    title: 'Sizes of clothing and backpacks',
    body: `## Men's clothing sizes
Measure around the chest, under the arms: **S** 88–94 cm, **M** 95–101 cm, **L** 102–108 cm, **XL** 109–116 cm, **XXL** 117–124 cm.

## Women's clothing sizes
Measure around the fullest part of the chest: **XS** 78–82 cm, **S** 83–88 cm, **M** 89–94 cm, **L** 95–101 cm, **XL** 102–108 cm.

## How our clothes fit
The Drizzle rain jacket is cut to go over a down jacket: take your usual size. The Loft down jacket is close to the body; if you want a thick jumper under it, take one size more. Merino 160 is cut regular and shrinks less than 3% when washed cold. Scree trousers come in three leg lengths: short 76 cm, regular 81 cm, long 86 cm.

## Backpack sizes: measure your back
Bend your head and feel for the vertebra that stands out at the neck. Measure from there straight down to the height of your hip bones.

- **S**: back length 40–45 cm
- **M**: 45–50 cm
- **L**: 50–55 cm

Between two sizes take the smaller one. Traverse 48 and Traverse 65 come in S, M and L, and the hip belt can be swapped free of charge in a store. Saddle 22 and Saddle 32 come in one size for backs of 42–52 cm. The Pebble 12 is for children from 4 to 8.

## How many litres do I need?
22 litres carry a day in summer, 32 a day in winter or a hut weekend, 48 a week from hut to hut, 65 a trek with tent and food.`,
  },
  {
    slug: 'washing-and-care',
    title: 'Washing and caring for your gear',
    body: `## Clean and dry a tent
Never put a tent into a washing machine. Pitch it, wipe it with **lukewarm water, a sponge and mild soap**, rinse, and let it dry fully in the shade: packed damp, mould comes within two days. Brush sand out of the zips. Store it loose in a cotton bag.

## Make a tent waterproof again
When drops no longer roll off, clean the flysheet and apply a silicone spray from outside, one can for a two-person tent. If a seam leaks, paint it with seam sealer and leave it for 12 hours. Our workshop re-tapes seams at €25 per metre.

## Care for leather boots
Take out laces and insoles, brush under running water, dry **at room temperature**, never on a heater: heat breaks the glue. Wax them while slightly damp, about every ten days of walking.

## Wash a rain jacket
Close all zips, wash at **30 °C** with liquid detergent for technical clothing and no softener, rinse twice. Then **20 minutes in the tumble dryer at low heat**: warmth brings the water repellency back. Re-proof only if that no longer helps.

## Wash a down jacket or sleeping bag
Wash at 30 °C on a gentle cycle with down detergent, alone, in a large machine. Dry at low heat with two or three tennis balls until no lumps remain; a sleeping bag takes three to four hours. Store it uncompressed.

## Clean a water filter
Flush the Spring filter backwards with clean water after each tour and let it dry with its caps open. Frost destroys it: in winter it sleeps in your bag.`,
  },
  {
    slug: 'repair-service',
    title: 'Repair service and prices',
    body: `## What our workshop repairs
We repair tents, packs, jackets, sleeping bags, mats and boots in our own workshop in **Innsbruck**: Acme gear always, other brands when we have the parts.

## Repair prices
- Zip slider **€14**, whole zip **€29**
- Tent pole segment **€12**
- Patch up to 10 cm in a jacket or tent **€18**
- Seam re-taping **€25** per metre
- Buckle or strap on a pack **€6**
- New soles for Karst and Grat boots **€79** a pair

When a repair would cost more than €60, we ask you before we begin. Faults within the five-year warranty cost nothing. Trail Club members at level Peak have €50 of repairs per calendar year.

## How to send something in
Book under **My account → Repairs**, print the label and put the number into the parcel; or hand it in at any store. Sending it to us is free within the EU. The way back costs **€4.90**, or nothing if you collect it in a store.

## How long a repair takes
**10 working days** from arrival, and up to 15 from November to January. New soles take 15 working days all year, because we send the boots to a cobbler. You get a message when it is done.

## Clean it first, please
Send things clean and dry. For very dirty items we charge **€9** for washing them.

## Repair it yourself
We send spare buckles, pole segments and patches for the price of the part, with instructions. Tell us the model and, if you can, a photo of the broken piece.`,
  },
  {
    slug: 'tent-rental',
    title: 'Renting a tent and other gear',
    body: `## What renting a tent costs
You can rent in all three stores: Lisbon, Innsbruck and Ghent.

- **Fjell 2** (2 people): €12 a night for the first three nights, then €7
- **Storm 2** (2 people, four seasons): €16 a night, then €9
- **Basecamp 4** (4 people): €18 a night, then €10

For example, a Fjell 2 for five nights costs 3 × €12 + 2 × €7 = **€50**. Trail Club members at level Peak pay 20% less.

## Deposit
We block **€150 per tent** on your card when you collect it. It is released when the tent is back and checked, within 3 working days. Gift cards and cash cannot be used for the deposit.

## How to book a rental
Reserve online or here in the chat at least **2 days ahead**, for 21 nights at most. Collect from 10:00 on the first day; bring it back on the last day, by closing time. 9 to 12 May are three nights. Cancelling is free until the day before.

## Wet, dirty or damaged
Return it wet if it rained, that is no problem and costs nothing. A lost peg is free, too. If something breaks you pay what the repair costs in our workshop, and never more than the deposit of €150.

## Rent first, buy later
If you buy the same model within **30 days**, we take the rent of up to three nights off the price.

## Other things we rent
Bear canister Ursa 7: €3 a night, in all stores. Avalanche set with beacon, shovel and probe: €25 a day or €100 a week, in Innsbruck only.`,
  },
  {
    slug: 'stoves-and-gas',
    title: 'Stoves and gas canisters',
    body: `## Which gas fits our stoves
Ember One, Ember Remote and Kettle 1.0 take **screw-valve canisters (EN 417)** of any brand. Pierce and clip-on canisters do not fit.

## How much gas do I need?
For two people who boil water twice a day, reckon about **25 g a day per person** in summer and twice that in snow. A 100 g canister lasts two people a weekend, a 230 g canister four to five days.

## Shipping of gas canisters
Gas travels by road only: we send it to the **EU mainland by standard shipping, at most six canisters per order**, in a parcel of its own. Not by express, not to islands, Switzerland, Liechtenstein or the United Kingdom. All three stores have 100 g (€6.50), 230 g (€8.50) and 450 g (€12.90).

## Gas on a plane
Canisters are forbidden on every flight, in hand luggage and in the hold. A stove may fly in the hold if it is clean and does not smell. Buy the canister where you land.

## Cooking in the cold
Below about −5 °C a canister that stands upright gets weak. **Ember Remote** (€79) has a preheating loop and lets you turn the canister upside down, so it works to −15 °C.

## Safety
Never use a stove inside a closed tent: carbon monoxide has no smell. Check the rubber ring before each tour, screw the canister on outdoors, and take it off when you pack up. Empty canisters go to metal recycling once no hiss is left.`,
  },
  {
    slug: 'bear-canisters-and-bike-bags',
    title: 'Bear canisters and bikepacking bags',
    body: `## Bear canister Ursa 7
**Ursa 7** (€89) holds 7.2 litres, food for one person for about four to five days. It weighs 1,050 g, opens with a coin and fits upright into the Traverse 48 and Traverse 65. We also rent it for €3 a night in all stores.

## Where you need a bear canister
In Europe few parks demand one. They make sense where brown bears live and huts are rare: the Carpathians, the Abruzzo and Slovenia's south. Many parks in North America require an approved model; ask the ranger's office before you travel, because the Ursa 7 is **not certified for parks in the USA and Canada**.

## How to use it
Everything that smells goes in: food, rubbish, toothpaste, sun cream. Put the closed canister **at least 70 steps from the tent**, on flat ground, never near water or a slope.

## Bikepacking bags
- **Gravel 14** (€119): seat pack, 14 litres, waterproof, 390 g. Needs 20 cm between saddle rails and tyre.
- Frame bag in S, M, L (€79): measure the inner triangle of the frame.
- Handlebar roll (€85): up to 15 litres, for drop bars from 42 cm.

Only the Gravel 14 has a product page; the other two can be ordered through the chat and in the stores.

## Does the seat pack fit my bike?
The Gravel 14 fits round and oval seat posts, carbon too with the tape that comes with it. It does not fit dropper posts in their lower position. The load limit is **4 kg**.`,
  },
  {
    slug: 'avalanche-gear',
    title: 'Avalanche gear: rules, checks and rental',
    body: `## What you need off the piste
Beacon, shovel and probe, **each person their own**, and practice with them. Our beacon is the **Signal 3** (€319; three antennas, 50 m search width), the **Shovel and probe set** costs €119. Read the day's bulletin first: [avalanches.org](https://www.avalanches.org) links all European warning services.

## Returning avalanche gear
A beacon can be returned within 60 days **only while the seal on its box is unbroken**. This is a safety rule: nobody should get a beacon whose history we do not know. Shovels and probes follow the usual rules. For the same reason we neither buy nor sell used beacons.

## Beacon check and lifetime
Have the Signal 3 checked **every three years**: in our Innsbruck store, €15, while you wait about 20 minutes. It gets new software at the same time. After **ten years** a beacon should be replaced.

## Batteries
The Signal 3 runs on three **alkaline AAA** batteries for about 250 hours of sending. Never use lithium or rechargeable ones: the charge display would be wrong. Change them below 60%, and take them out over the summer.

## Airbag packs
We sell airbag packs and cartridges only in the Innsbruck store, because filled cartridges may not be mailed.

## Rent a set
Beacon, shovel and probe together: **€25 a day or €100 a week**, in Innsbruck only. Reserve two days ahead.

## Discounts
The student discount does not apply to avalanche gear. Members of a mountain rescue service and certified guides get 15% off.`,
  },
];
