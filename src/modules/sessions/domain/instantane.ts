/** Une session à un instant, telle que le journal la garde pour pouvoir y revenir (`gestes/defaire.ts`). */
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import type { Zone } from '#kernel/zones.ts'
import type { EtatSession } from './etats.ts'
import type { ModaliteSeance } from './modalite.ts'
import type { Modalite } from './mots.ts'
import type { SalleId } from './ou-et-qui.ts'
import type { DemiJournee } from './seance.ts'

type Commun = {
  readonly revision: number
  readonly etat: EtatSession
  readonly motif: string | null
  readonly zone: Zone
  readonly lieu: string
  readonly etablissement: Id<'Etablissement'> | null
  readonly formateur: string
  readonly formateurId: PersonneId | null
  readonly modalite: Modalite
  readonly lienConnexion: string | null
  readonly prixCentimes: number | null
  readonly effectifMin: number | null
  readonly capacite: number
}
type Demie = {
  readonly id: Id<'Seance'>
  readonly jour: DateCivile
  readonly demiJournee: DemiJournee
  readonly debutMinutes: number
  readonly finMinutes: number
  readonly motifJour: string | null
  readonly modalite: ModaliteSeance | null
  readonly tenue: boolean
}
type Intervention = {
  readonly personne: Id<'Tiers'>
  readonly compte: PersonneId | null
  readonly minutes: number
  readonly confieeA: Id<'Entreprise'> | null
}

/** `debut`, `fin` : des instants ISO ; une salle, un cotraitant : leur identifiant. */
export type Instantane = Commun & {
  readonly seances: readonly (Demie & {
    readonly debut: string
    readonly fin: string
    readonly cotraitant: Id<'Entreprise'> | null
    readonly salles: readonly SalleId[]
    readonly intervenants: readonly Intervention[]
  })[]
}

export const instantane = (
  s: Omit<Commun, 'capacite'> & {
    readonly capacite: number | null
    readonly seances: readonly (Demie & {
      readonly debut: Date
      readonly fin: Date
      readonly cotraitant?: { readonly id: Id<'Entreprise'> } | null
      readonly salles: readonly { readonly id: SalleId }[]
      readonly intervenants: readonly Intervention[]
    })[]
  },
): Instantane => ({
  revision: s.revision,
  etat: s.etat,
  motif: s.motif,
  zone: s.zone,
  lieu: s.lieu,
  etablissement: s.etablissement,
  formateur: s.formateur,
  formateurId: s.formateurId,
  modalite: s.modalite,
  lienConnexion: s.lienConnexion,
  prixCentimes: s.prixCentimes,
  effectifMin: s.effectifMin,
  capacite: s.capacite ?? 0,
  seances: s.seances.map((x) => ({
    id: x.id,
    jour: x.jour,
    demiJournee: x.demiJournee,
    debutMinutes: x.debutMinutes,
    finMinutes: x.finMinutes,
    debut: x.debut.toISOString(),
    fin: x.fin.toISOString(),
    motifJour: x.motifJour,
    modalite: x.modalite,
    tenue: x.tenue,
    cotraitant: x.cotraitant?.id ?? null,
    salles: x.salles.map((l) => l.id),
    intervenants: x.intervenants.map((i) => ({
      personne: i.personne,
      compte: i.compte,
      minutes: i.minutes,
      confieeA: i.confieeA,
    })),
  })),
})
