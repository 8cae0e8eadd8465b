/** How people ask for it in French. */
import type { Phrase } from './phrase.ts';

export const fr: readonly Phrase[] = [
  [/\b(combien (coute|ca coute|coutent)|quel prix|c est combien|a combien)\b/, 'prix tarif frais'],
  [/\b(combien de temps|combien de jours|sous combien|en combien)\b/, 'delai jours'],
  [/\bou (est|en est|se trouve|sont)( \w+)? (mon|ma|mes|la|le) (colis|commande|paquet|livraison)\b/, 'suivi colis'],
  [/\b(pas|jamais|rien)( \w+){0,3} (arrive|arrivee|recu|recue|livre|livree)\b/, 'suivi colis retard'],
  [/\b(marche|fonctionne|demarre|s allume) (pas|plus)\b/, 'panne garantie'],
  [/\b(arrive|recu|livre|deballe)\w*\b.*\b(casse|abime|raye|endommage|fissure)\w*\b/, 'endommage casse'],
  [/\b(renvoyer|retourner|rendre)\b|\b(ne )?(me )?(plait|convient) pas\b/, 'retour'],
  [/\btrop (petit|grand|serre|large|court|long)e?s?\b|\bautre taille\b/, 'echange taille'],
  [/\b(change d avis|je (n en )?veux plus|plus besoin)\b/, 'annuler retour'],
  [/\b(rembourse\w*|mon argent|l argent)\b/, 'remboursement'],
  [
    /\b(trompe|erreur|fausse|mauvaise|change|nouvelle)( \w+){0,4} (adresse|rue|numero)\b|\b(demenage|demenagement)\b/,
    'adresse modifier',
  ],
  [/\b(oublie|perdu|retrouve)( \w+){0,3} (mot de passe|code|identifiant)\b/, 'passe reinitialiser'],
  [/\b(moins cher|ailleurs|meilleur prix|concurrent\w*)\b/, 'prix garantie'],
  [
    /\b(trop de|plus recevoir|arreter)( \w+){0,3} (mails?|publicites?|newsletters?|courriels?)\b/,
    'desinscrire newsletter',
  ],
  [/\b(plusieurs fois|en \d+ fois|mensualites?|chaque mois)\b/, 'paiement mensualites'],
  [/\b(preleve|debite|paye|facture)( \w+){0,2} (deux fois|double)\b/, 'double paiement remboursement'],
  [/\b(supprimer|fermer|effacer)( \w+){0,3} (compte|donnees)\b/, 'supprimer compte'],
  [/\b(parler|joindre|appeler)( \w+){0,4} (quelqu un|humain|conseiller|personne)\b/, 'contact'],
  [/\b(quelle heure|quand)( \w+){0,3} (ouvre\w*|ferme\w*|ouvert\w*)\b/, 'horaires'],
  [/\b(venir|passer)( \w+){0,3} (chercher|prendre|recuperer)\b/, 'retrait magasin'],
];
