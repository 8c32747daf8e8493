import type { DateCivile } from '#kernel/dates.ts'
import { formaterHeure } from '#kernel/heures.ts'
import type { Id } from '#kernel/id.ts'
import { enVigueur, type ParametreDate } from '#kernel/parametres.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { heureLocale, instantDe, type Zone } from '#kernel/zones.ts'

export type InscriptionId = Id<'Inscription'>
export type SeanceId = Id<'Seance'>

export type SeanceAEmarger = {
  readonly id: SeanceId
  readonly date: DateCivile
  readonly debut: number
  readonly fin: number
  readonly zone: Zone
  /** Minutes avant le début où la signature s’ouvre, ce jour-là : ce que la coopérative a réglé (`emargement.ouvre_avant`). */
  readonly avanceMin: number
  /** Le formateur a clos la feuille : plus rien ne s’y ajoute, sauf une correction motivée. */
  readonly close: boolean
}
export type Presence =
  | { readonly etat: 'attendue' }
  | { readonly etat: 'signee'; readonly signeeLe: Date }
  | { readonly etat: 'absente'; readonly motif: string }

export type Tentative = {
  readonly inscriptionId: InscriptionId
  /** L’horloge du serveur. */
  readonly maintenant: Date
  /** Signé sans réseau : l’horloge de l’appareil. Le registre gardera les deux heures. */
  readonly horsLigne?: { readonly faitLe: Date }
}
export type Signature = {
  readonly inscriptionId: InscriptionId
  readonly seanceId: SeanceId
  readonly signeeLe: Date
  readonly recueLe: Date
  readonly horsLigne: boolean
}
export type RefusSignature =
  | Refus<'feuille-close'>
  | (Refus<'hors-fenetre'> & { readonly ouvreLe: Date; readonly fermeLe: Date })
  | (Refus<'deja-signee'> & { readonly signeeLe: Date })
  | (Refus<'notee-absente'> & { readonly motif: string })

export type Fenetre = {
  readonly apresMin: number
  readonly receptionHorsLigneMin: number
}
/**
 * « Ouverte au plus tôt au début du créneau, fermée X h après » : X n’est dans aucun texte, c’est
 * un choix du produit. Deux heures laissent le temps de la sortie sans permettre de signer le soir pour le matin. L’ouverture, elle,
 * se règle par coopérative.
 */
export const fenetres: ParametreDate<Fenetre> = [
  {
    depuis: '1900-01-01',
    valeur: { apresMin: 120, receptionHorsLigneMin: 7 * 24 * 60 },
    source: 'choix du produit',
  },
]

/** Quand la demi-journée commence et finit, à la pendule de la salle. */
export const tempsDe = (
  seance: Pick<SeanceAEmarger, 'date' | 'debut' | 'fin' | 'zone'>,
): { commenceLe: Date; finitLe: Date } => ({
  commenceLe: instantDe(seance.date, seance.debut, seance.zone).instant,
  finitLe: instantDe(seance.date, seance.fin, seance.zone).instant,
})
/** La fenêtre de signature, à la pendule de la salle, début et fin compris. */
export const fenetreDe = (seance: SeanceAEmarger): { ouvreLe: Date; fermeLe: Date } => {
  const { commenceLe, finitLe } = tempsDe(seance)
  return {
    ouvreLe: new Date(commenceLe.getTime() - seance.avanceMin * 60_000),
    fermeLe: new Date(finitLe.getTime() + enVigueur(fenetres, seance.date).apresMin * 60_000),
  }
}

/** « au début », « quinze minutes avant le début » : quand la signature s’ouvre, tel qu’on le dit. */
export const direOuverture = (avanceMin: number): string =>
  avanceMin > 0 ? `${avanceMin}\u00a0minutes avant le début` : 'au début'

/** L’ordre des refus va du plus définitif au plus réparable. Qui a déjà signé l’apprend même hors de la fenêtre. */
export const signerDemiJournee = (
  seance: SeanceAEmarger,
  presence: Presence,
  geste: Tentative,
): Result<Signature, RefusSignature> => {
  const heure = (d: Date) => formaterHeure(heureLocale(d, seance.zone).minute)
  if (presence.etat === 'signee')
    return ko({
      ...refus('deja-signee', `Vous avez déjà signé cette demi-journée à ${heure(presence.signeeLe)}.`),
      signeeLe: presence.signeeLe,
    })
  if (seance.close) return ko(refus('feuille-close', 'La feuille est close. Adressez-vous au formateur.'))
  if (presence.etat === 'absente')
    return ko({
      ...refus('notee-absente', 'Vous êtes noté absent à cette demi-journée. Adressez-vous au formateur.'),
      motif: presence.motif,
    })
  const { ouvreLe, fermeLe } = fenetreDe(seance)
  const faitLe = geste.horsLigne?.faitLe ?? geste.maintenant
  // Une horloge d’appareil peut mentir : jamais après la réception, et la réception elle-même est bornée.
  const delai = geste.maintenant.getTime() - faitLe.getTime()
  const recevable = delai >= 0 && delai <= enVigueur(fenetres, seance.date).receptionHorsLigneMin * 60_000
  if (!recevable || faitLe < ouvreLe || faitLe > fermeLe)
    return ko({
      ...refus(
        'hors-fenetre',
        `On signe de ${heure(ouvreLe)} à ${heure(fermeLe)}. Passé ce temps, qui anime régularise avec un motif.`,
      ),
      ouvreLe,
      fermeLe,
    })
  return ok({
    inscriptionId: geste.inscriptionId,
    seanceId: seance.id,
    signeeLe: faitLe,
    recueLe: geste.maintenant,
    horsLigne: geste.horsLigne !== undefined,
  })
}
