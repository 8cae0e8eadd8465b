/** German, as people ask shops and services (`../synonyms.ts` says how to write it). Long because it is a list. */
import type { Wordings } from '../synonyms.ts';

export const de: Wordings = {
  same: `
    # Lieferung
    versand lieferung zustellung porto liefern versenden verschicken schicken zustellen
    paket sendung päckchen
    zusteller postbote bote fahrer
    nachbar nebenan
    verfolgen tracking sendungsverfolgung
    stock stockwerk etage
    spedition spediteur lkw
    speditionslieferung spedition
    ankommen angekommen eintreffen eingetroffen ankunft da
    schnell express eilig dringend flott zügig eilt rasch sofort
    spät verspätet verspätung verzögerung später überfällig
    warten wartezeit lieferzeit
    packstation paketshop abholstation
    ausland österreich schweiz eu international
    insel inseln
    treppe treppenhaus aufzug fahrstuhl lift
    bordsteinkante bordstein haustür
    wohnung zimmer raum
    hochtragen tragen schleppen
    verpackung karton verpackt einpacken schachtel
    leer fehlt
    gestohlen geklaut diebstahl weg verschwunden
    verloren verlorengegangen verschwunden weg abhanden
    unterschrift unterschreiben quittieren
    teillieferung getrennt einzeln
    zusammen zusammenfassen gemeinsam
    umleiten umleitung nachsenden
    urlaub verreist abwesend
    ankündigung avis avisieren anruf
    wunschtermin terminwunsch wunschtag
    lager lagernd vorrätig verfügbar lieferbar bestand
    ausverkauft vergriffen
    nachbestellen nachkaufen nachschub
    abstellen ablegen abstellort ablageort

    # Geld
    kosten preis gebühr kostet teuer kosten verlangen
    gratis kostenlos kostenfrei umsonst
    erstattung rückerstattung geld erstatten zurückzahlen rückzahlung überweisen überwiesen
    rechnung beleg quittung
    bezahlen zahlen zahlung zahlungsart
    abbuchen abgebucht belasten abziehen abgezogen einziehen eingezogen
    rate raten ratenzahlung finanzierung
    rabatt nachlass prozent vergünstigung
    gutschein code gutscheincode
    günstiger billiger billig günstig
    zoll einfuhr zollgebühren
    mehrwertsteuer umsatzsteuer netto
    guthaben restbetrag rest
    vorkasse überweisung banküberweisung iban bankverbindung
    lastschrift bankeinzug sepa einzug
    kreditkarte visa mastercard karte
    paypal klarna
    bar bargeld barzahlung
    anzahlung vorauszahlung vorschuss
    mahnung inkasso zahlungserinnerung mahngebühr
    doppelt zweimal zweifach
    betrag summe
    aktion angebot sonderangebot schnäppchen ausverkauf sale
    preisgarantie bestpreis tiefpreis
    steuer ust mwst
    steuernummer ustid umsatzsteueridentnummer
    kreditwürdigkeit bonität schufa
    zinsen zinssatz
    aufpreis zuschlag aufschlag mehrpreis
    kaution pfand
    abgelehnt verweigert fehlgeschlagen zurückgewiesen
    versicherung schutz versichert
    entschädigung schadenersatz kulanz

    # Bestellen
    kaufen bestellen kauf bestellung
    stornieren stornierung widerrufen abbestellen zurückziehen rückgängig
    warenkorb einkaufswagen korb
    kasse bezahlvorgang
    bestätigung bestätigt bestätigungsmail auftragsbestätigung
    bestellnummer auftragsnummer auftrag
    reservieren vormerken zurücklegen
    vorbestellen vorbestellung
    großbestellung menge mengenrabatt stückzahl
    angebot kostenvoranschlag
    firma gewerbe unternehmen betrieb geschäftskunde
    katalog prospekt broschüre
    muster probe stoffmuster musterstück stoffprobe farbmuster
    probieren testen ausprobieren probeliegen probesitzen
    merkzettel wunschliste merkliste
    versehentlich irrtümlich vertippt versehen
    maßanfertigung sonderanfertigung maß sondermaß wunschmaß
    gravur aufdruck bedrucken
    ändern korrigieren berichtigen
    hinzufügen ergänzen dazu nachträglich

    # Zurück
    rückgabe rücksendung retoure zurücksenden zurückschicken zurückgeben rückversand
    umtausch tauschen umtauschen
    defekt kaputt beschädigt zerbrochen fehler gebrochen kratzer schaden
    reparieren reparatur
    gewährleistung garantie reklamation
    runtergefallen sturz gefallen
    fehler defekt störung
    falsch verkehrt
    ersatzteil ersatz teil
    widerruf widerrufsrecht rücktritt
    reklamieren beanstanden bemängeln beschweren beschwerde
    mangel mängel makel
    bruch bruchstück abgebrochen
    riss gerissen eingerissen rissig
    delle beule macke
    kratzer verkratzt zerkratzt schramme
    undicht tropft ausgelaufen leck
    wackelt wackelig instabil wacklig schief
    quietscht knarzt knarrt geräusch
    durchgelegen kuhle liegekuhle
    rücksendeetikett etikett aufkleber retourenschein rücksendeschein
    originalverpackung originalkarton
    ungeöffnet unbenutzt neuwertig
    gebraucht benutzt getragen gebrauchsspuren
    gefällt gefallen nichtgefallen
    fehlt fehlen fehlend vergessen unvollständig
    foto fotos bild bilder
    verschleiß abnutzung abgenutzt
    hersteller produzent
    kulanz entgegenkommen

    # Leute und Orte
    filiale laden geschäft markt haus
    geöffnet offen öffnungszeiten auf
    abholen abholung holen
    adresse anschrift hausnummer straße
    termin uhrzeit zeitfenster
    ansprechpartner berater mitarbeiter mensch
    anrufen telefon telefonisch hotline rufnummer telefonnummer
    kontakt erreichen kontaktieren
    beratung beraten berater
    ausstellung ausstellen showroom
    parken parkplatz parkplätze auto
    anfahrt wegbeschreibung bahn
    feiertag feiertage sonntag ostern weihnachten silvester
    samstag wochenende
    standort standorte nähe
    stelle job stellenangebot bewerbung bewerben karriere ausbildung
    kind kinder baby
    hund hunde haustier tier katze
    rollstuhl barrierefrei behindert schwerbehindert barrierefreiheit behinderung
    student studenten schüler azubi
    rentner senioren
    bewertung rezension meinung feedback
    freund freunde empfehlen werben
    umzug umziehen umgezogen

    # Konto
    passwort kennwort zugangsdaten
    anmelden einloggen login anmeldung
    konto account kundenkonto benutzerkonto profil
    löschen entfernen
    newsletter werbung werbemail mail
    abmelden abbestellen kündigen
    gesperrt blockiert sperren
    ablaufen gültig ablauf abgelaufen
    frist dauer lange
    registrieren registrierung anlegen
    vergessen zurücksetzen
    email mailadresse emailadresse
    spam spamordner junk
    einstellungen einstellung
    benutzer nutzer benutzername
    gast gastbestellung
    bestätigungscode code pin tan
    gehackt missbrauch fremdzugriff
    betrug phishing betrüger fake abzocke betrügerisch
    mitglied mitgliedschaft kundenkarte club
    punkte bonuspunkte treuepunkte bonus
    einlösen eingeben anwenden
    nachname name heirat geheiratet
    abo abonnement
    verlängern verlängerung

    # Daten
    datenschutz dsgvo
    daten angaben informationen
    gespeichert speichern aufbewahren
    weitergeben weitergabe dritte
    auskunft einsicht
    cookie cookies
    einwilligung zustimmung einverständnis
    sicher sicherheit verschlüsselt
    agb geschäftsbedingungen bedingungen
    anwalt recht rechtlich

    # Programme
    app anwendung
    absturz abstürzen hängt eingefroren
    langsam lahm
    herunterladen download laden
    hochladen upload
    aktualisieren update
    website webseite seite homepage internetseite onlineshop
    browser chrome firefox safari
    handy smartphone iphone android mobiltelefon
    computer pc laptop
    datei dokument anhang
    anleitung handbuch bedienungsanleitung gebrauchsanweisung montageanleitung aufbauanleitung
    benachrichtigung erinnerung
    kalender terminkalender
    sprache übersetzung
    wlan wifi internet
    bluetooth koppeln

    # Waren
    aufbau montage aufbauen montieren aufstellen
    entsorgen wegwerfen mitnehmen entsorgung
    reinigen säubern putzen spülen
    maschine gerät automat
    geschenk verschenken geschenkkarte
    möbel schrank sofa
    schraube schrauben mutter dübel
    beschlag beschläge scharnier
    werkzeug schraubenzieher akkuschrauber
    abbau abbauen demontage demontieren zerlegen
    abmontieren ausbauen
    wand wandmontage bohren befestigen
    kippen umkippen kippsicherung
    altgerät altmöbel sperrmüll alt
    altes alte ausrangiert
    tisch esstisch schreibtisch
    stuhl stühle sessel hocker
    sofa couch
    bett bettgestell lattenrost
    matratze matratzen
    schrank kleiderschrank kommode
    regal regale
    schublade schubladen
    kissen polster
    bezug bezüge überzug hülle husse
    stoff gewebe textil
    leder kunstleder
    holz massivholz eiche buche
    ölen öl einölen
    lack lackiert lackieren
    oberfläche platte tischplatte
    glas glasplatte
    fleck flecken verschmutzung
    pflege pflegen
    waschen waschmaschine waschbar
    trocknen trockner
    bügeln bügeleisen
    einlaufen eingelaufen geschrumpft
    geruch riecht stinkt gerüche müffelt
    schimmel schimmlig stockflecken
    ausdünstung schadstoff schadstoffe emission giftig
    hart weich härtegrad härte
    maße abmessungen größe breite höhe tiefe
    klein eng schmal
    groß breit weit
    gewicht schwer wiegt kilo belastbar belastbarkeit tragkraft
    farbe farbton
    hell dunkel
    passen passt passend kompatibel
    zubehör extras
    strom stromverbrauch energie
    stecker kabel netzteil ladekabel
    akku batterie aufladen laden
    lampe leuchte birne leuchtmittel
    laut lautstärke lärm leise
    wasser wasserdicht regen
    entkalken kalk entkalker
    filter wasserfilter
    bohnen kaffee espresso
    milch milchschaum
    mahlwerk mahlgrad mühle
    wartung warten inspektion
    ein einschalten anschalten startet
    fernbedienung steuerung
    warm wärme heizen
    kalt frieren winter
    kleidung klamotten
    hose hosen jeans
    jacke mantel
    schuhe schuh stiefel
    reißverschluss zipper
    naht nähte nähen
    allergie allergiker allergisch unverträglich
    zutaten inhaltsstoffe enthalten
    haltbar haltbarkeit mhd
    vegan vegetarisch tierisch
    daune daunen feder federn gans ente
    tierwohl tierschutz tierleid
    nachhaltig nachhaltigkeit umwelt umweltfreundlich ökologisch öko klima
    recycling recyceln recycelt wiederverwerten
    zertifikat zertifiziert siegel fsc
    herkunft hergestellt produziert produktion fabrik
    fair arbeitsbedingungen
    müll abfall
    spenden spende
    gebrauchtware secondhand bware
    mieten leihen ausleihen verleih miete
    vergleich unterschied
    empfehlung empfehlen raten
    anlass geburtstag hochzeit

    # Alltägliches
    erhalten bekommen kriegen empfangen
    dürfen erlaubt
    suchen finden
    tun machen
    nehmen mitnehmen
    aussuchen auswählen wählen
    verschieben umbuchen verlegen
    absagen abgesagt
    beginnen anfangen starten
    enden aufhören
    sofort gleich
    früher eher
    mindestens minimum
    höchstens maximal maximum
    woche wochen
    monat monate monatlich
    jahr jahre jährlich
    kaum wenig
    allein selbst selber
    verlieren verloren
    sagen mitteilen melden bescheid
    einstellen einrichten
    drehen wenden
    lösen abmachen
  `,
  fields: `
    ausland österreich schweiz liechtenstein italien frankreich spanien niederlande belgien polen dänemark schweden norwegen luxemburg england türkei wien salzburg graz innsbruck linz zürich bern basel genf luzern mallorca
    land österreich schweiz liechtenstein italien frankreich spanien niederlande belgien polen dänemark schweden norwegen luxemburg england türkei wien salzburg graz innsbruck linz zürich bern basel genf luzern mallorca
    daune feder gans ente tierwohl tierschutz rupf kissen
    schraube dübel beschlag teil aufbau anleitung montage werkzeug
    aufbau anleitung werkzeug schraube monteur team montage
    wand dübel bohren kippsicherung befestigen regal
    paket nachbar zusteller tracking packstation lieferung
    spedition treppe stockwerk aufzug termin fahrer tragen
    möbel spedition lieferung aufbau termin
    lager lieferzeit woche verfügbar
    altmöbel entsorgung mitnahme abholen sperrmüll recycling
    verpackung karton recycling entsorgung
    rückgabe frist tage etikett erstattung karton
    erstattung konto tage zahlung rückgabe
    defekt garantie foto reparatur ersatz
    wackelt schraube bein aufbau nachziehen
    kratzer oberfläche pflege öl politur reparatur
    fleck reinigung stoff bezug pflege
    bezug waschen stoff farbe reißverschluss
    holz öl pflege oberfläche massiv
    leder pflege fett
    geruch lüften neu schadstoff matratze
    matratze härte probe schlafen lattenrost rücken
    bett lattenrost matratze größe
    sofa stoff bezug polster sitz
    maße grundriss raum planen zimmer
    planung küche aufmaß beratung
    farbe muster stoff bildschirm
    muster stoff kostenlos bestellen
    termin lieferung ändern verschieben
    urlaub lieferung verschieben lagern
    umzug adresse ändern
    ausland österreich schweiz zoll versand
    zoll schweiz steuer versand
    rechnung firma steuer mail
    raten finanzierung zinsen bonität
    lastschrift konto bank abbuchen
    kreditkarte bank zahlung abgelehnt
    mahnung rechnung frist zahlung
    gutschein code kasse einlösen newsletter gültig
    geschenk gutschein verpackung karte
    geburtstag punkte gutschein club
    punkte club gutschein karte stufe
    preis günstiger mitbewerber differenz
    aktion rabatt prozent
    laden öffnungszeiten parkplatz adresse stadt
    telefon hotline kontakt zeiten
    beschwerde kontakt meinung
    rollstuhl aufzug eingang parkplatz
    hund filiale erlaubt
    bewerbung stelle ausbildung
    passwort anmelden mail link
    gehackt passwort konto sicherheit
    phishing mail betrug verdächtig absender
    newsletter mail spam adresse
    daten löschen auskunft konto
    cookie einwilligung website
    nachhaltigkeit klima holz fsc co2
    herkunft holz wald fsc
    fabrik arbeit löhne fair
    schadstoff lack leim siegel kinder
    kind sicherheit bett schadstoff
    allergie milben bezug waschen matratze
    ersatzteil nachkaufen jahre
    kaffee mahlwerk bohne wasser milch
    kalk entkalken wasser maschine
    milch schaum düse reinigung
    strom stecker spannung watt
    akku laden ladekabel
    app update bluetooth wlan
    kalender termin buchung erinnerung
    abo kündigen monat laufzeit
    versicherung schaden haftung
    unterschrift fahrer schaden lieferschein
    student rabatt nachweis
    bewertung stern produkt
    waschen grad trockner bügeln
    größe tabelle messen
  `,
};
