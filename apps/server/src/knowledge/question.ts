/** What a visitor's words ask for: the words worth looking up, without the small coin of conversation. */
import { plainWords } from './plain-words.ts';

/** Words looked up at most; beyond, the first ones say what it is about. */
const MAX_TERMS = 24;

// Words that every question may hold and no article is about; English stop words fall to the text search configuration.
const COIN = new Set(
  plainWords(`
    hi hello hey dear there please pls thanks thank thx ok okay yes no hmm well so just also really maybe actually
    want wants wanted need needs know tell ask asking question questions help wonder wondering like would could should
    can cannot cant may might must shall get got gets getting give go going come let make way thing things stuff
    something anything everything someone anyone somebody one ones u ur im ive id ill whats wheres hows theres dont
    doesnt didnt isnt wont im youre lot bit much many long possible able happen happens happened say says said see
    find look looking called often high good best same anymore try tried still already even ever us use used work works guys sir madam team kind sort type
    ich du er sie es wir ihr der das den dem des ein eine einen einem einer und oder aber ist sind habe haben wird
    werden kann konnen kannst muss mussen soll mochte wie wo wann warum wer welche welcher welches mein meine meinen
    mit von vom zu zum zur auf aus bei nach nicht kein keine auch noch nur bitte danke hallo gibt im es mir mich wenn
    dass uber el la los las un una unos unas de del y o es esta estan que como cuando donde quien cual mi mis su por
    para con en al se me te lo le hola gracias favor puedo puede quiero tengo hay les des du et ou est sont je tu il
    elle nous vous mon ma mes votre vos ce cette ces qui quoi quel quelle comment quand pourquoi combien avec sans dans
    sur au aux ne pas bonjour merci puis peut veux um uma uns umas os do da dos das no na nos nas ao e eu voce meu minha
    quando onde qual quanto com sem ola obrigado obrigada posso pode quero tenho tem het een van mijn hoe wat waar
    wanneer ik je jij kan
  `).split(' '),
);

/** Distinct words in the order in which they were asked. */
export function termsOf(question: string): string[] {
  const words = plainWords(question).split(' ');
  const kept = words.filter((word) => !COIN.has(word) && (word.length > 1 || /\d/.test(word)));
  return [...new Set(kept)].slice(0, MAX_TERMS);
}
