/** How people ask for it in German. */
import type { Phrase } from './phrase.ts';

export const de: readonly Phrase[] = [
  [/\b(was kostet|was kosten|wieviel|wie viel|wie teuer|was verlangt)\b/, 'kosten preis'],
  [/\b(wie lange|wie schnell)\b/, 'dauer frist'],
  [
    /\b(komm\w*|trifft|ist|sind)\b.* (vor|bis|heute|morgen|rechtzeitig|wann)\b.* (an|da)\b|\b(bis )?wann (kommt|kommen|trifft|treffen|liefert)\b/,
    'lieferzeit lieferung',
  ],
  [
    /\bwo (bleibt|ist|sind|steckt) (mein|meine|die|das|der|unsere?) (\w*paket|\w*lieferung|bestellung|sendung|ware)\b/,
    'sendungsverfolgung',
  ],
  [/\b(nicht|nichts|nie|kein\w*)( \w+){0,3} (angekommen|erhalten|geliefert|zugestellt)\b/, 'sendungsverfolgung'],
  [/\b(geht|funktioniert|lauft|startet|klappt) nicht\b/, 'defekt fehler'],
  [
    /\b(kam\w*|ausgepackt|geliefert|angekommen)\b.*\b(kratzer|delle\w*|kaputt|beschadigt|zerbrochen|gebrochen|riss\w*|scherben)\b/,
    'transportschaden beschadigt angekommen',
  ],
  [
    /\b(kratzer|delle\w*|kaputt|beschadigt|zerbrochen|gebrochen|riss\w*|scherben)\b.*\b(ausgepackt|geliefert|angekommen)\b/,
    'transportschaden beschadigt angekommen',
  ],
  [/\b(zu wenige?|nicht (dabei|drin|mitgeliefert)|nur (die halfte|ein teil))\b/, 'fehlt fehlende'],
  [/\b(schick|send|geb|bring)\w*( \w+){0,3} zuruck\b/, 'ruckgabe rucksendung'],
  [
    /\b(gefallt|passt|passen|gefallen)( \w+)? nicht\b|\bzu (klein|gross|eng|weit|kurz|lang|breit)\b/,
    'ruckgabe umtausch',
  ],
  [
    /\b(will|mochte|brauche|wollen|brauchen)( \w+){0,4} (nicht mehr|doch nicht)\b|\banders uberlegt\b/,
    'stornieren widerruf kundigen',
  ],
  [/\bgeld( \w+){0,5} (zuruck|wieder)\b/, 'erstattung'],
  [/\bkeine? (e ?)?(mails?|werbung|newsletter)( \w+)? mehr\b|\baus dem verteiler\b/, 'newsletter abmelden'],
  [
    /\b(gunstiger|billiger)( \w+){0,4} (gesehen|gefunden|woanders|anderswo)\b|\b(woanders|anderswo|konkurrenz|anderen (shop|laden))\b.* (gunstiger|billiger)\b/,
    'preisgarantie bestpreis',
  ],
  [
    /\b(zieht|ziehen|bucht|buchen)( \w+){0,6} ab\b|\bvo[nm] (meine[rm] )?(karte|konto) (abgezogen|genommen|eingezogen)\b/,
    'abgebucht abbuchung',
  ],
  [/\b(komme|kann) (ich )?nicht (mehr )?(in|ins|rein)\b/, 'anmelden passwort'],
  [/\b(baut|bauen|montiert|montieren)( \w+){0,5} (auf|zusammen)\b/, 'aufbau montage'],
  [/\b(nehmt|nehmen|nimmt|holt|holen)\b.* alt\w*\b/, 'entsorgung altgerat mitnahme'],
  [/\bwo(her)?\b( \w+){1,5} (her|hergestellt|produziert|gefertigt|gemacht)\b/, 'herkunft hergestellt'],
  [/\b(mit|an) (einem |einer )?(mensch\w*|jemand\w*|mitarbeiter\w*|person)\b/, 'kontakt'],
  [/\b(typ|typen|modell|serien)(nummer|bezeichnung)\b/, 'typenschild modell'],
  [/\b(umgezogen|neue (adresse|anschrift|wohnung))\b/, 'adresse'],
  [/\b(wieder|noch) (da|verfugbar|lieferbar|auf lager|vorratig)\b/, 'verfugbarkeit verfugbar'],
  [/\b\w*(gutschein|code)\w*( \w+){0,4} (nicht|ungultig|abgelaufen)\b/, 'gutschein einlosen'],
  [/\b(nicht|niemand|keiner)( \w+){0,2} (zu ?hause|daheim)\b|\bim urlaub\b/, 'lieferung zustellung'],
  [/\b(passwort|kennwort)( \w+){0,3} (vergessen|verloren|weg)\b/, 'passwort zurucksetzen'],
  [/\b(daten|konto|account)( \w+){0,5} (loschen|loscht|entfernen|weg)\b/, 'konto loschen daten'],
  [/\b(kaputt|abgebrochen|gebrochen|gerissen|lost sich|fallt ab|geht ab)\b/, 'garantie reklamation'],
  [
    /\b(teile?|schrauben?|griffe?|fusse?|beschlage?)( \w+){0,3} (verloren|nachbestellen|nachkaufen|nachbekommen|einzeln)\b/,
    'ersatzteile',
  ],
  [/\b(monatlich zahlen|in raten|spater (zahlen|bezahlen)|abstottern)\b/, 'ratenzahlung finanzierung'],
  [/\b(flecken?|dreck|schmutz)( \w+){0,4} (weg|raus|entfern\w*)\b/, 'reinigung pflege'],
  [/\b(andere|falsche|neue) (adresse|anschrift|hausnummer|strasse|lieferadresse)\b/, 'adresse lieferadresse'],
  [/\b(in|bis in)( \w+){0,2} (wohnung|stock|etage|zimmer)\b|\bhochtragen\b/, 'stockwerk lieferung'],
  [/\bvor ort\b|\bvorbei(kommen|schauen)\b/, 'filiale'],
  [/\b(was ist|was passiert|was wenn)( \w+){0,4} (mit )?(meine\w*) daten\b/, 'datenschutz'],
  [/\b(echt|fake|betrug|betruger)\b.*\b\w*mail\b|\b\w*mail\b.*\b(echt|fake|betrug|verdachtig)\b/, 'phishing betrug'],
  [/\b(auf|uber|fur) (die |meine |eine )?firma\b/, 'firma rechnung'],
  [/\bwie (gross|hoch|breit|schwer|lang) (ist|sind)\b/, 'masse gewicht'],
  [/\b(anderen|spateren) (tag|termin|zeitpunkt)\b|\bspater (liefern|geliefert|kommen)\b/, 'termin verschieben'],
  [/\b(doppelt|zweimal|zu ?viel) (abgebucht|bezahlt|berechnet|eingezogen)\b/, 'zahlung erstattung'],
  [/\b(anprobieren|anschauen|ansehen|probesitzen|probeliegen|anfassen)\b/, 'filiale ausstellung muster'],
  [/\b(quietscht|knarzt|wackelt|klemmt|brummt|leckt|tropft|blinkt)\b/, 'fehler defekt'],
  [
    /\b(niemand|keiner)( \w+){0,4} (ran|antwortet|erreichbar|antwort)\b|\b(sprechen|reden|telefonieren)\b/,
    'kontakt telefon',
  ],
  [
    /\bfur (unser|unsere|mein|meine|ein|eine)n? (buro|firma|hotel|cafe|praxis|restaurant|verein)\b/,
    'geschaftskunden firma',
  ],
  [
    /\b(nachname|name|mailadresse|email|telefonnummer)n?( \w+){0,3} (andern|geandert|wechseln|aktualisieren)\b/,
    'konto kundenkonto',
  ],
  [/\b(keine|nicht)( \w+){0,3} (mail|email|bestatigung|bestatigungsmail)\b/, 'mail spam'],
  [/\b(aus )?(welchem|welches|welcher|was fur) (holz|material|stoff|leder)\b/, 'material'],
  [/\b(giftig|gesund|formaldehyd|riecht|stinkt)\b/, 'schadstoffe geruch'],
  [
    /\b(lieferung|versand|porto|liefert|liefern|verschickt|schickt)\b.*\b(umsonst|gratis|kostenlos|kostenfrei|frei)\b|\b(umsonst|gratis|kostenlos|kostenfrei)\b.*\b(lieferung|versand|geliefert|verschickt)\b|\bab (wann|wie viel|wieviel|welchem)\b.*\b(lieferung|versand)\b/,
    'versandkosten kostet',
  ],
  [
    /\b(packchen|paket|sendung|bestellung|lieferung)( \w+){0,5} (bewegt|hangt|steckt|stecken|verschwunden|verloren|verschollen|nicht weiter)\b|\bseit( \w+){1,3}\b.*\b(gleiche|selbe|status|nichts)\b.*\b(packchen|paket|sendung|bestellung)\b|\b(packchen|paket|sendung|bestellung)\b.*\bseit( \w+){1,3}\b.*\b(gleiche|selbe|status|nichts)\b/,
    'sendungsverfolgung paket status',
  ],
  [
    /\b(zuruckgegeben|zuruckgeschickt|zuruckgesendet|zuruckgebracht|retourniert|storniert|retoure)\b.*\b(konto|geld|betrag|erstattet|gutschrift|uberwiesen)\b|\b(geld|betrag|gutschrift)\b.*\b(zuruckgegeben|zuruckgeschickt|zuruckgesendet|retourniert|storniert|retoure)\b|\bgeld\b.*\b(wieder|zuruck)\b/,
    'erstattung geld',
  ],
  [
    /\b(geschenkkarte|gutschein|karte|guthaben)\b.*\b(drauf|ubrig|drauf|rest|restbetrag|stand)\b/,
    'guthaben geschenkkarten',
  ],
  [
    /\b(zusammenbau\w*|zusammengebaut|zusammen bauen|zwei linke hande|zusammenschraub\w*|montier\w*|aufgebaut|aufbau\w*)\b/,
    'montage aufbauen',
  ],
  [
    /\b(runtergefallen|heruntergefallen|hingefallen|gesplittert|splitter|displaybruch|wasserschaden|fallen gelassen|daruber geschuttet|drubergeschuttet|ausgelaufen)\b/,
    'sturz schaden garantie plus versicherung',
  ],
  [
    /\b(zusatz|zusatzlich\w*|verlangert\w*|extra)( )?(versicherung|garantie|schutz)\b/,
    'garantie plus schutz versicherung',
  ],
  [
    /\bwir (richten|eroffnen|betreiben|statten|sind (ein|eine))\b|\b(pension|hotel|hostel|buro|firma|praxis|restaurant|cafe|agentur|verein|schule|kita|kanzlei|gemeinde)\b|\b(mengenrabatt|grossere menge|grossbestellung|sammelbestellung)\b/,
    'geschaftskunden grossbestellung firma',
  ],
  [
    /\b(bei|woanders|anderswo|konkurrenz|mitbewerber|internet|online)\b.*\b(weniger|billiger|gunstiger)\b|\b(billiger|gunstiger)\b.*\b(gesehen|gefunden|bei|woanders|anderswo|konkurrenz)\b|\b(geht|zieht) ihr( \w+){0,3} mit\b/,
    'preisgarantie bestpreisgarantie gunstiger',
  ],
  [/\b(blinkt|leuchtet|piept|piepst|brummt|zeigt)\b/, 'anzeige leuchtet'],
  [
    /\b(verschrieben|vertippt|falsch\w*)( \w+){0,4} (adresse|hausnummer|strasse|anschrift|plz|postleitzahl|name)\b|\b(adresse|hausnummer|strasse|anschrift|plz)( \w+){0,4} (falsch|vertippt|verschrieben|vergessen)\b/,
    'adresse andern bestellung',
  ],
  [
    /\b(ohne|verloren|weg|nicht mehr|weggeworfen|verlegt)( \w+){0,3} (karton|verpackung|kassenbon|beleg|bon|rechnung|kassenzettel)\b|\b(karton|verpackung|kassenbon|beleg|bon|kassenzettel)( \w+){0,4} (weg|weggeworfen|nicht mehr|verloren|mehr)\b/,
    'ruckgabe originalverpackung',
  ],
  [
    /\b(alte|alten|altes|alter)\b.*\b(mitnehmen|mitgenommen|mit nehmen|abholen|nehmt|entsorgen|loswerden)\b|\b(nehmt|nehmen)\b.*\b(alte|alten|altes|alter)\b/,
    'altgerate mitnahme entsorgen',
  ],
  [
    /\b(selber|selbst|personlich|vor ort)( \w+){0,3} (abholen|holen|mitnehmen)\b|\b(hole|holen|hol)( \w+){0,5} (selbst|selber|ab)\b/,
    'abholung filiale',
  ],
  [
    /\b(wann|wie lange|bis wann|ab wann)\b.*\b(auf|offen|geoffnet|zu)\b|\b(samstag|sonntag|feiertag)( \w+){0,3} (auf|offen|geoffnet)\b/,
    'offnungszeiten',
  ],
  [/\b(monatlich|monatsrate|in raten|auf raten|abstottern|stuckweise)\b/, 'ratenkauf'],
  [/\b(mwst|umsatzsteuer|vorsteuer|steuernummer|ust)\b|\brechnung( \w+){0,5} (firma|steuer|finanzamt)\b/, 'rechnung'],
  [/\b(treppe|stock|etage|dachgeschoss|aufzug|hochtragen|hoch tragen|tragt|hinauf|rauf)\b/, 'wohnung spedition'],
  [/\b(zu viele?|nervt|nerven|keine)( \w+){0,4} (mails?|werbung|newsletter)\b/, 'newsletter abmelden'],
  [/\b(code|gutschein|rabattcode)( \w+){0,5} (nicht|ungultig|abgelaufen|abgelehnt|kein)\b/, 'gutscheincode ungultig'],
  [/\b(komm\w*|einloggen|anmelden|login)( \w+){0,4} (nicht|rein|konto|account)\b/, 'anmelden passwort'],
  [
    /\b(zweimal|doppelt|zwei mal)( \w+){0,3} (bestellt|abgebucht|bezahlt|belastet|berechnet)\b/,
    'bestellung stornieren',
  ],
  [
    /\b(teil|teile|schraube|schrauben|zubehor|griff|fuss|beutel)( \w+){0,5} (fehlt|fehlen|vergessen|nicht dabei)\b|\b(fehlt|fehlen)( \w+){0,4} (teil|teile|schrauben?|zubehor|griff|fuss)\b/,
    'fehlende teile',
  ],
  [
    /\b(falsch\w*|ander\w*)( \w+){0,3} (bekommen|geliefert|geschickt|erhalten|artikel|ware|farbe)\b/,
    'falsch geliefert',
  ],
  [/\b(hin|kaputt|im eimer|spinnt|streikt|muckt|geht aus|gibt den geist auf|den geist aufgegeben)\b/, 'defekt'],
  [
    /\b(nach|seit)( \w+){0,2} (jahr|jahren|monat|monaten)\b.*\b(kaputt|defekt|nicht mehr|hin|gebrochen|gerissen)\b/,
    'gewahrleistung defekt',
  ],
  [
    /\b(mir doch anders|anders uberlegt|doch nicht|will (das|es|sie|ihn)? ?(nicht mehr|doch nicht))\b/,
    'stornieren widerruf',
  ],
  [
    /\b(gefallt|passt|gefallen|passen)( \w+){0,3} nicht\b|\bzu (gross|klein|breit|hoch|schmal|dunkel|hell)\b/,
    'ruckgabe',
  ],
  [
    /\b(schicke|schicken|schick|sende|senden|bringe|bringen|gebe|geben)( \w+){0,6} (zuruck|wieder)\b/,
    'ruckgabe retoure',
  ],
  [
    /\b(wer zahlt|was kostet|kostet|kosten)( \w+){0,4} (rucksendung|ruckversand|retoure|zuruckschicken)\b/,
    'ruckgabe kosten',
  ],
  [
    /\b(nach|in die|in der) (schweiz|osterreich)\b|\b(wien|zurich|basel|bern|graz|salzburg|innsbruck|luxemburg|ausland)\b/,
    'ausland lieferung',
  ],
  [
    /\b(einlosen|eingeben)( \w+){0,4} (code|gutschein)\b|\b(code|gutschein)\b.*\b(einlosen|eingeben|eingebe)\b/,
    'gutscheincode einlosen',
  ],
  [
    /\b(barzahlung|bar zahlen|bar bezahlen|paypal|klarna|lastschrift|kreditkarte|auf rechnung|apple pay|vorkasse)\b/,
    'zahlungsarten',
  ],
  [/\b(rein|hinein)( \w+)? (kommen|komme|lassen)\b|\bausgesperrt\b|\bgesperrt\b/, 'anmelden gesperrt'],
  [/\b(alle meine daten|daten loschen|was ihr( \w+){0,3} speichert|dsgvo|datenschutz)\b/, 'datenschutz loschen'],
  [/\b(jemand(en)?|mensch|mitarbeiter|telefonisch|anrufen)( \w+){0,3} (sprechen|reden|erreichen)\b/, 'kontakt'],
];
