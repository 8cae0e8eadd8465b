// The help page for those who read German: the answers that most of them look for.

import { html } from './html.ts';
import type { Page } from './layout.ts';

export const helpPageDe = (): Page => ({
  title: 'Hilfe · Acme Outdoor',
  language: 'de',
  body: html`<div class="wide help">
<h1>Hilfe</h1>
<p class="lead">Die kurzen Antworten auf Deutsch. Für alles andere ist der Chat in der Ecke da.</p>
<section id="versand">
<h2>Versand</h2>
<p>In der EU kostet der Versand 4,90 €, ab 75 € ist er frei. Nach Deutschland und Österreich dauert er 1 bis 3 Werktage, mit Express für 12,90 € kommt das Paket am nächsten Werktag. In die Schweiz und nach Liechtenstein kostet er 14,90 €, ab 200 € ist er frei, und dauert 4 bis 7 Werktage.</p>
</section>
<section id="rueckgabe">
<h2>Rückgabe</h2>
<p>Unbenutzte Ware nehmen wir 60 Tage lang zurück, mit ihren Etiketten. Aus der EU und in unseren Läden ist die Rücksendung kostenlos, aus der Schweiz kostet sie 9,90 €. Das Geld ist innerhalb von 5 Werktagen nach der Ankunft in Gent zurück.</p>
</section>
<section id="reparatur">
<h2>Reparatur und Garantie</h2>
<p>Auf Material und Verarbeitung geben wir fünf Jahre Garantie. Neue Sohlen kosten 79 € das Paar, ein ganzer Reißverschluss 29 €, ein Stück Zeltstange 12 €. Über 60 € fragen wir vorher. Das dauert 10 Werktage, neue Sohlen 15.</p>
</section>
<section id="miete">
<h2>Zelt mieten</h2>
<p>Das Fjell 2 kostet 12 € die Nacht, ab der vierten Nacht 7 €. Als Kaution werden 150 € auf der Karte geblockt. Wer dasselbe Modell innerhalb von 30 Tagen kauft, bekommt die Miete von bis zu drei Nächten angerechnet.</p>
</section>
</div>`,
});
