import type { DateCivile } from '#kernel/dates.ts'
import { centimes, type Montant } from '#kernel/montant.ts'
import type { DossierId } from '#modules/inscriptions/index.ts'
import type { SessionId } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { DepenseAttendue } from './domain/cycle/attendues.ts'
import type { ExerciceDepose } from './domain/exercice-depose.ts'

/** Ce qu’un contrôle relève et qui retient une facture, tant qu’on ne l’a ni réparé, ni accepté avec un motif. */
export type Retenue = {
  readonly titre: string
  /** La phrase, avec les noms d’aujourd’hui. */
  readonly phrase: string
  /** Là où l’on répare, et en deux mots comment. */
  readonly href: string
  readonly geste: string
  /** À qui cela revient. */
  readonly qui: string
  /** Là où qui en a le droit l’accepte, sous son nom. */
  readonly accepter: string
}

/** Ce que la facturation demande à qui relit les preuves, de rang supérieur. */
export type PrisesFacturation = {
  /**
   * Les constats bloquants et ouverts qui touchent ce dossier. `figer` : on va émettre ; ce qui juge un constat attend la
   * fin de la transaction, et rien n’est lu avant d’avoir attendu.
   */
  retenues(
    tx: TenantTx,
    quoi: { readonly session: SessionId; readonly dossier: DossierId },
    maintenant: Date,
    options: { readonly figer: boolean },
  ): Promise<readonly Retenue[]>
  /** Les exercices dont le bilan est transmis ; ce qui s’y date demande une raison. */
  exercicesDeposes(tx: TenantTx): Promise<readonly ExerciceDepose[]>
  /** Les missions et les salles d’autres coopératives, que d’autres modules tiennent et qui se factureront. */
  depensesAttendues(tx: TenantTx): Promise<readonly DepenseAttendue[]>
  /** Les charges qu’une reprise d’un autre outil compte dans ces jours, en centimes ; zéro si aucune ne les couvre. */
  chargesReprises(tx: TenantTx, e: { readonly du: DateCivile; readonly au: DateCivile }): Promise<Montant>
}

export const sansPrises: PrisesFacturation = {
  retenues: async () => [],
  exercicesDeposes: async () => [],
  depensesAttendues: async () => [],
  chargesReprises: async () => centimes(0),
}
