/** Greetings, thanks, goodbyes and "are you a bot?": answered kindly even where the site has prepared nothing. */
import { LANGUAGES, type Language } from '../knowledge/language.ts';
import { plainWords } from '../knowledge/plain-words.ts';
import { SENTENCES } from './sentences.ts';

type Topic = 'hello' | 'thanks' | 'bye' | 'whatAmI';

// In plain words.
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
    en: 'bye|bye bye|goodbye|good bye|see you|see ya|cya|have a nice day|have a good day|have a good one|have a nice evening|have a good evening|have a nice weekend|have a good weekend|have a great day|have a great weekend|good night|take care|farewell|talk to you|talk soon|speak soon|till then|until then|until next time',
    de: 'tschuss|tschus|tschau|ciao|auf wiedersehen|wiedersehen|bis bald|bis dann|bis spater|bis morgen|bis demnachst|bis zum nachsten mal|schonen tag|schonen abend|schones wochenende|mach s gut|machs gut|machen sie es gut|gute nacht',
    es: 'adios|hasta luego|hasta pronto|hasta manana|hasta la vista|nos vemos|que tenga un buen dia|que tengas un buen dia|buen dia|buen fin de semana|chao',
    fr: 'au revoir|a bientot|a demain|a plus|a plus tard|a tout a l heure|bonne journee|bonne soiree|bon week end|bonne nuit',
    pt: 'adeus|tchau|ate logo|ate breve|ate ja|ate amanha|ate mais|ate a proxima|tenha um bom dia|bom fim de semana',
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

/** Said with them, and nothing by itself. */
const ALONG: Partial<Record<Language, string>> = {
  en: 'ok|okay|oh|ah|well|so|and|then|now|for now|for today|later|soon|again|around|tomorrow|tonight|next week|next time|on monday|on tuesday|on wednesday|on thursday|on friday|all|everyone|everybody|guys|there|team|you too|very much|so much|a lot|indeed|bot|dear|sir|madam|my friend',
  de: 'ok|okay|na|gut|na gut|also|und|dann|jetzt|erst mal|erstmal|fur heute|noch|nochmal|auch|ihnen|dir|euch|ihnen auch|dir auch|wunsche ich|ich wunsche|einen|ein|morgen|alle|alle zusammen|liebes team|sehr',
  es: 'ok|vale|bueno|pues|entonces|y|por ahora|por hoy|manana|luego|pronto|igualmente|a todos|otra vez|de nuevo',
  fr: 'ok|bon|d accord|alors|donc|et|pour l instant|pour aujourd hui|demain|bientot|a vous aussi|a toi aussi|a tous|encore|beaucoup',
  pt: 'ok|bom|bem|entao|e|por agora|por hoje|amanha|logo|igualmente|a todos|novamente|outra vez',
  ar: 'حسنا|طيب|اذن|الان|غدا|جميعا|لكم|لك|مجددا',
};
/** Which of them is answered where several stand in one message: what comes last in a conversation, but first whom it asks for. */
const FIRST: readonly Topic[] = ['whatAmI', 'bye', 'thanks', 'hello'];
/** Words of a message that holds nothing else. */
const MOST_WORDS = 16;
/** Of one phrase. */
const LONGEST = 8;

type Known = { readonly topic: Topic; readonly language: Language } | null;
const KNOWN = new Map<string, Known>();
for (const language of LANGUAGES) for (const phrase of ALONG[language]?.split('|') ?? []) KNOWN.set(phrase, null);
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
  const said = courtesiesIn(plainWords(text).split(' '));
  const found = FIRST.flatMap((topic) => said?.find((each) => each.topic === topic) ?? [])[0];
  return found && { content: SENTENCES[found.language][found.topic], offerPerson: found.topic === 'whatAmI' };
}

/** "Ok thanks, see you tomorrow": all that it consists of; null where there is anything else in it. */
function courtesiesIn(words: readonly string[]): NonNullable<Known>[] | null {
  if (words.length > MOST_WORDS) return null;
  const said: NonNullable<Known>[] = [];
  for (let at = 0; at < words.length; ) {
    let length = Math.min(LONGEST, words.length - at);
    while (length > 0 && !KNOWN.has(words.slice(at, at + length).join(' '))) length -= 1;
    if (length === 0) return null;
    const known = KNOWN.get(words.slice(at, at + length).join(' '));
    if (known) said.push(known);
    at += length;
  }
  return said;
}
