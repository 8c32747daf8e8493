/** Les formes de la matrice : ce qui est lu, et ce qui en est dit. */
import type { DateCivile } from '#kernel/dates.ts'
import type { casesUneFois } from '#modules/emargement/index.ts'
import type { DossierLu, Inscrit } from '#modules/inscriptions/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { Defaut } from '../db/adresses.ts'
import type { ArretLu } from '../db/arrets.ts'
import type { intervenantsDe } from '../db/destinataires.ts'
import type { DernierEnvoi, EnvoiLu } from '../db/envois.ts'
import type * as lus from '../db/faits.queries.ts'
import type { MessageLu } from '../db/messages.ts'
import type { Armee, EtapeReglee } from '../db/reglages.ts'
import type { Empechement } from '../db/tournee.queries.ts'
import type { Cellule } from '../domain/cellule.ts'
import type { Code, Public } from '../domain/etapes.ts'

export type Colonne = EtapeReglee & {
  readonly armee: Armee
  /** Partira sans qu’on y touche : armée ici, ou réglée chez les questionnaires ou les contrôles. */
  readonly seul: boolean
  readonly jour: DateCivile
  readonly arret: ArretLu | undefined
}

export type Ligne = {
  readonly cle: string
  readonly nom: string
  readonly personne: string | null
  readonly courriel: string | null
  readonly sansCourriel: boolean
  readonly defaut: Defaut | undefined
  readonly desabonnee: boolean
  /** L’arrêt qui vise cette personne, dans cette session ou partout. */
  readonly arret: ArretLu | undefined
  readonly cellules: ReadonlyMap<Code, Cellule>
}

export type Matrice = {
  readonly jour: DateCivile
  readonly colonnes: ReadonlyMap<Public, readonly Colonne[]>
  readonly lignes: ReadonlyMap<Public, readonly Ligne[]>
  readonly arrets: readonly ArretLu[]
  readonly envois: readonly EnvoiLu[]
  readonly empechements: readonly Empechement[]
}

/** Tout ce que la matrice a lu, avant d’être dit case par case. */
export type Lu = {
  readonly session: SessionLue
  readonly jour: DateCivile
  readonly maintenant: Date
  readonly inscrits: readonly Inscrit[]
  readonly dossiers: readonly DossierLu[]
  readonly gens: Awaited<ReturnType<typeof intervenantsDe>>
  readonly pieces: readonly lus.PieceRemise[]
  readonly remises: readonly lus.Remise[]
  readonly liens: readonly lus.Liens[]
  readonly cases: Awaited<ReturnType<typeof casesUneFois>>
  readonly feuilles: readonly lus.Feuilles[]
  readonly demandes: readonly lus.ReponseDemandee[]
  readonly factures: readonly lus.FactureDite[]
  readonly conventions: readonly lus.ASigner[]
  readonly absences: readonly lus.AbsencesDites[]
  readonly messages: readonly MessageLu[]
  readonly derniers: readonly DernierEnvoi[]
  readonly arrets: readonly ArretLu[]
}
