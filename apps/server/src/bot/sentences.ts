/** What the bot says of itself, in the languages it speaks without a model. Everything else it says is the site's. */
import type { Language } from '../knowledge/language.ts';

export interface Sentences {
  /** How a hand-over begins: they asked; the topic is not for the bot; it did not help. Then it is passed on, and what to expect. */
  readonly ofCourse: string;
  readonly forPeople: string;
  readonly cannotHelp: string;
  readonly passOn: string;
  readonly someoneIsHere: string;
  readonly answerByMail: string;
  readonly leaveEmail: string;
  /** Outside office hours. */
  readonly backAt: (when: string) => string;
  readonly found: (heading: string) => string;
  readonly perhaps: (heading: string) => string;
  readonly unknown: string;
  readonly failed: string;
  readonly meanwhile: (heading: string) => string;
  readonly hello: string;
  readonly thanks: string;
  readonly bye: string;
  readonly whatAmI: string;
}

export const SENTENCES: Record<Language, Sentences> = {
  en: {
    ofCourse: 'Of course.',
    forPeople: 'That is best answered by a person of our team.',
    cannotHelp: 'I am sorry that I cannot help you with this.',
    passOn: 'I am passing you on to our team; everything you wrote stays here, so you need not repeat it.',
    someoneIsHere: 'Somebody is here and has been told.',
    answerByMail: 'They answer as soon as they can. If you leave meanwhile, the answer comes to you by email.',
    leaveEmail:
      'They answer here as soon as they can. Leave your email if you do not want to wait, and the answer comes there.',
    backAt: (when) => `Our team is not here right now and answers again on ${when}.`,
    found: (heading) => `This is what our help pages say about **${heading}**:`,
    perhaps: (heading) => `I am not sure that this is what you mean. Our help pages say about **${heading}**:`,
    unknown:
      'I am sorry, I do not find an answer to that in our help pages, and I would rather not guess. Shall I fetch a person?',
    failed: 'I am sorry, I could not finish my answer just now. Shall I fetch a person?',
    meanwhile: (heading) =>
      `I am sorry, I could not finish my answer just now. This is what our help pages say about **${heading}**; a person can tell you more:`,
    hello: 'Hello! What can I do for you?',
    thanks: 'You are welcome! Is there anything else?',
    bye: 'Goodbye! This conversation stays here if you want to come back to it.',
    whatAmI:
      'I am an assistant, a program. I answer from our help pages, and I fetch a person from our team whenever you like.',
  },
  de: {
    ofCourse: 'Gern.',
    forPeople: 'Das beantwortet am besten jemand aus unserem Team.',
    cannotHelp: 'Es tut mir leid, dass ich Ihnen hier nicht helfen kann.',
    passOn: 'Ich gebe Sie an unser Team weiter; alles Geschriebene bleibt hier, Sie müssen nichts wiederholen.',
    someoneIsHere: 'Es ist jemand da und weiß Bescheid.',
    answerByMail: 'Das Team antwortet, sobald es kann. Wenn Sie inzwischen gehen, kommt die Antwort per E-Mail.',
    leaveEmail:
      'Das Team antwortet hier, sobald es kann. Wenn Sie nicht warten möchten, hinterlassen Sie Ihre E-Mail-Adresse; die Antwort kommt dann dorthin.',
    backAt: (when) => `Unser Team ist gerade nicht da und antwortet wieder am ${when}.`,
    found: (heading) => `Das sagen unsere Hilfeseiten zu **${heading}**:`,
    perhaps: (heading) => `Ich bin nicht sicher, ob Sie das meinen. Unsere Hilfeseiten sagen zu **${heading}**:`,
    unknown:
      'Es tut mir leid, dazu finde ich auf unseren Hilfeseiten keine Antwort, und raten möchte ich nicht. Soll ich jemanden holen?',
    failed: 'Es tut mir leid, ich konnte meine Antwort gerade nicht zu Ende bringen. Soll ich jemanden holen?',
    meanwhile: (heading) =>
      `Es tut mir leid, ich konnte meine Antwort gerade nicht zu Ende bringen. Das sagen unsere Hilfeseiten zu **${heading}**; ein Mensch weiß mehr:`,
    hello: 'Hallo! Was kann ich für Sie tun?',
    thanks: 'Gern geschehen! Kann ich noch etwas für Sie tun?',
    bye: 'Auf Wiedersehen! Das Gespräch bleibt hier, falls Sie wiederkommen möchten.',
    whatAmI:
      'Ich bin ein Assistent, ein Programm. Ich antworte aus unseren Hilfeseiten und hole jederzeit jemanden aus unserem Team.',
  },
  es: {
    ofCourse: 'Por supuesto.',
    forPeople: 'Eso lo responde mejor una persona de nuestro equipo.',
    cannotHelp: 'Siento no poder ayudarle con esto.',
    passOn: 'Le paso con nuestro equipo; todo lo que ha escrito queda aquí, no tiene que repetirlo.',
    someoneIsHere: 'Hay alguien aquí y ya está avisado.',
    answerByMail: 'Responderán en cuanto puedan. Si se va mientras tanto, la respuesta le llegará por correo.',
    leaveEmail: 'Responderán aquí en cuanto puedan. Si no quiere esperar, deje su correo y la respuesta llegará allí.',
    backAt: (when) => `Nuestro equipo no está ahora y vuelve a responder el ${when}.`,
    found: (heading) => `Esto dicen nuestras páginas de ayuda sobre **${heading}**:`,
    perhaps: (heading) =>
      `No estoy seguro de que se refiera a esto. Nuestras páginas de ayuda dicen sobre **${heading}**:`,
    unknown:
      'Lo siento, no encuentro una respuesta en nuestras páginas de ayuda y prefiero no adivinar. ¿Llamo a una persona?',
    failed: 'Lo siento, ahora mismo no he podido terminar mi respuesta. ¿Llamo a una persona?',
    meanwhile: (heading) =>
      `Lo siento, ahora mismo no he podido terminar mi respuesta. Esto dicen nuestras páginas de ayuda sobre **${heading}**; una persona puede decirle más:`,
    hello: '¡Hola! ¿En qué puedo ayudarle?',
    thanks: '¡De nada! ¿Puedo ayudarle en algo más?',
    bye: '¡Hasta pronto! Esta conversación queda aquí por si quiere volver.',
    whatAmI:
      'Soy un asistente, un programa. Respondo a partir de nuestras páginas de ayuda y llamo a una persona del equipo cuando quiera.',
  },
  fr: {
    ofCourse: 'Bien sûr.',
    forPeople: 'Une personne de notre équipe vous répondra mieux sur ce point.',
    cannotHelp: 'Désolé de ne pas pouvoir vous aider sur ce point.',
    passOn: 'Je vous passe notre équipe ; tout ce que vous avez écrit reste ici, inutile de le répéter.',
    someoneIsHere: 'Quelqu’un est là et vient d’être prévenu.',
    answerByMail: 'On vous répond dès que possible. Si vous partez entre-temps, la réponse arrive par e-mail.',
    leaveEmail:
      'On vous répond ici dès que possible. Si vous ne voulez pas attendre, laissez votre e-mail : la réponse y arrivera.',
    backAt: (when) => `Notre équipe n’est pas là pour le moment et répond de nouveau le ${when}.`,
    found: (heading) => `Voici ce que disent nos pages d’aide sur **${heading}** :`,
    perhaps: (heading) => `Je ne suis pas sûr que ce soit votre question. Nos pages d’aide disent sur **${heading}** :`,
    unknown:
      'Désolé, je ne trouve pas de réponse dans nos pages d’aide et je préfère ne pas deviner. Dois-je appeler une personne ?',
    failed: 'Désolé, je n’ai pas pu terminer ma réponse. Dois-je appeler une personne ?',
    meanwhile: (heading) =>
      `Désolé, je n’ai pas pu terminer ma réponse. Voici ce que disent nos pages d’aide sur **${heading}** ; une personne peut vous en dire plus :`,
    hello: 'Bonjour ! Que puis-je faire pour vous ?',
    thanks: 'Avec plaisir ! Puis-je faire autre chose pour vous ?',
    bye: 'Au revoir ! Cette conversation reste ici si vous voulez y revenir.',
    whatAmI:
      'Je suis un assistant, un programme. Je réponds à partir de nos pages d’aide et j’appelle une personne de l’équipe quand vous voulez.',
  },
  pt: {
    ofCourse: 'Claro.',
    forPeople: 'A isso responde melhor uma pessoa da nossa equipa.',
    cannotHelp: 'Lamento não poder ajudar com isto.',
    passOn: 'Vou passar a conversa à nossa equipa; tudo o que escreveu fica aqui, não precisa de repetir.',
    someoneIsHere: 'Está alguém disponível e já foi avisado.',
    answerByMail: 'Respondem assim que puderem. Se sair entretanto, a resposta chega por e-mail.',
    leaveEmail: 'Respondem aqui assim que puderem. Se não quiser esperar, deixe o seu e-mail e a resposta chega lá.',
    backAt: (when) => `A nossa equipa não está agora e volta a responder em ${when}.`,
    found: (heading) => `É isto que as nossas páginas de ajuda dizem sobre **${heading}**:`,
    perhaps: (heading) =>
      `Não tenho a certeza de que seja isto. As nossas páginas de ajuda dizem sobre **${heading}**:`,
    unknown:
      'Lamento, não encontro resposta nas nossas páginas de ajuda e prefiro não adivinhar. Quer que chame uma pessoa?',
    failed: 'Lamento, não consegui terminar a minha resposta. Quer que chame uma pessoa?',
    meanwhile: (heading) =>
      `Lamento, não consegui terminar a minha resposta. É isto que as nossas páginas de ajuda dizem sobre **${heading}**; uma pessoa pode dizer-lhe mais:`,
    hello: 'Olá! Em que posso ajudar?',
    thanks: 'De nada! Posso ajudar em mais alguma coisa?',
    bye: 'Até breve! Esta conversa fica aqui, se quiser voltar.',
    whatAmI:
      'Sou um assistente, um programa. Respondo a partir das nossas páginas de ajuda e chamo uma pessoa da equipa quando quiser.',
  },
  ar: {
    ofCourse: 'بالطبع.',
    forPeople: 'من الأفضل أن يجيبك عن هذا شخص من فريقنا.',
    cannotHelp: 'عذرًا، لا أستطيع مساعدتك في هذا.',
    passOn: 'سأحوّلك إلى فريقنا، وكل ما كتبته يبقى هنا فلا حاجة إلى إعادته.',
    someoneIsHere: 'يوجد شخص متصل الآن وقد تم إبلاغه.',
    answerByMail: 'سيجيبك الفريق في أقرب وقت. وإن غادرت، فسيصلك الجواب بالبريد الإلكتروني.',
    leaveEmail: 'سيجيبك الفريق هنا في أقرب وقت. وإن لم ترغب في الانتظار فاترك بريدك الإلكتروني ليصلك الجواب.',
    backAt: (when) => `فريقنا غير متواجد الآن ويجيب مجددًا ${when}.`,
    found: (heading) => `هذا ما تقوله صفحات المساعدة عن **${heading}**:`,
    perhaps: (heading) => `لست متأكدًا أن هذا ما تقصده. تقول صفحات المساعدة عن **${heading}**:`,
    unknown: 'عذرًا، لا أجد جوابًا في صفحات المساعدة ولا أريد التخمين. هل أستدعي شخصًا من الفريق؟',
    failed: 'عذرًا، لم أتمكن من إكمال جوابي الآن. هل أستدعي شخصًا من الفريق؟',
    meanwhile: (heading) =>
      `عذرًا، لم أتمكن من إكمال جوابي الآن. هذا ما تقوله صفحات المساعدة عن **${heading}**، ويمكن لشخص من الفريق أن يخبرك بالمزيد:`,
    hello: 'مرحبًا! كيف يمكنني مساعدتك؟',
    thanks: 'على الرحب والسعة! هل من شيء آخر؟',
    bye: 'إلى اللقاء! تبقى هذه المحادثة هنا إن أردت العودة إليها.',
    whatAmI: 'أنا مساعد آلي، أجيب من صفحات المساعدة وأستدعي شخصًا من فريقنا متى شئت.',
  },
};
