import { type RawBuilder, sql } from 'kysely'
import { chiffresCherches } from '#kernel/chercher-numero.ts'
import { commence, type TenantTx, TROUVES_MAX, type Trouve } from '#platform/db/index.ts'
import { motsVoisins } from '../domain/fautes.ts'

/**
 * Les entreprises dont le nom a ce début de mot, ou dont le SIRET, le SIREN ou le téléphone a ce début, sans celles qu’une autre a absorbées.
 * À défaut, celles dont un mot est à une faute de celui-ci.
 */
export const entreprisesNommees = async (tx: TenantTx, mot: string): Promise<readonly Trouve[]> => {
  const chiffres = chiffresCherches(mot)
  const trouvees = await lister(
    tx,
    chiffres === undefined
      ? commence(sql`e.nom`, mot)
      : sql`(e.siret like ${`${chiffres}%`} or e.siren like ${`${chiffres}%`} or tiers.telephone_compose(e.telephone) like ${`${chiffres}%`})`,
  )
  const voisins = mot.split(' ').flatMap(motsVoisins)
  return trouvees.length > 0 || voisins.length === 0
    ? trouvees
    : lister(tx, sql`string_to_array(e.pli, ' ') && ${`{${voisins.join(',')}}`}::text[]`)
}

const lister = async (tx: TenantTx, ou: RawBuilder<unknown>): Promise<readonly Trouve[]> => {
  const { rows } = await sql<Trouve>`select e.id, e.nom as libelle, coalesce(e.ville, '') as detail
    from tiers.entreprise e
    where ${ou} and not exists (select from tiers.fusion_entreprise f
      where f.organisme_id = e.organisme_id and f.absorbe_id = e.id and f.defaite_le is null)
    order by e.pli, e.id limit ${TROUVES_MAX}`.execute(tx)
  return rows
}
