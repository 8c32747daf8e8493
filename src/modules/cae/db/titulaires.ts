import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import { type EntrepriseId, resoudre, resoudreEntreprises, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Bien, DroitDit } from '../domain/titulaires.ts'

/** Ce que l’on a dit des droits sur les biens d’une enseigne, du plus ancien au plus récent ; une fiche réunie à une autre vaut pour celle qu’on a gardée. */
export const listerDroits = async (tx: TenantTx, activite: ActiviteId): Promise<DroitDit[]> => {
  const { rows } = await sql<
    Pick<DroitDit, 'genre' | 'objet' | 'note'> & {
      qui: DroitDit['titulaire']['qui']
      personne: TiersId | null
    }
  >`select genre, objet_id as objet, qui, personne_id as personne, note from cae.titulaire
    where activite_id = ${activite} order by dit_le, id`.execute(tx)
  const personnes = await resoudre(
    tx,
    rows.flatMap((r) => r.personne ?? []),
  )
  const clients: ReadonlyMap<string, string> = await resoudreEntreprises(
    tx,
    rows.flatMap((r) => (r.genre === 'client' ? (r.objet as string as EntrepriseId) : [])),
  )
  return rows.map(({ qui, personne, objet, ...d }) => ({
    ...d,
    objet: d.genre === 'client' ? ((clients.get(objet) ?? objet) as DroitDit['objet']) : objet,
    titulaire:
      qui === 'personne' && personne
        ? { qui, personne: personnes.get(personne) ?? personne }
        : { qui: qui === 'cooperative' ? qui : 'enseigne' },
  }))
}

/** Les clients et les programmes d’une enseigne, par nom, les offres retirées comprises : une œuvre reste à qui l’a écrite. Une fiche réunie à une autre n’en fait pas deux. */
export const clientsEtProgrammes = async (tx: TenantTx, activite: ActiviteId): Promise<Bien[]> =>
  (
    await sql<Bien>`(select 'client' as genre, e.id, e.nom from tiers.entreprise e where e.activite_id = ${activite} and e.est_client
        and not exists (select from tiers.fusion_entreprise f where f.organisme_id = e.organisme_id and f.absorbe_id = e.id and f.defaite_le is null)
        order by e.pli, e.id)
      union all
      (select 'programme', o.id, o.intitule from catalogue.offre o where o.activite_id = ${activite} order by o.pli, o.id)`.execute(
      tx,
    )
  ).rows
