import { nommeLaMarque, regleMarque } from '#kernel/marque.ts'
import { type Refus, refus } from '#kernel/refus.ts'

export type Contact = { readonly nom: string; readonly telephone: string; readonly courriel: string }

/** Ce que les pièces d’une coopérative disent d’elle, hors de son identité. Jours ouvrés, taux en pour cent du prix. */
export type Conditions = {
  /** Entre professionnels, soixante jours au plus de la facture (C. com., L441-10 I ; non relu). */
  readonly delaiReglementJours: number
  /** Se lit après « par ». */
  readonly moyen: string
  /** Du plus loin du début au plus près ; le dernier à zéro jour. */
  readonly paliers: readonly { readonly jours: number; readonly taux: number }[]
  readonly conservationAnnees: number
  readonly reponseReclamationJours: number
  /** Cessation anticipée ou abandon d’un particulier (L6353-4, 5°). */
  readonly cessation: string
  /** C. conso., L221-5, 6° et L612-1 : vide tant qu’aucun particulier n’est client. */
  readonly mediateur: { readonly nom: string; readonly adresse: string; readonly site: string }
  /** La personne référente handicap de la coopérative ; une offre peut nommer la sienne. */
  readonly referent: Contact
  /** Qui répond aux clients et aux stagiaires ; une offre peut nommer le sien. */
  readonly contact: Contact
}

const personne: Contact = { nom: '', telephone: '', courriel: '' }

/**
 * Ce qui vaut tant que la coopérative n’a rien réglé : l’usage, et des valeurs prudentes. Le dédit ne s’impute à aucun
 * financeur ; six ans de conservation couvrent la prescription civile et les justificatifs.
 */
export const conditionsProposees: Conditions = {
  delaiReglementJours: 30,
  moyen: 'virement',
  paliers: [
    { jours: 15, taux: 0 },
    { jours: 5, taux: 30 },
    { jours: 0, taux: 50 },
  ],
  conservationAnnees: 6,
  reponseReclamationJours: 10,
  cessation:
    'En cas de cessation anticipée du fait de l’organisme, ou d’abandon, seules les heures effectivement suivies sont dues, au prorata du prix.',
  mediateur: { nom: '', adresse: '', site: '' },
  referent: personne,
  contact: personne,
}

export type RefusConditions = Refus<'paliers' | 'dedit' | 'mediateur' | 'joignable' | 'marque'> & {
  readonly champ: string
}

const joignable = (c: Contact) => c.nom === '' || c.telephone !== '' || c.courriel !== ''

/** Tous les refus à la fois, chacun avec le champ où il se corrige. */
export const verifierConditions = (c: Conditions): RefusConditions[] => {
  const [loin, proche, fin] = c.paliers
  const fautes: RefusConditions[] = []
  if (loin && proche && loin.jours <= proche.jours)
    fautes.push({
      ...refus('paliers', 'Le second palier est plus près du début que le premier : moins de jours.'),
      champ: 'procheJours',
    })
  if (loin && proche && proche.taux < loin.taux)
    fautes.push({
      ...refus('dedit', 'Plus on approche du début, plus le dédit est fort, jamais moins.'),
      champ: 'procheTaux',
    })
  if (proche && fin && fin.taux < proche.taux)
    fautes.push({
      ...refus('dedit', 'Plus on approche du début, plus le dédit est fort, jamais moins.'),
      champ: 'finTaux',
    })
  for (const champ of ['moyen', 'cessation'] as const)
    if (nommeLaMarque(c[champ]))
      fautes.push({ ...refus('marque', `La marque Qualiopi ne s’écrit pas ici (${regleMarque}).`), champ })
  const { nom, adresse, site } = c.mediateur
  if ([nom, adresse, site].some((x) => x !== '') && [nom, adresse, site].some((x) => x === ''))
    fautes.push({
      ...refus('mediateur', 'Un médiateur se donne entier : nom, adresse et site (C. conso., L616-1).'),
      champ: nom === '' ? 'mediateurNom' : adresse === '' ? 'mediateurAdresse' : 'mediateurSite',
    })
  if (!joignable(c.referent))
    fautes.push({
      ...refus('joignable', 'Un téléphone ou un courriel, au moins.'),
      champ: 'referentTelephone',
    })
  if (!joignable(c.contact))
    fautes.push({
      ...refus('joignable', 'Un téléphone ou un courriel, au moins.'),
      champ: 'contactTelephone',
    })
  return fautes
}

/** Ce qui manque encore pour que toutes les pièces se composent, dit à qui règle. */
export const manquesDesConditions = (c: Conditions): readonly string[] => [
  ...(c.mediateur.nom === ''
    ? [
        'Sans médiateur de la consommation, aucun contrat ne s’émet avec un particulier (C. conso., L221-5, 6°).',
      ]
    : []),
  ...(c.referent.nom === ''
    ? ['Sans personne référente handicap, chaque offre doit nommer la sienne (RNQ, indicateur 26).']
    : []),
]
