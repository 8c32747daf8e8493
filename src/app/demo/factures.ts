/** L’argent de la démonstration : ce qui s’émet, ce qu’un autre outil a émis, ce qui est payé. Chaque geste par sa page. */
import { lejour, type Scene } from './gestes.ts'
import { chemin, type Personne } from './rejouer.ts'

/** Un compte d’exemple à chacune : le même partout ferait payer l’une à l’autre. */
const ibans: Readonly<Record<string, string>> = {
  'Langue & Lien': 'FR76 3000 6000 0112 3456 7890 189',
  'Les Tisserands': 'FR76 3000 6000 0100 0001 2345 148',
  'Terre d’Appui': 'FR76 3000 6000 0100 0001 2345 245',
  'Atelier des Savoirs': 'FR76 3000 6000 0100 0001 2345 342',
  'La Fabrique du Lien': 'FR76 3000 6000 0100 0001 2345 439',
}

/** Ce que les factures disent : un IBAN d’exemple, les pénalités, les relances. */
export const reglerLesFactures = (qui: Personne, titulaire: string, rcs: string): Promise<string> =>
  qui.envoyer('/factures/reglages', {
    version: '0',
    iban: ibans[titulaire] ?? '',
    bic: '',
    titulaire,
    rcs,
    capital: '',
    penalites: 'trois fois le taux d’intérêt légal',
    escompte: 'aucun pour paiement anticipé',
    premiere: '8',
    deuxieme: '21',
    troisieme: '45',
  })

/** Prépare la facture d’une part du prix ; rend l’adresse du projet. */
export const preparerFacture = async (
  qui: Personne,
  dossier: string,
  genre: 'facture' | 'acompte' = 'facture',
  rang = 0,
): Promise<string> => chemin(await qui.envoyer(`${dossier}/factures`, { rang: String(rang), genre }))

/** Émet un projet tel qu’il fut préparé ; rend l’adresse de la facture. */
export const emettreFacture = async (qui: Personne, projet: string): Promise<string> =>
  chemin(await qui.envoyer(`${projet}/geste`, { geste: 'emettre', version: '1' }))

/** La pièce part par courriel, relue d’abord. */
export const envoyerLaFacture = (qui: Personne, facture: string, a: string): Promise<string> =>
  qui.envoyer(`${facture}/envoi`, {
    a,
    sujet: 'Votre facture',
    message: 'Bonjour,\n\nVous trouverez notre facture ci-jointe. Bien à vous.',
  })

/** Une facture sans dossier : du conseil et des livrets, à chacun sa taxe ; rend l’adresse du projet. */
export const facturerDuConseil = async (
  s: Scene,
  qui: Personne,
  client: string,
  reference = '',
): Promise<string> => {
  const trouve = await qui.lire(`/factures/nouvelle?q=${encodeURIComponent(client)}`)
  const entreprise = /entreprise=([0-9a-f-]{36})/.exec(trouve)?.[1]
  if (!entreprise) throw new Error(`${client} ne se trouve pas parmi ceux que l’on facture.`)
  return chemin(
    await qui.envoyer('/factures/nouvelle', {
      entreprise,
      reference,
      du: lejour(s, -4),
      au: lejour(s, -3),
      delaiJours: '30',
      'lignes[0].libelle': 'Conseil : plan de développement des compétences',
      'lignes[0].nature': 'hors-formation',
      'lignes[0].quantite': '1,5',
      'lignes[0].unite': 'jour',
      'lignes[0].prix': '620,00',
      'lignes[1].libelle': 'Livrets remis aux équipes',
      'lignes[1].nature': 'annexe-bien',
      'lignes[1].quantite': '12',
      'lignes[1].unite': 'unite',
      'lignes[1].prix': '4,50',
    }),
  )
}

export const demanderVisa = (qui: Personne, projet: string): Promise<string> =>
  qui.envoyer(`${projet}/geste`, { geste: 'demander', version: '1' })

export const recevoir = (qui: Personne, facture: string, montant: string, jour: string): Promise<string> =>
  qui.envoyer(`${facture}/reglement`, { jour, montant, moyen: 'virement', reference: '' })

/** Un fichier d’un autre outil, collé et enregistré. */
export const importerLignes = (
  qui: Personne,
  genre: 'factures' | 'charges' | 'ecritures' | 'releve',
  outil: string,
  lignes: readonly string[],
): Promise<string> =>
  qui.envoyer('/factures/importer', { genre, outil, texte: lignes.join('\n'), geste: 'enregistrer' })

/** Ce qu’un autre outil avait émis avant : une facture en retard, une sans origine, un avoir. */
export const reprendreDAilleurs = (s: Scene, qui: Personne, outil: string, client: string): Promise<string> =>
  importerLignes(
    qui,
    'factures',
    outil,
    [
      'numero;date;echeance;client;montant_ht;origine;nature;libelle;corrige',
      `A-101;${lejour(s, -75)};${lejour(s, -45)};${client};840,00;entreprise;formation;Formation intra, deux jours;`,
      `A-102;${lejour(s, -60)};${lejour(s, -30)};Éditions du Ponant;260,00;;formation;Journée de formation;`,
      `A-103;${lejour(s, -40)};;${client};140,00;entreprise;formation;Une demi-journée rendue;A-101`,
    ].map((l) => (l.startsWith('A-103') ? l.replace('140,00', '-140,00') : l)),
  )

export const saisirCharges = (s: Scene, qui: Personne): Promise<string> =>
  importerLignes(qui, 'charges', 'comptabilité', [
    'numero;date;compte;libelle;fournisseur;montant_ht;formateur;prestation_formation;part_formation',
    `C-1;${lejour(s, -30)};6411;Salaires de qui forme;;2 310,40;oui;non;100`,
    `C-2;${lejour(s, -28)};604;Prestation de formation;Atelier des Savoirs;1 050,00;non;oui;100`,
    `C-3;${lejour(s, -20)};6132;Location des salles;;420,00;non;non;60`,
  ])
