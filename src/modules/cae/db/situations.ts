import { sql } from 'kysely'
import type { TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Situation } from '../domain/situations.ts'

/** Les étapes de chaque personne que qui lit peut voir, ou d’une seule : toutes pour l’équipe d’appui, les siennes pour une autre. */
export const listerSituations = async (tx: TenantTx, personne: TiersId | null = null): Promise<Situation[]> =>
  (
    await sql<Situation>`select s.id, s.personne_id as personne, coalesce(p.prenom || ' ' || p.nom, '') as nom, s.enseigne_id as activite, a.nom as enseigne,
        s.genre, s.du::text as du, s.au::text as au, s.note
      from cae.situation s join organisme.activite a on a.organisme_id = s.organisme_id and a.id = s.enseigne_id
        left join tiers.personne p on p.organisme_id = s.organisme_id and p.id = s.personne_id
     where s.retiree_le is null and (${personne}::uuid is null or s.personne_id = ${personne}::uuid)
     order by p.pli, s.personne_id, s.du`.execute(tx)
  ).rows
