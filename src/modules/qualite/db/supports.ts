import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Contenu } from '../domain/registres.ts'

/** Les registres où se tiennent les œuvres d’une personne. */
export const genresDeSupport = ['ressource', 'deroule', 'matrice-competences']

export type SupportLu = {
  readonly id: string
  readonly genre: string
  readonly titre: string
  readonly programme: string
  readonly le: string
  readonly contenu: Contenu
  readonly fichiers: readonly { readonly nom: string; readonly fichier: string }[]
}

/** Les supports en vigueur d’une enseigne, et leurs fichiers : ceux de ses programmes, à défaut ceux qu’elle a inscrits. Cinq cents au plus. */
export const listerSupports = async (tx: TenantTx, activite: ActiviteId): Promise<SupportLu[]> =>
  (
    await sql<SupportLu>`select r.id, r.genre, r.titre, coalesce(o.intitule, '') as programme, r.le::text as le, r.contenu,
        coalesce((select jsonb_agg(jsonb_build_object('nom', j.nom, 'fichier', j.fichier) order by j.jointe_le, j.id) from qualite.jointe j
          where j.organisme_id = r.organisme_id and j.ligne_id = r.id
            and not exists (select from qualite.jointe_retrait y where y.organisme_id = j.organisme_id and y.jointe_id = j.id)), '[]') as fichiers
      from (select distinct on (x.id) x.* from qualite.registre x
        where x.organisme_id = (select app.organisme()) and x.genre = any (${`{${genresDeSupport.join(',')}}`}::text[]) order by x.id, x.rang desc) r
        left join catalogue.offre o on o.organisme_id = r.organisme_id and o.id = r.offre_id
      where not r.retire and coalesce(o.activite_id, r.activite_id) = ${activite}::uuid order by programme, r.titre, r.id limit 500`.execute(
      tx,
    )
  ).rows
