import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { Exercice } from '../domain/dossier.ts'
import type { ReglageExercice } from './exercices.queries.ts'

/** Ajoute l'exercice s'il n'est pas encore dit. */
export const insererExercice = async (tx: TenantTx, e: Exercice, le: Date): Promise<void> => {
  await sql`insert into bpf.exercice (debut, fin, modifie_le) values (${e.debut}::date, ${e.fin}::date, ${le})
    on conflict do nothing`.execute(tx)
}

export const reglerExercice = async (
  tx: TenantTx,
  e: Exercice,
  r: Pick<ReglageExercice, 'echeanceLe' | 'lectures' | 'adressePublique'>,
  le: Date,
): Promise<void> => {
  await sql`update bpf.exercice set echeance_le = ${r.echeanceLe}::date, lectures = ${JSON.stringify(r.lectures)}::jsonb,
      adresse_publique = ${r.adressePublique}::bool, version = version + 1, modifie_le = ${le}, modifie_par = (select app.personne())
    where debut = ${e.debut}::date and fin = ${e.fin}::date`.execute(tx)
}
