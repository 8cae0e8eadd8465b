/**
 * Words that mean the same to a help desk: a line each, of any shop or service, never of one site's goods. A word's other
 * forms need no entry, they share its stem; neither do slips. What is not near enough to stand for the
 * other is left out. Long because it is a list.
 */
import { sql } from 'kysely';
import type { Core } from '../core/core.ts';
import type { Language } from './language.ts';
import { plainWords } from './plain-words.ts';

const SYNONYMS: Partial<Record<Language, string>> = {
  en: `
    shipping delivery postage dispatch deliver ship
    parcel package box
    carrier courier postman
    price cost fee charge rate expensive
    free gratis complimentary
    refund reimbursement money
    return retour back
    exchange swap replace
    cancel revoke withdraw annul
    broken damaged defective faulty crushed smashed shattered torn cracked pieces
    repair fix mend
    warranty guarantee
    invoice bill receipt
    pay payment paid
    card visa mastercard amex
    password login credentials
    account profile
    unsubscribe stop leave
    store shop branch outlet
    open close shut hours
    collect pickup pick
    discount reduction reduced percent off
    voucher coupon code promo promotional
    cheaper cheap less lower
    buy purchase order bought ordered
    customs duty import tax vat
    company business firm corporate
    rent rental hire hired borrow lease
    size fit measure chart
    small tight narrow
    large big wide
    wash clean washing laundry
    address street
    loyalty points rewards bonus
    membership club programme member
    delete remove erase
    phone telephone mobile
    missing lost forgotten forgot
    spare replacement
    wet damp soaked rain
    waterproof watertight
    weight heavy weigh weighs light lightweight
    plane flight fly luggage baggage airport
    battery batteries charge
    check service inspection interval
    present gift
    mail email newsletter
    website online internet web
    clothing clothes garment
    trousers pants
    cold winter freezing minus
    duration long days
    late delayed stuck
    status tracking track
    used secondhand old
    christmas holiday holidays
    cooker stove
    backpack rucksack pack
    start begin
    declined failed rejected refused fail
    change correct edit modify update
    level tier
    valid expire expiry
    cover covered include
    faulty fault broken
    login sign
    employee staff
    country countries abroad international
  `,
  de: `
    versand lieferung zustellung porto liefern versenden verschicken schicken zustellen
    paket sendung päckchen
    zusteller postbote bote fahrer
    kosten preis gebühr kostet teuer kosten verlangen
    gratis kostenlos kostenfrei umsonst
    erstattung rückerstattung geld erstatten zurückzahlen rückzahlung überweisen überwiesen
    rückgabe rücksendung retoure zurücksenden zurückschicken zurückgeben rückversand
    umtausch tauschen umtauschen
    stornieren stornierung widerrufen abbestellen zurückziehen rückgängig
    defekt kaputt beschädigt zerbrochen fehler gebrochen kratzer schaden
    reparieren reparatur
    gewährleistung garantie reklamation
    rechnung beleg quittung
    bezahlen zahlen zahlung zahlungsart
    abbuchen abgebucht belasten abziehen abgezogen einziehen eingezogen
    rate raten ratenzahlung finanzierung
    passwort kennwort zugangsdaten
    anmelden einloggen login anmeldung
    konto account kundenkonto benutzerkonto profil
    löschen entfernen
    newsletter werbung werbemail mail
    abmelden abbestellen kündigen
    filiale laden geschäft markt haus
    geöffnet offen öffnungszeiten auf
    abholen abholung holen
    rabatt nachlass prozent vergünstigung
    gutschein code gutscheincode
    geschenk verschenken geschenkkarte
    günstiger billiger billig günstig
    kaufen bestellen kauf bestellung
    zoll einfuhr zollgebühren
    firma gewerbe unternehmen betrieb geschäftskunde
    mehrwertsteuer umsatzsteuer netto
    aufbau montage aufbauen montieren aufstellen
    adresse anschrift hausnummer straße
    ändern korrigieren berichtigen
    termin uhrzeit zeitfenster
    entsorgen wegwerfen mitnehmen entsorgung
    ersatzteil ersatz teil
    reinigen säubern putzen spülen
    maschine gerät automat
    nachbar nebenan
    frist dauer lange
    gesperrt blockiert sperren
    guthaben restbetrag rest
    ablaufen gültig ablauf abgelaufen
    versicherung schutz versichert
    runtergefallen sturz gefallen
    stock stockwerk etage
    möbel schrank sofa
    fehler defekt störung
    falsch verkehrt
    verfolgen tracking sendungsverfolgung
  `,
  es: `
    envío entrega enviar
    precio coste costar cuesta tarifa valer vale importe
    gratis gratuito gratuita
    prueba probar demo
    registro registrarse alta crear
    reembolso devolución devolver dinero
    cancelar baja anular
    suscripción plan programa
    factura recibo facturación
    fiscal nif cif
    tarjeta visa
    rechazada rechazar fallido denegada
    caducar caducada expirar
    pagar pago cobrar cobro
    contraseña clave password
    olvidar olvidada acordar recordar
    correo email mail
    verificación autenticación factor
    móvil teléfono celular
    código códigos cifra dígito
    usuario empleado profesional trabajador equipo recepcionista recepción
    permiso acceso ver
    desactivar quitar
    horario hora turno
    descanso margen pausa
    vacaciones festivo feriado ausencia cierre
    bloquear cerrar
    servicio tratamiento
    reserva cita reservar hora
    internet online línea web
    página sitio web
    botón enlace
    recordatorio aviso avisar mensaje notificación
    whatsapp wasap
    texto plantilla
    modificar cambiar editar
    falta ausencia
    señal adelanto depósito anticipo
    comisión tasa
    calendario agenda
    duplicado repetido dos
    importar traer subir
    excel hoja cálculo csv
    exportar copia descargar bajar
    borrar eliminar suprimir
    recuperar restaurar
    cliente contacto
    datos información
    rgpd lopd privacidad
    aplicación app
    sonar suenan sonido
    conexión red internet
    informe estadística
    ingresos facturado ganar venta
    caja efectivo
    local tienda sucursal sede
    bono paquete
    regalo cheque
    integración api webhook
    llamada petición
    descuento rebaja ahorrar
    año anual
    fallo error problema
    plazo antelación
    venir presentar vino
    avisar aviso recordatorio
    añadir agregar poner crear
    superior grande subir
    inferior pequeño bajar
  `,
  ar: `
    شحن توصيل ارسال نشحن توصلون نوصل ترسلون
    شحنة طرد طلب
    تكلفة سعر رسوم بكم ثمن
    مجاني مجانا
    تتبع متابعة اتابع وين
    سريع عاجل
    جمارك ضريبة ضرائب
    الغاء الغي كنسل
    تعديل تغيير ابدل اغير
    ارجاع ارجع اعادة مرتجع رجوع مرتجعة
    استرداد مبلغ فلوس نقود مال مسترد
    استبدال تبديل ابدل
    تالف مكسور خربان كسر معطل
    ناقص نقص
    خاطئ غلط اخر
    ضمان كفالة
    صيانة اصلاح اصلح تصليح
    هاتف جوال موبايل
    دفع ادفع سداد
    نقدا كاش نقد
    بطاقة فيزا
    رفض مرفوضة رفضت
    تقسيط اقساط قسط
    فاتورة ايصال
    شركة منشاة مؤسسة
    خصم تخفيض عرض
    كود قسيمة كوبون رمز
    هدية اهداء
    رصيد محفظة
    سحب تحويل
    نقاط مكافات
    تسجيل اسجل انشاء فتح
    كلمة باسوورد
    نسيت ضاع فقدت
    حذف مسح ازالة
    بيانات معلومات
    مقاس قياس حجم
    ضيق صغير
    عنوان بيت موقع منزل
    بيع ابيع تاجر متجر
    عمولة نسبة
    موظف دعم خدمة
    دوام عمل اوقات
    شكوى مشكلة
    اشعارات تنبيهات
    ايقاف اوقف
    مندوب سائق
    وسيلة طرق طريقة
    منتج قطعة سلعة
    يوم مدة
  `,
};

export interface Synonym {
  readonly language: Language;
  readonly stem: string;
}
const STATE = Symbol('synonyms');

/** By language and stem ("en cost"): what else may stand for it. Stemmed once a program. */
export function synonymsOf(core: Pick<Core, 'db' | 'state'>): Promise<ReadonlyMap<string, readonly Synonym[]>> {
  const kept = core.state.get(STATE, (): { map: Promise<ReadonlyMap<string, readonly Synonym[]>> | null } => ({
    map: null,
  }));
  kept.map ??= stemmed(core.db).catch((error: unknown) => {
    kept.map = null;
    throw error;
  });
  return kept.map;
}

async function stemmed(db: Core['db']): Promise<ReadonlyMap<string, readonly Synonym[]>> {
  const entries = Object.entries(SYNONYMS).flatMap(([language, text]) =>
    text
      .trim()
      .split('\n')
      .flatMap((line, group) =>
        plainWords(line)
          .split(' ')
          .map((word) => ({ language, group, word })),
      ),
  );
  const { rows } = await sql<Synonym & { group: number }>`
    select distinct language, "group", stem
    from unnest(${entries.map(({ language }) => language)}::text[], ${entries.map(({ group }) => group)}::int[],
      ${entries.map(({ word }) => word)}::text[]) as s(language, "group", word), knowledge_stem(language, word) as stem
    where stem is not null`.execute(db);
  const groups = Map.groupBy(rows, ({ language, group }) => `${language} ${group}`);
  const map = new Map<string, Synonym[]>();
  for (const group of groups.values()) {
    for (const { language, stem } of group) {
      const others = group.filter((other) => other.stem !== stem);
      const key = `${language} ${stem}`;
      map.set(key, [
        ...(map.get(key) ?? []),
        ...others.map((other) => ({ language: other.language, stem: other.stem })),
      ]);
    }
  }
  return map;
}
