/** What a visitor's words ask for: the words worth looking up, without the small coin of conversation. */
import { LANGUAGES, type Language, languageOf } from './language.ts';
import { plainWords } from './plain-words.ts';

/** Words looked up at most; beyond, the first ones say what it is about. */
const MAX_TERMS = 24;
/** Letters of the longest word that is looked up: no dictionary's is longer, and each of all its parts costs as much as it is long. */
const LONGEST = 80;

// Words that every question may hold and no article is about; stop words fall to the stemmers.
const COIN: Record<Language, string> = {
  en: `
    hi hello hey dear there please pls thanks thank thx ok okay yes no hmm well so just also really maybe actually
    want wants wanted need needs know tell ask asking question questions help wonder wondering like would could should
    can cannot cant may might must shall get got gets getting give go going come let make way thing things stuff
    something anything everything someone anyone somebody one ones u ur im ive id ill whats wheres hows theres dont
    doesnt didnt isnt wont im youre lot bit much many long possible able happen happens happened say says said see
    find look looking called often high good best same anymore try tried still already even ever us use used work works guys sir madam team kind sort type
    havent hasnt wasnt thats sorry put mine any some another here there once moment came come comes back today tomorrow`,
  de: `
    ich du er sie es wir ihr der das den dem des die ein eine einen einem einer und oder aber ist sind bin habe haben hab hat habt wird
    werden kann konnen kannst konnt man muss mussen soll mochte will wie wo wann warum wer welche welcher welches mein meine meinen meiner
    mit von vom zu zum zur auf aus bei nach nicht kein keine auch noch nur bitte danke hallo gibt im mir mich wenn
    dass uber was wieso weshalb wohin woher euch eure euer uns unser ihre ihnen etwas jemand etwa mal denn doch schon nun also
    ab mehr rein raus komme kommt kommen steht stehen furs ans ins beim heute morgen nehmt nimmt bleibt seid jemanden mochten wollen schon gerade moglich geht gehen machen macht mache brauche brauchen bekomme bekommen wurde hatte dann wieviel viel viele`,
  es: `
    el la los las un una unos unas de del y o es esta estan que como cuando donde quien cual mi mis su sus por
    para con en al se me te lo le les hola gracias favor puedo puede puedes pueden podeis quiero quiere tengo tiene hay
    cuanto cuanta cuantos cuantas necesito necesita hacer hago hace hola buenas saber ser soy eres nos si ya mas muy
    dar doy van va ver algo alguien nada eso esto ese esa este porque podria quisiera gustaria he ha han hemos`,
  fr: `
    le la les des du un une de et ou est sont je tu il elle nous vous mon ma mes votre vos ce cette ces qui quoi quel
    quelle comment quand pourquoi combien avec sans dans sur au aux en ne pas bonjour merci puis peut veux`,
  pt: `
    um uma uns umas o a os as do da dos das no na nos nas ao e ou eu voce meu minha quando onde qual quanto com sem
    ola obrigado obrigada posso pode quero tenho tem por para como que`,
  ar: `
    هل كيف متى من في على عن الى ما ماذا هذا هذه ذلك ان انا لا لم لن مع لي لك عندي عندكم اريد ابغى ابي ابغي استطيع يمكن يمكنني
    ممكن لو سمحت فضلك شكرا مرحبا السلام عليكم او ثم قد كل شي شيء وش ايش ليش لماذا كم هو هي نحن انتم التي الذي فيه فيها
    اين وين يوجد اذا بعد قبل الان عند كان لقد يا اي ياخذ`,
};
const COINS = new Map(LANGUAGES.map((language) => [language, new Set(plainWords(COIN[language]).split(' '))] as const));

/** English ones are typed in every language. */
function isCoin(word: string, language: Language | null): boolean {
  const languages: readonly Language[] = language === null ? LANGUAGES : ['en', language];
  return languages.some((one) => COINS.get(one)?.has(word));
}

/** Distinct words in the order in which they were asked; of a language that is not known (null) the coin of all is left out. */
export function termsOf(question: string, language: Language | null = languageOf(question)): string[] {
  const words = plainWords(question).split(' ');
  const kept = words.filter(
    (word) => !isCoin(word, language) && (word.length > 1 || /\d/.test(word)) && word.length <= LONGEST,
  );
  return [...new Set(kept)].slice(0, MAX_TERMS);
}
