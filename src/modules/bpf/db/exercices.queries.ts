import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'
import { type Lectures, lireLectures } from '../domain/parametres.ts'

export type ReglageExercice = Exercice & {
  readonly echeanceLe: DateCivile | null
  /** Les règles douteuses tranchées pour cet exercice. */
  readonly lectures: Partial<Lectures>
  /** Cadre A : l’adresse peut être publiée ; nul, personne ne l’a dit. */
  readonly adressePublique: boolean | null
  readonly version: number
}

type Ligne = Omit<ReglageExercice, 'lectures'> & { readonly brutes: unknown }

const colonnes = sql`debut::text as debut, fin::text as fin, echeance_le::text as "echeanceLe",
  lectures as brutes, adresse_publique as "adressePublique", version`

const enReglage = ({ brutes, ...l }: Ligne): ReglageExercice => ({ ...l, lectures: lireLectures(brutes) })

export const reglageDe = async (tx: TenantTx, e: Exercice): Promise<ReglageExercice | undefined> => {
  const { rows } = await sql<Ligne>`select ${colonnes} from bpf.exercice where debut = ${e.debut}::date
    and fin = ${e.fin}::date`.execute(tx)
  return rows[0] && enReglage(rows[0])
}

export const exercicesDits = async (tx: TenantTx): Promise<ReglageExercice[]> =>
  (await sql<Ligne>`select ${colonnes} from bpf.exercice order by debut`.execute(tx)).rows.map(enReglage)

/** La fin du dernier exercice déposé avant celui-ci (V23) ; rien si aucun ne l'a été. */
export const finDuDepotPrecedent = async (tx: TenantTx, e: Exercice): Promise<DateCivile | undefined> =>
  (
    await sql<{ fin: DateCivile | null }>`select max(fin)::text as fin from bpf.depot
      where fin < ${e.fin}::date and debut < ${e.debut}::date`.execute(tx)
  ).rows[0]?.fin ?? undefined
