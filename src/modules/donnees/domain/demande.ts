/** Les droits qu’une personne exerce, et le délai pour répondre : un mois, deux de plus si on le lui dit (RGPD, article 12, 3). Pur. */
import { ajouterJours, ajouterMois, type DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'

export const droitsDesPersonnes = {
  acces: { nom: 'lire et recevoir ses données', article: 'article 15', verbe: 'Recevoir mes données' },
  rectification: { nom: 'corriger ses données', article: 'article 16', verbe: 'Corriger mes données' },
  effacement: { nom: 'effacer ses données', article: 'article 17', verbe: 'Effacer mes données' },
  opposition: { nom: 's’opposer à un usage', article: 'article 21', verbe: 'M’opposer à un usage' },
} as const satisfies Record<string, { nom: string; article: string; verbe: string }>
export type GenreDemande = keyof typeof droitsDesPersonnes
export const listeDroits = Object.keys(droitsDesPersonnes) as [GenreDemande, ...GenreDemande[]]

export const canaux = {
  espace: 'par son espace',
  courriel: 'par courriel',
  courrier: 'par courrier',
  oral: 'de vive voix',
} as const
export type Canal = keyof typeof canaux
export const listeCanaux = Object.keys(canaux) as [Canal, ...Canal[]]

export const reponses = { faite: 'faite', 'en-partie': 'faite en partie', refusee: 'refusée' } as const
export type Reponse = keyof typeof reponses
export const listeReponses = Object.keys(reponses) as [Reponse, ...Reponse[]]

/** Une réponse a son genre, et les mots que la personne lira. */
export const lireReponse = (dit: {
  readonly reponse: string
  readonly suite: string
}): Result<{ readonly reponse: Reponse; readonly suite: string }, Refus<'incomplete'>> => {
  const reponse = listeReponses.find((r) => r === dit.reponse)
  return reponse && dit.suite.length >= 3
    ? ok({ reponse, suite: dit.suite })
    : refuser('incomplete', 'Choisissez une réponse et écrivez ce que vous dites à la personne.')
}

/** RGPD, article 12, 3. */
export const MOIS_POUR_REPONDRE = 1
/** Le dernier jour pour répondre : le même quantième du mois suivant. */
export const echeanceDe = (recueLe: DateCivile): DateCivile => ajouterMois(recueLe, MOIS_POUR_REPONDRE)
/** Deux mois de plus, à compter de la première échéance. */
export const echeanceProlongee = (recueLe: DateCivile): DateCivile => ajouterMois(recueLe, 3)

export type Urgence = 'depassee' | 'proche' | 'sereine'
export const urgenceDe = (echeance: DateCivile, jour: DateCivile): Urgence =>
  jour > echeance ? 'depassee' : ajouterJours(jour, 7) >= echeance ? 'proche' : 'sereine'
