/**
 * Whether somebody asks, in words, for a person instead of the bot. In doubt it says no: the button is always there,
 * while a hand-over that nobody wanted takes somebody's time.
 */
import { plainWords } from '../knowledge/plain-words.ts';

// The patterns see one clause of plain words (no accents, no punctuation) with " " at both ends; a hyphenated word is one
// word ("human_sized"). END: the wish is the clause's last word, or goes on as wishes do.
const END =
  '(?=$|(?:please|pls|now|then|here|instead|asap|again|today|or|and|about|who|that|from|on|in|at|for (?:help|this|that|my|the)|to (?:talk|speak|chat|help|handle|me)|right now|thanks|thank) )';
const ENGLISH_PERSON =
  '(?:a |an |the |some |any |one of (?:your|the) |your )?(?:real |live |actual |human |true |proper |support |service |sales |customer )*(?:humans?|human being|persons?|people|agents?|representatives?|reps?|advisors?|advisers?|operators?|employees?|staff(?: members?)?|team(?: members?)?|colleagues?|support|customer (?:service|support|care)|someone|somebody|anyone|anybody)';

const WANTS: readonly RegExp[] = [
  // English
  new RegExp(` (?:talk|speak|chat|connect|connected) (?:to|with) ${ENGLISH_PERSON} ${END}`),
  new RegExp(
    ` (?:connect|transfer|forward|pass|hand|put|switch) me (?:on |over |through )?(?:to|with) ${ENGLISH_PERSON} `,
  ),
  new RegExp(
    ` (?:want|need|like|prefer|give me|get me|fetch|(?:have|get) me|bring me|call) (?:to have |to get )?(?:a |an |the |some )?(?:real |live |actual |true )*(?:human|human being|person|agent|representative|rep|human agent|human operator|operator|human help|human support|live chat|live support|real human|real person) ${END}`,
  ),
  / (?:can|could|may) (?:a|an|some|any) (?:real |live )?(?:human|person|agent|representative) (?:please )?(?:help|answer|assist|call|take over|look)/,
  / is there (?:a|an|any|some) (?:real |live |actual )?(?:human|humans|person|people|agent|someone|somebody|anyone|anybody) (?:here|there|available|around|online|who|that|to (?:talk|speak)|i can|we can|$)/,
  / are there (?:any )?(?:real |live |actual )*(?:humans|people|persons|agents) (?:here|there|available|around|online|$)/,
  / who can i (?:talk|speak) (?:to|with) /,
  / (?:do not|dont|no longer|never) (?:want|like|wish|wanna)(?: to)? (?:talk|speak|chat|write|deal)(?:ing)? (?:to|with) (?:a |an |the |this |some |your )?(?:bot|bots|robot|robots|machine|machines|chatbot|ai|computer) /,
  /^ (?:please |pls )?(?:a |an )?(?:real |live |actual )*(?:human|human being|person|agent|representative|operator|human agent|live agent|live chat|customer service|customer support) (?:please |pls |now )*$/,
  /^ (?:no |stop the |not a )(?:bot|bots|robot|robots|machine|chatbot)(?: please)? $/,
  // German
  / (?:mit )?(?:einem |einer |nem |ner )?(?:echten |richtigen |menschlichen |lebenden )*(?:menschen|mitarbeiter|mitarbeiterin|berater|beraterin|person|ansprechpartner|kundenberater|kollegen|jemand|jemandem|support|kundendienst|kundenservice) (?:aus (?:dem|eurem|ihrem) team )?(?:zu )?(?:sprechen|reden|chatten|schreiben|verbinden|verbunden|telefonieren|sprechen konnen)/,
  / (?:verbinde|verbinden|leite|leiten) (?:sie |du )?mich (?:bitte )?(?:mit|an|zu|weiter)/,
  / (?:will|mo?e?chte|brauche|hatte gern|hatte gerne|gib mir|geben sie mir|holen sie|hol) (?:bitte |lieber |jetzt )*(?:einen |eine |nen |ne )?(?:echten |echte |richtigen |richtige |menschlichen )*(?:menschen|mitarbeiter|mitarbeiterin|ansprechpartner|berater|echte person|person) (?=$|bitte|sprechen|haben|der|die|dran|jetzt|und)/,
  /^ (?:bitte )?(?:ein |einen |eine )?(?:echter |echten |echte |richtiger )*(?:mensch|menschen|mitarbeiter|ansprechpartner|kundenservice|kundendienst) (?:bitte )?$/,
  / ist (?:da |hier )?(?:auch )?(?:jemand|ein mensch|ein mitarbeiter) (?:da|hier|online|erreichbar) /,
  / nicht mit (?:einem |einer |dem |der |nem )?(?:bot|roboter|maschine|chatbot|ki|computer) (?:sprechen|reden|schreiben|chatten)/,
  // Spanish
  / (?:hablar|chatear|comunicarme|contactar|conversar) con (?:una |un |alguna |algun |el |la |su )?(?:persona|humano|ser humano|agente|alguien|operador|operadora|asesor|asesora|representante|empleado|equipo|soporte|atencion al cliente) /,
  / (?:pasame|paseme|comunicame|comuniqueme|conectame|transfiereme) (?:con|a) /,
  / (?:quiero|necesito|prefiero|quisiera) (?:a )?(?:una |un )?(?:persona real|persona de verdad|humano|ser humano|agente|agente humano|asesor|operador) (?=$|por favor|que|ya|ahora)/,
  /^ (?:una |un )?(?:persona real|persona|humano|agente|agente humano|atencion al cliente|asesor) (?:por favor )?$/,
  / (?:no quiero hablar con) (?:un |una )?(?:bot|robot|maquina) /,
  // French
  / (?:parler|discuter|chatter|echanger|communiquer) (?:a|avec) (?:une |un |quelqu un|l un de vos |votre )? ?(?:vraie |vrai |autre )*(?:personne|humain|etre humain|agent|conseiller|conseillere|operateur|representant|service client|equipe|quelqu un)? ?(?=$|s il|svp|de votre|du service|reel|reelle|humain|maintenant|pour)/,
  / (?:je veux|je voudrais|je souhaite|j aimerais|j ai besoin d|passez[ _]moi|donnez[ _]moi) (?:avoir )?(?:une |un )(?:vraie personne|vrai humain|humain|etre humain|conseiller|conseillere|agent|operateur|personne reelle) (?=$|s il|svp|qui|maintenant)/,
  / (?:mettez|mets)[ _]moi en (?:contact|relation) avec /,
  /^ (?:une |un )?(?:vraie personne|vrai humain|humain|etre humain|conseiller|service client|personne reelle) (?:s il (?:vous|te) plait |svp )?$/,
  / (?:ne veux pas|veux pas) parler (?:a|avec) (?:un |une )?(?:bot|robot|machine) /,
  // Portuguese
  / (?:falar|conversar) com (?:uma |um |algum |alguma |o |a )?(?:pessoa|humano|ser humano|atendente|agente|alguem|operador|assistente humano|funcionario|equipa|equipe|suporte|atendimento) /,
  / (?:quero|preciso|gostaria|queria)(?: de)? (?:uma |um )?(?:pessoa real|pessoa de verdade|humano|atendente|atendente humano|atendimento humano|agente) (?=$|por favor|que|ja|agora)/,
  / (?:me )?(?:passe|passa|transfira|transfere|conecte)(?: me)? (?:para|com|a) (?:uma |um |o |a )?(?:pessoa|humano|atendente|agente|alguem|suporte)/,
  /^ (?:uma |um )?(?:pessoa real|pessoa|humano|atendente|atendimento humano|atendente humano|agente) (?:por favor )?$/,
  / nao quero falar com (?:um |uma )?(?:bot|robo|maquina) /,
  // Arabic
  / (?:التحدث|اتحدث|الكلام|اتكلم|اكلم|احكي|التكلم|التواصل|اتواصل|تكلم) (?:مع |الي |ل |لي )?(?:احد |اي )?(?:شخص|انسان|موظف|موظفه|احد|حد|ممثل|بشر|واحد|خدمه العملاء|الدعم|وكيل)/,
  / (?:حولني|حولوني|تحويلي|وصلني|وصلوني) (?:الي|ل|علي|مع)/,
  / (?:اريد|ابغي|ابي|عايز|عاوز|بدي|محتاج|احتاج) (?:الي )?(?:شخص حقيقي|انسان|انسان حقيقي|موظف|موظف حقيقي|بشر|خدمه العملاء) (?=$|من فضلك|لو سمحت|الان)/,
  /^ (?:شخص حقيقي|موظف|انسان|انسان حقيقي|خدمه العملاء|موظف خدمه العملاء) (?:من فضلك |لو سمحت )?$/,
];

// "I don't need a person", "without talking to an agent": a person is named and not wanted.
const DECLINES: readonly RegExp[] = [
  / (?:do not|dont|no need|not need|need not|neednt|without|instead of|rather than) (?:to |want |need |have |wish |like |wanna |having |needing )*(?:to )?(?:talk|talking|speak|speaking|chat|chatting|a|an|any|be connected) (?!(?:to|with) (?:a |an |the |this |some |your )?(?:bot|bots|robot|robots|machine|machines|chatbot|ai|computer) )/,
  / (?:keinen|keine|ohne|nicht mit) (?:einem |einer |einen |eine |echten )*(?:menschen|mitarbeiter|mitarbeiterin|berater|jemandem|jemand|person) /,
  / no (?:quiero|necesito|hace falta) (?:hablar con )?(?:una |un )?(?:persona|humano|agente|nadie)/,
  / (?:pas besoin de|ne veux pas) (?:parler (?:a|avec) )?(?:une |un )?(?:personne|humain|conseiller|agent)/,
  / nao (?:quero|preciso)(?: de)? (?:falar com )?(?:uma |um )?(?:pessoa|humano|atendente|ninguem)/,
  / (?:لا اريد|لا احتاج|مش عايز) (?:التحدث|اتحدث|الي)? ?(?:مع )?(?:شخص|انسان|موظف)/,
];

const AGREES =
  /^ (?:(?:yes|yeah|yep|yup|sure|ok|okay|please|pls|do|that|would|be|great|nice|good|of course|go ahead|ja|gerne|gern|bitte|klar|si|claro|por favor|vale|oui|s il vous plait|svp|d accord|volontiers|sim|pode ser|نعم|اجل|ايوه|تمام|من فضلك|لو سمحت) )+$/;

export function wantsPerson(text: string): boolean {
  return clausesOf(text).some(
    (clause) => WANTS.some((pattern) => pattern.test(clause)) && !DECLINES.some((pattern) => pattern.test(clause)),
  );
}

/** The rest of the text; blank where nothing else is said. */
export const withoutWish = (text: string): string =>
  text
    .split(BEHIND_CLAUSE)
    .filter((clause) => !wantsPerson(clause))
    .join('')
    .trim();

/** A plain yes: what follows "Shall I fetch a person?". */
export function agrees(text: string): boolean {
  const words = plainWords(text);
  return words.length > 0 && words.length <= 60 && AGREES.test(` ${words} `);
}

const ENDS = '[.,;:!?\\n…،؛؟()"“”]';
const BETWEEN_CLAUSES = new RegExp(`${ENDS}+`, 'u');
const BEHIND_CLAUSE = new RegExp(`(?<=${ENDS})`, 'u');

function clausesOf(text: string): string[] {
  return text
    .slice(0, 4_000)
    .replace(/(\p{L})-(?=\p{L})/gu, '$1\u0001')
    .split(BETWEEN_CLAUSES)
    .map((clause) => ` ${clause.split('\u0001').map(plainWords).join('_')} `)
    .filter((clause) => clause.trim() !== '');
}
