/** Account mails in Spanish. */
import type { LetterWords, Words } from './words.ts';

const UNA_HORA = 'El enlace sirve una sola vez, durante una hora.';
const NO_HAGAS_NADA = 'Si no has sido tú, no hagas nada: todo queda como está.';
const SEGURIDAD = 'Recibes este correo porque afecta a la seguridad de tu cuenta.';

const secondFactor = (heading: string, at: string, texts: readonly string[]): LetterWords => ({
  subject: heading,
  preview: 'Si no has sido tú, actúa ahora.',
  heading,
  texts: [...texts, `Fue el ${at}.`],
  button: 'Verlo',
  smallPrint: [
    'Si no has sido tú, alguien conoce tu contraseña: elige una nueva ahora mismo (¿Has olvidado la contraseña?) y avisa a quien gestiona tu sitio.',
  ],
});

const quedan = (left: number): string =>
  left === 0
    ? 'Era el último. Crea otros ahora, o un teléfono perdido te dejará fuera.'
    : `${left === 1 ? 'Queda 1' : `Quedan ${left}`}. Crea otros antes de que se acaben.`;

const subir = (ofServer: boolean, setting: string): string =>
  ofServer
    ? `Este límite es el del servidor (${setting}): puede subirlo quien lo gestiona.`
    : 'Puedes subirlo en «Costs». Un límite nuevo cuenta desde la siguiente pregunta.';
const mientras = (at: string): string =>
  `Hasta el ${at} responde sin el modelo, con tus respuestas preparadas y citando tus artículos, y ofrece hablar con una persona cuando no ayudan. Los visitantes no leen nada de límites.`;
const propietario = (site: string): string =>
  `Recibes este correo porque eres propietario de ${site}. Llega una vez por cada límite.`;

export const es: Words = {
  hello: (name) => `Hola, ${name}:`,
  letters: {
    invitation: ({ name, site, by }) => ({
      subject: `${by} te invita a ${site}`,
      preview: `Responde a los visitantes de ${site} junto con ${by}.`,
      heading: `Te damos la bienvenida a ${site}, ${name}`,
      texts: [
        `${by} te invita a responder a los visitantes de ${site}.`,
        'Elige una contraseña y estarás en la bandeja de entrada.',
      ],
      button: 'Elegir una contraseña',
      smallPrint: [
        'El enlace sirve una sola vez, durante 7 días. Si ha caducado, pide otro.',
        'Si no sabes de qué se trata, no hagas nada: sin el enlace no entra nadie.',
      ],
    }),
    password_reset: () => ({
      subject: 'Elige una contraseña nueva',
      preview: UNA_HORA,
      heading: 'Elige una contraseña nueva',
      texts: ['alguien, esperamos que tú, ha pedido un enlace para elegir una contraseña nueva para esta dirección.'],
      button: 'Elegir una contraseña nueva',
      smallPrint: [
        `${UNA_HORA} Al usarlo se cierra tu sesión en todos los demás sitios.`,
        'Si no has sido tú, no hagas nada: tu contraseña queda como está.',
      ],
    }),
    password_changed: () => ({
      subject: 'Tu contraseña ha cambiado',
      preview: 'Si has sido tú, no tienes que hacer nada.',
      heading: 'Tu contraseña ha cambiado',
      texts: [
        'la contraseña de tu cuenta acaba de cambiar y se ha cerrado la sesión en los demás navegadores.',
        'Si has sido tú, no tienes que hacer nada. Si no, elige una nueva ahora mismo.',
      ],
      button: 'No he sido yo: elegir una contraseña nueva',
      smallPrint: [SEGURIDAD],
    }),
    verify_email: () => ({
      subject: 'Confirma tu dirección',
      preview: 'Un clic, y sabremos que tus correos llegan.',
      heading: 'Confirma tu dirección',
      texts: ['confirma que esta dirección es tuya, para que una contraseña olvidada nunca te deje fuera.'],
      button: 'Confirmar la dirección',
      smallPrint: ['El enlace sirve una sola vez, durante 7 días.', 'Si no tienes cuenta aquí, no hagas nada.'],
    }),
    change_email: () => ({
      subject: 'Confirma tu dirección nueva',
      preview: 'Hasta entonces vale la anterior.',
      heading: 'Confirma tu dirección nueva',
      texts: [
        'alguien, esperamos que tú, quiere iniciar sesión con esta dirección a partir de ahora. Hasta que la confirmes vale la anterior.',
      ],
      button: 'Confirmar la dirección nueva',
      smallPrint: ['El enlace sirve una sola vez, durante un día.', NO_HAGAS_NADA],
    }),
    email_changed: ({ email }) => ({
      subject: 'Tu cuenta tiene ahora otra dirección',
      preview: 'Si has sido tú, no tienes que hacer nada.',
      heading: 'Tu cuenta tiene ahora otra dirección',
      texts: [
        `a partir de ahora se entra en tu cuenta con ${email}, y allí llegan los correos.`,
        'Si has sido tú, no tienes que hacer nada. Si no, deshazlo: se cierran todas las sesiones y eliges una contraseña nueva.',
      ],
      button: 'No he sido yo: deshacer',
      smallPrint: ['El enlace sirve una sola vez, durante 7 días.', SEGURIDAD],
    }),
    deactivate: () => ({
      subject: '¿Desactivar tu cuenta?',
      preview: UNA_HORA,
      heading: '¿Desactivar tu cuenta?',
      texts: [
        'con este enlace desactivas tu cuenta: se cierran todas tus sesiones y nadie puede entrar con ella.',
        'Durante 30 días puedes volver cuando quieras. Después se elimina la cuenta.',
      ],
      button: 'Continuar',
      smallPrint: [UNA_HORA, NO_HAGAS_NADA],
    }),
    deactivated: ({ day }) => ({
      subject: 'Tu cuenta está desactivada',
      preview: `Hasta el ${day} puedes volver.`,
      heading: 'Tu cuenta está desactivada',
      texts: [
        'ya nadie puede entrar con ella.',
        `Hasta el ${day} puedes volver, y todo estará como antes. Después se elimina la cuenta.`,
      ],
      button: 'Volver',
      smallPrint: [SEGURIDAD],
    }),
    delete_account: () => ({
      subject: '¿Eliminar tu cuenta?',
      preview: 'Esto no se puede deshacer.',
      heading: '¿Eliminar tu cuenta?',
      texts: [
        'con este enlace eliminas tu cuenta para siempre: tu perfil, tu foto y tu acceso a todos los sitios. No se puede deshacer.',
      ],
      button: 'Continuar',
      smallPrint: [UNA_HORA, NO_HAGAS_NADA],
    }),
    two_factor_on: ({ at }) =>
      secondFactor('El inicio de sesión en dos pasos está activado', at, [
        'a partir de ahora, después de la contraseña se pide un código de tu autenticador. Se han cerrado tus demás sesiones.',
      ]),
    two_factor_off: ({ at }) =>
      secondFactor('Se ha desactivado el inicio de sesión en dos pasos', at, [
        'a partir de ahora basta tu contraseña para entrar. Los navegadores recordados se han olvidado.',
      ]),
    two_factor_reset: ({ by, at }) =>
      secondFactor('Se ha restablecido tu inicio de sesión en dos pasos', at, [
        `${by} ha quitado tu segundo factor para que puedas entrar sin él. Se han cerrado todas tus sesiones.`,
        'Entra con tu contraseña y vuelve a configurar el inicio de sesión en dos pasos.',
      ]),
    two_factor_guessed: ({ at }) =>
      secondFactor('Alguien conoce tu contraseña', at, [
        'alguien ha escrito tu contraseña y después códigos erróneos, demasiados para ser un descuido. Tu segundo factor no le ha dejado entrar.',
        'Elige ahora una contraseña nueva. Si mientras tanto se rechazan los códigos durante un rato, entra con un código de recuperación.',
      ]),
    two_factor_recovery_code_used: ({ left, at }) =>
      secondFactor('Se ha usado un código de recuperación para entrar', at, [
        `alguien, esperamos que tú, ha superado el segundo paso con un código de recuperación. ${quedan(left)}`,
      ]),
    two_factor_recovery_codes_renewed: ({ at }) =>
      secondFactor('Tienes códigos de recuperación nuevos', at, [
        'se han creado diez códigos de recuperación nuevos. Los anteriores ya no valen: tíralos.',
      ]),
    limit_of_day_reached: ({ site, limit, at, ofServer }) => ({
      subject: `${site}: el bot ha gastado los ${limit} de hoy`,
      preview: `Hasta el ${at} responde con tus artículos.`,
      heading: `Se ha alcanzado el límite de hoy, ${limit}`,
      texts: [
        `el bot de ${site} ha gastado lo que su modelo de lenguaje puede costar en un día: ${limit}.`,
        mientras(at),
        subir(ofServer, 'MODEL_SPEND_DAY'),
      ],
      button: 'Ver los costes',
      smallPrint: [propietario(site)],
    }),
    limit_of_month_reached: ({ site, limit, at, ofServer }) => ({
      subject: `${site}: el bot ha gastado los ${limit} de este mes`,
      preview: `Hasta el ${at} responde con tus artículos.`,
      heading: `Se ha alcanzado el límite de este mes, ${limit}`,
      texts: [
        `el bot de ${site} ha gastado lo que su modelo de lenguaje puede costar en un mes: ${limit}.`,
        mientras(at),
        subir(ofServer, 'MODEL_SPEND_MONTH'),
      ],
      button: 'Ver los costes',
      smallPrint: [propietario(site)],
    }),
    limit_of_month_near: ({ site, spent, limit, at, ofServer }) => ({
      subject: `${site}: el bot ha gastado ${spent} de los ${limit} de este mes`,
      preview: 'Todavía no ha cambiado nada.',
      heading: `Se han gastado ${spent} de los ${limit} de este mes`,
      texts: [
        `el bot de ${site} ha gastado ${spent} de los ${limit} que su modelo de lenguaje puede costar en un mes.`,
        `Todavía no ha cambiado nada. Si alcanza el límite antes del ${at}, hasta entonces responde sin el modelo, con tus respuestas preparadas y tus artículos.`,
        subir(ofServer, 'MODEL_SPEND_MONTH'),
      ],
      button: 'Ver los costes',
      smallPrint: [propietario(site)],
    }),
  },
};
