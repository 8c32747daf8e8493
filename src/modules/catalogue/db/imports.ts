import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ImportId, OffreId } from '../domain/offre.ts'
import type { Connue, ImportLu } from '../domain/ports.ts'

export const lireImport = async (tx: TenantTx, id: ImportId): Promise<ImportLu | undefined> =>
  (
    await sql<ImportLu>`select id, nom_fichier as "nomFichier", version, rapport, lu_le as "luLe", lu_par as "luPar"
      from catalogue.import where id = ${id}`.execute(tx)
  ).rows[0]

export const listerImports = async (tx: TenantTx): Promise<ImportLu[]> =>
  (
    await sql<ImportLu>`select id, nom_fichier as "nomFichier", version, rapport, lu_le as "luLe", lu_par as "luPar"
      from catalogue.import order by lu_le desc, id desc limit 10`.execute(tx)
  ).rows

/**
 * Les offres vivantes de cette enseigne qui viennent d'un fichier, retenues : deux imports du même fichier au même
 * instant passent l'un après l'autre, même quand aucune offre n'existe encore.
 */
export const offresDeSource = async (
  tx: TenantTx,
  activite: ActiviteId,
  cleDe: (siret: string | null, numero: string) => string,
): Promise<Map<string, Connue>> => {
  await sql`select pg_advisory_xact_lock(hashtext('catalogue.import'), hashtext(${activite}))`.execute(tx)
  const { rows } = await sql<{
    id: OffreId
    etat: 'brouillon' | 'adoptee'
    empreinte: Buffer | null
    siret: string | null
    numero: string
  }>`select id, etat, empreinte_source as empreinte, origine_siret as siret, numero_source as numero
    from catalogue.offre where activite_id = ${activite} and numero_source is not null and etat <> 'retiree'
    for no key update`.execute(tx)
  return new Map(
    rows.map((r) => {
      const cle = cleDe(r.siret, r.numero)
      return [cle, { id: r.id, etat: r.etat, empreinte: r.empreinte }] as const
    }),
  )
}
