import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { SalleId } from '../domain/ou-et-qui.ts'

export type SalleSaisie = { readonly nom: string; readonly places: number | null }

/** « ajoutee », « deja » (le même formulaire, deux fois) ou « nom-pris » dans cet établissement. */
export const insererSalle = async (
  tx: TenantTx,
  id: SalleId,
  etablissement: Id<'Etablissement'>,
  s: SalleSaisie,
  le: Date,
): Promise<'ajoutee' | 'deja' | 'nom-pris'> => {
  const { rows } = await sql`insert into sessions.salle (id, etablissement_id, nom, pli, places, cree_le)
    values (${id}, ${etablissement}, ${s.nom}, ${plier(s.nom)}, ${s.places}, ${le}) on conflict do nothing returning id`.execute(
    tx,
  )
  if (rows.length > 0) return 'ajoutee'
  const deja = await sql`select from sessions.salle where id = ${id}`.execute(tx)
  return deja.rows.length > 0 ? 'deja' : 'nom-pris'
}

/** Une autre salle ouverte de cet établissement porte-t-elle ce nom ? */
export const nomPris = async (
  tx: TenantTx,
  etablissement: Id<'Etablissement'>,
  nom: string,
  sauf: SalleId,
): Promise<boolean> =>
  (
    await sql`select from sessions.salle where etablissement_id = ${etablissement} and pli = ${plier(nom)}
      and id <> ${sauf} and fermee_le is null`.execute(tx)
  ).rows.length > 0

export const corrigerSalle = async (tx: TenantTx, id: SalleId, s: SalleSaisie): Promise<void> => {
  await sql`update sessions.salle set nom = ${s.nom}, pli = ${plier(s.nom)}, places = ${s.places} where id = ${id}`.execute(
    tx,
  )
}

/** `jour` nul : rouverte. */
export const fermerSalle = async (tx: TenantTx, id: SalleId, jour: DateCivile | null): Promise<void> => {
  await sql`update sessions.salle set fermee_le = ${jour}::date where id = ${id}`.execute(tx)
}
