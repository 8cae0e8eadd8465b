/** Account mails in German. */
import type { LetterWords, Words } from './words.ts';

const EINE_STUNDE = 'Der Link gilt einmal und eine Stunde lang.';
const NICHTS_TUN = 'Wenn Sie es nicht waren, tun Sie nichts: Es bleibt alles, wie es ist.';
const SICHERHEIT = 'Sie erhalten diese Mail, weil sie die Sicherheit Ihres Kontos betrifft.';

const secondFactor = (heading: string, at: string, texts: readonly string[]): LetterWords => ({
  subject: heading,
  preview: 'Wenn Sie es nicht waren, handeln Sie jetzt.',
  heading,
  texts: [...texts, `Das war am ${at}.`],
  button: 'Ansehen',
  smallPrint: [
    'Wenn Sie es nicht waren, kennt jemand Ihr Passwort: Wählen Sie sofort ein neues (Passwort vergessen?), und sagen Sie es dem, der Ihre Site betreibt.',
  ],
});

const nochDa = (left: number): string =>
  left === 0
    ? 'Es war der letzte. Erzeugen Sie jetzt neue, sonst sperrt ein verlorenes Telefon Sie aus.'
    : `${left === 1 ? 'Einer ist' : `${left} sind`} noch da. Erzeugen Sie neue, bevor sie ausgehen.`;

const erhöhen = (ofServer: boolean, setting: string): string =>
  ofServer
    ? `Diese Grenze setzt der Server (${setting}): Wer ihn betreibt, kann sie erhöhen.`
    : 'Unter „Costs“ können Sie sie erhöhen. Eine neue Grenze gilt ab der nächsten Frage.';
const bisDahin = (at: string): string =>
  `Bis ${at} antwortet er ohne das Modell: mit Ihren vorbereiteten Antworten und mit Zitaten aus Ihren Artikeln. Wo sie nicht helfen, bietet er einen Menschen an. Besucher lesen nichts von Grenzen.`;
const inhaber = (site: string): string =>
  `Sie erhalten diese Mail, weil ${site} Ihnen gehört. Sie kommt für jede Grenze einmal.`;

export const de: Words = {
  hello: (name) => `Guten Tag ${name},`,
  letters: {
    invitation: ({ name, site, by }) => ({
      subject: `${by} lädt Sie zu ${site} ein`,
      preview: `Beantworten Sie zusammen mit ${by} die Fragen der Besucher von ${site}.`,
      heading: `Willkommen bei ${site}, ${name}`,
      texts: [
        `${by} lädt Sie ein, die Fragen der Besucher von ${site} zu beantworten.`,
        'Wählen Sie ein Passwort, und Sie sind im Posteingang.',
      ],
      button: 'Passwort wählen',
      smallPrint: [
        'Der Link gilt einmal und 7 Tage lang. Ist er abgelaufen, bitten Sie um einen neuen.',
        'Wenn Sie nicht wissen, worum es geht, tun Sie nichts: Ohne den Link kommt niemand hinein.',
      ],
    }),
    password_reset: () => ({
      subject: 'Neues Passwort wählen',
      preview: EINE_STUNDE,
      heading: 'Neues Passwort wählen',
      texts: ['jemand, hoffentlich Sie, hat für diese Adresse um einen Link zu einem neuen Passwort gebeten.'],
      button: 'Neues Passwort wählen',
      smallPrint: [
        `${EINE_STUNDE} Wenn Sie ihn benutzen, werden Sie überall sonst abgemeldet.`,
        'Wenn Sie es nicht waren, tun Sie nichts: Ihr Passwort bleibt, wie es ist.',
      ],
    }),
    password_changed: () => ({
      subject: 'Ihr Passwort wurde geändert',
      preview: 'Wenn Sie es waren, ist nichts zu tun.',
      heading: 'Ihr Passwort wurde geändert',
      texts: [
        'das Passwort Ihres Kontos wurde eben geändert, und alle anderen Browser wurden abgemeldet.',
        'Wenn Sie es waren, ist nichts zu tun. Wenn nicht, wählen Sie sofort ein neues.',
      ],
      button: 'Das war ich nicht: neues Passwort wählen',
      smallPrint: [SICHERHEIT],
    }),
    verify_email: () => ({
      subject: 'Bestätigen Sie Ihre Adresse',
      preview: 'Ein Klick, und wir wissen, dass Ihre Mails ankommen.',
      heading: 'Bestätigen Sie Ihre Adresse',
      texts: [
        'bitte bestätigen Sie, dass diese Adresse Ihnen gehört. Dann sperrt ein vergessenes Passwort Sie niemals aus.',
      ],
      button: 'Adresse bestätigen',
      smallPrint: ['Der Link gilt einmal und 7 Tage lang.', 'Wenn Sie hier kein Konto haben, tun Sie nichts.'],
    }),
    change_email: () => ({
      subject: 'Bestätigen Sie Ihre neue Adresse',
      preview: 'Bis dahin gilt Ihre alte Adresse.',
      heading: 'Bestätigen Sie Ihre neue Adresse',
      texts: [
        'jemand, hoffentlich Sie, möchte sich künftig mit dieser Adresse anmelden. Bis Sie sie bestätigen, gilt die alte.',
      ],
      button: 'Neue Adresse bestätigen',
      smallPrint: ['Der Link gilt einmal und einen Tag lang.', NICHTS_TUN],
    }),
    email_changed: ({ email }) => ({
      subject: 'Ihr Konto hat jetzt eine andere Adresse',
      preview: 'Wenn Sie es waren, ist nichts zu tun.',
      heading: 'Ihr Konto hat jetzt eine andere Adresse',
      texts: [
        `ab jetzt meldet man sich bei Ihrem Konto mit ${email} an, und dorthin gehen die Mails.`,
        'Wenn Sie es waren, ist nichts zu tun. Wenn nicht, nehmen Sie es zurück: Alle werden abgemeldet, und Sie wählen ein neues Passwort.',
      ],
      button: 'Das war ich nicht: zurücknehmen',
      smallPrint: ['Der Link gilt einmal und 7 Tage lang.', SICHERHEIT],
    }),
    deactivate: () => ({
      subject: 'Konto stilllegen?',
      preview: EINE_STUNDE,
      heading: 'Konto stilllegen?',
      texts: [
        'mit diesem Link legen Sie Ihr Konto still: Sie werden überall abgemeldet, und niemand kann sich damit anmelden.',
        'Sie können 30 Tage lang jederzeit zurückkommen. Danach wird das Konto gelöscht.',
      ],
      button: 'Weiter',
      smallPrint: [EINE_STUNDE, NICHTS_TUN],
    }),
    deactivated: ({ day }) => ({
      subject: 'Ihr Konto ist stillgelegt',
      preview: `Bis ${day} können Sie zurückkommen.`,
      heading: 'Ihr Konto ist stillgelegt',
      texts: [
        'niemand kann sich mehr damit anmelden.',
        `Bis ${day} können Sie zurückkommen, und alles ist wie vorher. Danach wird das Konto gelöscht.`,
      ],
      button: 'Zurückkommen',
      smallPrint: [SICHERHEIT],
    }),
    delete_account: () => ({
      subject: 'Konto löschen?',
      preview: 'Das lässt sich nicht rückgängig machen.',
      heading: 'Konto löschen?',
      texts: [
        'mit diesem Link löschen Sie Ihr Konto endgültig: Ihr Profil, Ihr Foto und Ihren Zugang zu jeder Site. Das lässt sich nicht rückgängig machen.',
      ],
      button: 'Weiter',
      smallPrint: [EINE_STUNDE, NICHTS_TUN],
    }),
    two_factor_on: ({ at }) =>
      secondFactor('Anmeldung in zwei Schritten ist eingeschaltet', at, [
        'ab jetzt fragt die Anmeldung nach dem Passwort einen Code Ihrer Authentifizierungs-App ab. Ihre anderen Sitzungen wurden beendet.',
      ]),
    two_factor_off: ({ at }) =>
      secondFactor('Anmeldung in zwei Schritten wurde ausgeschaltet', at, [
        'ab jetzt genügt Ihr Passwort zur Anmeldung. Gemerkte Browser sind vergessen.',
      ]),
    two_factor_reset: ({ by, at }) =>
      secondFactor('Ihre Anmeldung in zwei Schritten wurde zurückgesetzt', at, [
        `${by} hat Ihren zweiten Faktor entfernt, damit Sie ohne ihn hineinkommen. Alle Ihre Sitzungen wurden beendet.`,
        'Melden Sie sich mit Ihrem Passwort an, und richten Sie die Anmeldung in zwei Schritten neu ein.',
      ]),
    two_factor_guessed: ({ at }) =>
      secondFactor('Jemand kennt Ihr Passwort', at, [
        'jemand hat Ihr Passwort eingegeben und danach falsche Codes, zu viele für ein Versehen. Ihr zweiter Faktor hat ihn abgehalten.',
        'Wählen Sie jetzt ein neues Passwort. Werden Codes vorübergehend abgelehnt, melden Sie sich mit einem Wiederherstellungscode an.',
      ]),
    two_factor_recovery_code_used: ({ left, at }) =>
      secondFactor('Ein Wiederherstellungscode wurde zur Anmeldung benutzt', at, [
        `jemand, hoffentlich Sie, hat den zweiten Schritt mit einem Wiederherstellungscode bestanden. ${nochDa(left)}`,
      ]),
    two_factor_recovery_codes_renewed: ({ at }) =>
      secondFactor('Sie haben neue Wiederherstellungscodes', at, [
        'zehn neue Wiederherstellungscodes wurden erzeugt. Die alten gelten nicht mehr: Werfen Sie sie weg.',
      ]),
    limit_of_day_reached: ({ site, limit, at, ofServer }) => ({
      subject: `${site}: Der Bot hat die ${limit} für heute ausgegeben`,
      preview: `Bis ${at} antwortet er aus Ihren Artikeln.`,
      heading: `Die Grenze von ${limit} für heute ist erreicht`,
      texts: [
        `der Bot von ${site} hat ausgegeben, was sein Sprachmodell an einem Tag kosten darf: ${limit}.`,
        bisDahin(at),
        erhöhen(ofServer, 'MODEL_SPEND_DAY'),
      ],
      button: 'Kosten ansehen',
      smallPrint: [inhaber(site)],
    }),
    limit_of_month_reached: ({ site, limit, at, ofServer }) => ({
      subject: `${site}: Der Bot hat die ${limit} für diesen Monat ausgegeben`,
      preview: `Bis ${at} antwortet er aus Ihren Artikeln.`,
      heading: `Die Grenze von ${limit} für diesen Monat ist erreicht`,
      texts: [
        `der Bot von ${site} hat ausgegeben, was sein Sprachmodell in einem Monat kosten darf: ${limit}.`,
        bisDahin(at),
        erhöhen(ofServer, 'MODEL_SPEND_MONTH'),
      ],
      button: 'Kosten ansehen',
      smallPrint: [inhaber(site)],
    }),
    limit_of_month_near: ({ site, spent, limit, at, ofServer }) => ({
      subject: `${site}: Der Bot hat ${spent} von ${limit} für diesen Monat ausgegeben`,
      preview: 'Noch hat sich nichts geändert.',
      heading: `${spent} von ${limit} für diesen Monat sind ausgegeben`,
      texts: [
        `der Bot von ${site} hat ${spent} von den ${limit} ausgegeben, die sein Sprachmodell in einem Monat kosten darf.`,
        `Noch hat sich nichts geändert. Erreicht er die Grenze vor dem ${at}, antwortet er bis dahin ohne das Modell, aus Ihren vorbereiteten Antworten und Artikeln.`,
        erhöhen(ofServer, 'MODEL_SPEND_MONTH'),
      ],
      button: 'Kosten ansehen',
      smallPrint: [inhaber(site)],
    }),
  },
};
