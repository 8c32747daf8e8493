import { sql } from 'kysely'
import type { ActiviteId, Id, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { BaremePose, Reglage } from '../domain/compte.ts'

export type BaremeVoulu = Pick<BaremePose, 'contribution' | 'assiette' | 'depuis' | 'fixeMensuel'> & {
  readonly id: Id<'Bareme'>
  readonly activite: ActiviteId | null
  readonly seuils: readonly number[]
  readonly taux: readonly number[]
}

/** Faux : un barème de cette contribution commence déjà ce jour-là. */
export const ajouterBareme = async (tx: TenantTx, b: BaremeVoulu): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into cae.bareme (id, enseigne_id, contribution, assiette, depuis, seuils, taux, fixe_mensuel_centimes)
      values (${b.id}::uuid, ${b.activite}::uuid, ${b.contribution}, ${b.assiette}, ${b.depuis}::date, ${`{${b.seuils.join(',')}}`}::bigint[],
        ${`{${b.taux.join(',')}}`}::int4[], ${b.fixeMensuel})
      on conflict do nothing`.execute(tx)
  return numAffectedRows === 1n
}

export const retirerBareme = async (
  tx: TenantTx,
  id: Id<'Bareme'>,
  par: PersonneId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update cae.bareme set retire_le = ${le}::timestamptz, retire_par = ${par}::uuid where id = ${id}::uuid and retire_le is null`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

const liste = (t: readonly string[]) => `{${t.join(',')}}`

/** Faux : quelqu’un l’a changé depuis. `version` : celle qu’on a lue, 0 quand rien n’était réglé. */
export const poserReglage = async (
  tx: TenantTx,
  r: Reglage,
  version: number,
  par: PersonneId,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } =
    version === 0
      ? await sql`insert into cae.reglage (cumul, avoir, seuils, natures_exclues, comptes_deduits, comptes_tresorerie, comptes_a_venir)
          values (${r.cumul}, ${r.avoir}, ${r.seuils}, ${liste(r.naturesExclues)}::text[], ${liste(r.comptesDeduits)}::text[],
            ${liste(r.comptesTresorerie)}::text[], ${liste(r.comptesAVenir)}::text[]) on conflict do nothing`.execute(
          tx,
        )
      : await sql`update cae.reglage set cumul = ${r.cumul}, avoir = ${r.avoir}, seuils = ${r.seuils},
            natures_exclues = ${liste(r.naturesExclues)}::text[], comptes_deduits = ${liste(r.comptesDeduits)}::text[],
            comptes_tresorerie = ${liste(r.comptesTresorerie)}::text[], comptes_a_venir = ${liste(r.comptesAVenir)}::text[],
            version = version + 1, modifie_le = ${le}::timestamptz, modifie_par = ${par}::uuid
          where version = ${version}`.execute(tx)
  return numAffectedRows === 1n
}
