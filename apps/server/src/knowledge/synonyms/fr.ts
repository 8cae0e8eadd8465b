/** French, as people ask shops and services (`../synonyms.ts` says how to write it). */
import type { Wordings } from '../synonyms.ts';

export const fr: Wordings = {
  same: `
    # Livraison
    livraison expédition envoi livrer expédier envoyer port acheminement
    colis paquet carton
    transporteur livreur facteur coursier
    suivi suivre tracer localiser
    arriver arrivé recevoir reçu
    retard tard tardif retardé
    rapide express urgent vite
    adresse rue domicile
    voisin gardien concierge
    relais consigne
    retrait récupérer retirer
    étranger international pays europe
    douane taxe
    volé vol perdu égaré
    emballage emballer
    signature signer
    stock disponible disponibilité
    épuisé rupture indisponible
    étage escalier ascenseur

    # Argent
    prix coût frais tarif coûter cher
    gratuit offert
    remboursement rembourser argent
    facture reçu ticket justificatif
    payer paiement régler règlement
    carte visa mastercard bancaire
    virement iban banque
    prélèvement débit prélever débiter
    refusé rejeté échoué
    mensualité plusieurs échéance fois
    remise réduction rabais promotion promo soldes
    code coupon bon
    tva impôt
    acompte arrhes avance
    double deux
    solde avoir crédit
    espèces liquide
    devis estimation
    entreprise société professionnel
    pourboire
    pénalité amende
    caution dépôt
    moins baisse

    # Commande
    commande achat acheter commander
    panier caisse
    annuler annulation résilier rétracter
    confirmation confirmer
    modifier changer corriger
    réserver réservation précommande
    échantillon essai
    liste favoris souhaits
    quantité gros
    personnaliser gravure broderie
    original authentique
    contrefaçon faux
    erreur tromper trompé

    # Retours
    retour renvoyer retourner renvoi
    échange échanger remplacer
    cassé abîmé endommagé défectueux brisé
    panne défaut dysfonctionnement
    réparer réparation dépanner
    garantie couverture
    manquant manque oublié
    pièce rechange
    étiquette bordereau
    délai durée temps
    réclamation plainte plaindre mécontent
    photo image
    rayure rayé
    fuite fuir
    déchirure déchiré trou

    # Gens et lieux
    magasin boutique enseigne
    ouvert ouverture horaires fermé fermeture
    téléphone portable mobile appeler
    contact joindre contacter parler
    conseiller agent humain personne
    férié vacances noël
    parking stationner voiture
    emploi recrutement candidature
    enfant bébé
    chien animal chat
    fauteuil handicap accessible accessibilité
    étudiant élève
    avis commentaire note
    ami parrainer parrainage
    déménager déménagement

    # Compte
    passe identifiant connexion
    connecter identifier
    compte profil
    inscription inscrire créer
    supprimer effacer
    désabonner désinscrire
    mail email courriel newsletter
    bloqué suspendu
    oublié réinitialiser
    pirater piraté
    fraude arnaque hameçonnage
    abonnement forfait formule
    renouveler renouvellement
    fidélité points récompense
    expirer valable validité
    invité invitation inviter
    utilisateur membre collaborateur équipe
    droit permission accès
    notification alerte rappel
    indésirable spam
    données informations
    rgpd confidentialité
    sécurité sûr chiffré
    consentement accord
    cookie traceur
    mineur âge

    # Logiciel
    application appli
    bug erreur problème
    lent lenteur
    télécharger exporter
    importer téléverser
    fichier document
    navigateur chrome safari firefox
    ordinateur pc
    paramètre réglage
    mise version
    synchroniser synchronisation
    intégration api webhook
    agenda calendrier planning
    rapport statistique
    langue traduction
    site internet web
    bouton lien
    imprimer imprimante
    sauvegarde copie
    restaurer récupérer

    # Produits
    taille mesure pointure dimension
    petit étroit serré
    grand large
    laver lavage nettoyer nettoyage
    sécher sèche
    tissu matière
    laine mérinos
    plume duvet oie canard
    cuir
    imperméable étanche pluie
    froid hiver
    chaud été chaleur
    poids lourd léger
    batterie pile charger
    notice mode manuel guide
    montage monter assembler
    vis boulon
    outil
    accessoire
    allergie allergique allergène
    ingrédient composition contenir
    végan végétal
    écologique durable environnement
    recycler recyclage déchet
    cadeau offrir
    louer location emprunter
    occasion seconde
    couleur teinte
    chaussure botte
    veste manteau
    pantalon
    matelas lit
    canapé sofa
    table bureau
    chaise fauteuil
    armoire placard
    bruit bruyant

    # Les rendez-vous et les verbes
    rendez rdv réservation
    reporter décaler déplacer
    absent absence
    créneau disponible
    commencer débuter
    finir terminer
    choisir sélectionner
    autorisé permis
    différence comparer
    minimum moins
    maximum limite
    semaine hebdomadaire
    mois mensuel
    an année annuel
  `,
  fields: `
    étranger belgique suisse luxembourg allemagne espagne italie portugal canada québec maroc algérie tunisie corse martinique guadeloupe réunion genève bruxelles
    pays belgique suisse luxembourg allemagne espagne italie portugal canada québec maroc algérie tunisie corse martinique guadeloupe réunion genève bruxelles
    colis livreur suivi livraison voisin
    retour étiquette remboursement délai
    cassé garantie photo réparation
    plume oie animal bien
    vis pièce montage notice
    douane taxe pays livraison
    carte refusé banque paiement
    facture tva société
    code promotion panier
    points fidélité carte
    passe compte mail lien
    données supprimer compte rgpd
    laver machine sécher repasser
    imperméable couture pluie
    taille guide mesure
    magasin horaires parking adresse
    agenda rendez rappel créneau
    abonnement résilier mois
    allergie ingrédient
    environnement recyclage emballage
  `,
};
