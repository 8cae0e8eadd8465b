/** Greetings, thanks, goodbyes and "are you a bot?": answered kindly even where the site has prepared nothing. */
import { LANGUAGES, type Language } from '../knowledge/language.ts';
import { plainWords } from '../knowledge/plain-words.ts';
import { SENTENCES } from './sentences.ts';

type Topic = 'hello' | 'thanks' | 'bye' | 'whatAmI';

// Whole messages, in plain words.
const PHRASES: Record<Topic, Partial<Record<Language, string>>> = {
  hello: {
    en: 'hi|hello|hey|heya|hiya|yo|hi there|hello there|hey there|good morning|good afternoon|good evening|good day|hi everyone|hello everyone',
    de: 'hallo|servus|moin|moin moin|guten tag|guten morgen|guten abend|gruss gott|grussgott|gruezi|hallo zusammen',
    es: 'hola|buenas|buenos dias|buenas tardes|buenas noches',
    fr: 'bonjour|salut|bonsoir|coucou',
    pt: 'ola|oi|bom dia|boa tarde|boa noite',
    ar: 'مرحبا|اهلا|اهلا وسهلا|السلام عليكم|صباح الخير|مساء الخير|سلام',
  },
  thanks: {
    en: 'thanks|thank you|thx|ty|cheers|thanks a lot|thank you very much|thank you so much|many thanks|great thanks|ok thanks|perfect thanks|thanks for your help|perfect|great|cool|nice|awesome|perfect thank you|ok thank you|great thank you|got it|got it thanks|that helps|that helped',
    de: 'danke|danke schon|dankeschon|vielen dank|danke sehr|super danke|alles klar|alles klar danke|perfekt|super|besten dank|merci vielmals',
    es: 'gracias|muchas gracias|mil gracias|perfecto|perfecto gracias|vale gracias|genial',
    fr: 'merci|merci beaucoup|parfait|super merci|parfait merci|merci bien',
    pt: 'obrigado|obrigada|muito obrigado|muito obrigada|perfeito|otimo|valeu',
    ar: 'شكرا|شكرا جزيلا|شكرا لك|ممتاز|تمام شكرا',
  },
  bye: {
    en: 'bye|bye bye|goodbye|good bye|see you|see ya|cya|have a nice day|have a good day|good night',
    de: 'tschuss|tschus|tschau|ciao|auf wiedersehen|bis bald|schonen tag|schonen tag noch|gute nacht',
    es: 'adios|hasta luego|hasta pronto|chao',
    fr: 'au revoir|a bientot|bonne journee|bonne soiree',
    pt: 'adeus|tchau|ate logo|ate breve|ate ja',
    ar: 'مع السلامه|الي اللقاء|وداعا',
  },
  whatAmI: {
    en: 'are you a bot|are you a robot|are you human|are you a human|are you a person|are you a real person|are you real|is this a bot|is this a real person|am i talking to a bot|am i talking to a human|am i talking to a person|who are you|what are you|bot|are you ai|are you an ai|are you chatgpt',
    de: 'bist du ein bot|sind sie ein bot|bist du ein mensch|sind sie ein mensch|bist du ein roboter|bist du echt|wer bist du|wer sind sie|ist das ein bot|spreche ich mit einem bot',
    es: 'eres un bot|eres un robot|eres humano|eres una persona|quien eres|es usted una persona',
    fr: 'es tu un robot|etes vous un robot|etes vous un bot|etes vous humain|es tu humain|qui es tu|qui etes vous',
    pt: 'es um bot|voce e um bot|voce e um robo|e um robo|voce e humano|quem es tu|quem e voce',
    ar: 'هل انت روبوت|هل انت انسان|من انت|انت روبوت|انت بوت',
  },
};

const KNOWN = new Map<string, { topic: Topic; language: Language }>();
for (const topic of Object.keys(PHRASES) as Topic[]) {
  for (const language of LANGUAGES) {
    for (const phrase of PHRASES[topic][language]?.split('|') ?? []) KNOWN.set(phrase, { topic, language });
  }
}

export interface SmallTalk {
  readonly content: string;
  /** True where a person might be what was really asked for. */
  readonly offerPerson: boolean;
}

/** The answer, in the language of the phrase; `undefined` when the message is about anything else. */
export function smallTalk(text: string): SmallTalk | undefined {
  const found = KNOWN.get(plainWords(text));
  return found && { content: SENTENCES[found.language][found.topic], offerPerson: found.topic === 'whatAmI' };
}
