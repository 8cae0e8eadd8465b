/** Asking for a person in words: what counts, and what only looks like it. */
import { describe, expect, it } from 'vitest';
import { agrees, wantsPerson, withoutWish } from './wants-person.ts';

describe('wantsPerson hears', () => {
  it.each([
    // English
    'I want a human',
    'I want a human!',
    'human please',
    'Human',
    'agent',
    'Talk to a person',
    'Can I talk to someone?',
    'can i speak to a real person please',
    'I would like to speak with an agent about my order',
    "I'd rather talk to a human being.",
    'let me speak to customer service',
    'connect me to support',
    'please transfer me to an agent now',
    'Put me through to a colleague',
    'I need a real person, this is not helping',
    'give me a human',
    "I don't want to talk to a bot",
    'i dont wanna talk to a robot',
    'Is there a real person here?',
    'are there any humans here?',
    'Can a human help me with this?',
    'ok I want a human then, can send a photo',
    'AO-402961. I am still on Skye and have three more nights, can I speak to someone now?',
    'No bots please',
    'live agent',
    "Why can't I talk to a human?",
    'who can I talk to about this?',
    'I want to talk to a person from your team',
    // German
    'Ich möchte mit einem Menschen sprechen',
    'ich will mit jemandem reden',
    'Kann ich mit einem Mitarbeiter chatten?',
    'Verbinden Sie mich bitte mit dem Kundendienst',
    'Ich brauche einen echten Menschen',
    'Mensch bitte',
    'echter Mensch, bitte!',
    'Ich will nicht mit einem Bot reden',
    'moechte mit einer echten Person schreiben',
    'ist da jemand da?',
    // Spanish
    'Quiero hablar con una persona',
    'quiero hablar con alguien',
    'Necesito un agente humano, por favor',
    '¿Puedo hablar con un humano?',
    'pásame con un asesor',
    'persona real',
    // French
    'Je veux parler à un humain',
    'je voudrais parler à quelqu’un',
    'Puis-je parler avec un conseiller ?',
    'une vraie personne svp',
    'Mettez-moi en relation avec un agent',
    'je veux un humain',
    // Portuguese
    'Quero falar com uma pessoa',
    'quero falar com um atendente',
    'Posso falar com alguém?',
    'atendimento humano por favor',
    'preciso de um humano',
    // Arabic
    'أريد التحدث مع شخص',
    'اريد التحدث إلى موظف',
    'ممكن أكلم موظف؟',
    'حولني إلى خدمة العملاء',
    'عايز اكلم حد',
    'شخص حقيقي من فضلك',
  ])('%s', (text) => {
    expect(wantsPerson(text)).toBe(true);
  });
});

describe('wantsPerson ignores', () => {
  it.each([
    '',
    '?!',
    'human-sized tent',
    'I want a human-sized tent',
    'Do you have a phone number?',
    'is the tent for one person?',
    'I need a tent for a person of 198 cm',
    'a two person tent please',
    'how many people fit into Basecamp 4',
    'do you have a cleaning agent for leather',
    'I need a travel agent discount',
    'I am a real estate agent, is there a discount?',
    'Can someone help me with my order?',
    'can you help me',
    'Are you human?',
    'are you a bot?',
    'I talked to an agent yesterday and he said it was shipped',
    'I spoke with someone in the store',
    "I don't need a person, just tell me the price",
    'I do not want to talk to an agent',
    'can I cancel without talking to a person?',
    'is it made for humans or dogs?',
    'human rights and your suppliers',
    'does your staff get paid well',
    'my person of trust picks it up',
    'I need help',
    'can I call you?',
    'I want to talk about my order',
    'customer service hours',
    'who is your customer support partner',
    'Zelt für eine Person',
    'Ich brauche ein Zelt für eine Person',
    'wie viele Personen passen in das Basecamp 4?',
    'gibt es einen Mitarbeiterrabatt?',
    'Ich brauche keinen Menschen',
    'Menschen mit breiten Füßen',
    'tienda para una persona',
    'necesito una tienda para dos personas',
    'no quiero hablar con una persona',
    'tente pour une personne',
    'je veux une tente pour deux personnes',
    'on peut parler de la garantie',
    'barraca para uma pessoa',
    'preciso de uma barraca para duas pessoas',
    'خيمة لشخص واحد',
    'كم سعر الخيمة لشخصين',
  ])('%s', (text) => {
    expect(wantsPerson(text)).toBe(false);
  });
});

describe('agrees', () => {
  it.each([
    'yes',
    'Yes please!',
    'ja bitte',
    'ok',
    'Sí, por favor',
    'oui',
    'sim',
    'yes please :)',
    'نعم',
    'sure, go ahead',
  ])('to %s', (text) => expect(agrees(text)).toBe(true));
  it.each(['no', 'yes but first tell me the price', 'not yet', '', 'ok where is it', 'yesterday'])(
    'not to %s',
    (text) => expect(agrees(text)).toBe(false),
  );
});

describe('without the wish', () => {
  it.each([
    ['How long is the warranty? I want to talk to a person.', 'How long is the warranty?'],
    ['Ich möchte mit einem Menschen sprechen! Was kostet ein Zelt?', 'Was kostet ein Zelt?'],
    ['Can I speak to a human please?', ''],
    ['A tent for one person, please.', 'A tent for one person, please.'],
  ])('%s', (text, rest) => expect(withoutWish(text)).toBe(rest));
});
