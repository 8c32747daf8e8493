import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enumerer, uneLigne } from '#kernel/texte.ts'
import { offreSansMarque } from './marque.ts'
import type { Nature, Offre } from './offre.ts'
import { type Manque, manques } from './rubriques.ts'

export type Adoption = {
  readonly nature: Nature | undefined
  /** En minutes, confirmée par la personne qui adopte. */
  readonly duree: number | undefined
  readonly motif: string | undefined
  /** Le jour de l’adoption : une certification échue est signalée. */
  readonly jour: DateCivile
}
export type RefusAdoption = Refus<
  | 'deja-adoptee'
  | 'retiree'
  | 'nature-absente'
  | 'duree-absente'
  | 'rubriques-manquantes'
  | 'motif-absent'
  | 'marque'
>
export type Adoptee = {
  readonly nature: Nature
  readonly duree: number
  readonly motif: string | null
  /** Ce qui manque encore pour publier : dit, et gardé au journal. */
  readonly manques: readonly Manque[]
}

const MOTIF = 10

/** Un brouillon devient une offre de la coopérative. Rien n’est deviné : ni la nature, ni la durée. */
export const adopter = (offre: Offre, a: Adoption): Result<Adoptee, RefusAdoption> => {
  if (offre.etat === 'adoptee') return refuser('deja-adoptee', 'Cette offre est déjà validée.')
  if (offre.etat === 'retiree')
    return refuser('retiree', 'Cette offre est retirée : reprenez-la en brouillon avant de la valider.')
  if (!a.nature)
    return refuser(
      'nature-absente',
      'Dites de quelle action il s’agit : formation, bilan de compétences, VAE ou apprentissage.',
    )
  if (!a.duree || a.duree <= 0)
    return refuser('duree-absente', 'Confirmez la durée : aucune action n’est validée sans elle.')
  const reste = manques({ ...offre, duree: a.duree, nature: a.nature }, a.jour)
  const bloquants = reste.filter((m) => m.bloque)
  if (bloquants.length > 0)
    return refuser(
      'rubriques-manquantes',
      `Il manque ${enumerer(bloquants.map((m) => `la rubrique « ${m.nom} »`))} : aucune convention ne se tient sans elle. Complétez le brouillon.`,
    )
  const sansMarque = offreSansMarque(offre)
  if (!sansMarque.ok) return sansMarque
  const motif = uneLigne(a.motif ?? '')
  if (offre.origine.etrangere && motif.length < MOTIF)
    return refuser(
      'motif-absent',
      'Cette offre porte l’identité d’un autre organisme : écrivez en quelques mots à quel titre vous la reprenez.',
    )
  return ok({
    nature: a.nature,
    duree: a.duree,
    motif: offre.origine.etrangere ? motif : null,
    manques: reste,
  })
}
