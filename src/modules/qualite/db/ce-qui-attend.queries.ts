import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export type CeQuiAttend = {
  /** Qui lit agit pour toute la coopérative. */
  readonly toutes: boolean
  /** Les veilles transmises à qui lit, et non lues ; l’instant en texte. */
  readonly veilles: readonly {
    readonly ligne: string
    readonly titre: string
    readonly le: string
    readonly relance: string | null
  }[]
  /** À qui agit pour toutes, celles qui montent et attendent une réponse ; à une enseigne, celles qu’on lui demande et qui ne sont pas closes. */
  readonly ameliorations: readonly {
    readonly id: string
    readonly titre: string
    readonly enseigne: string
  }[]
}

/** Ce que la veille et les améliorations attendent de qui lit, ou du compte dont une tâche compose le résumé, cinq au plus de chaque, d’une question : la journée les pose toutes à chaque page. */
export const ceQuiAttend = async (tx: TenantTx, compte: string): Promise<CeQuiAttend> => {
  const { rows } = await sql<CeQuiAttend>`select app.toutes_activites() as toutes,
    coalesce((select json_agg(json_build_object('ligne', v.ligne, 'titre', v.titre, 'le', v.diffusee_le, 'relance', v.relancee_le))
      from (select * from porte.veilles_recues(${compte}::uuid) where lue_le is null order by diffusee_le desc, ligne limit 5) v), '[]') as veilles,
    coalesce((select json_agg(json_build_object('id', x.ligne_id, 'titre', x.titre, 'enseigne', x.nom))
      from (select l.ligne_id, r.titre, a.nom from qualite.amelioration_liee l join organisme.activite a on a.organisme_id = l.organisme_id and a.id = l.activite_id
          join lateral (select y.titre, y.contenu, y.retire from qualite.registre y where y.organisme_id = l.organisme_id and y.id = l.ligne_id
            order by y.rang desc limit 1) r on true
        where l.organisme_id = (select app.organisme()) and not r.retire
          and case when (select app.toutes_activites()) then l.sens = 'montee' and l.repondue_le is null
            else l.sens = 'descente' and coalesce(r.contenu ->> 'closeLe', '') = '' end
        order by l.faite_le, l.ligne_id limit 5) x), '[]') as ameliorations`.execute(tx)
  return rows[0] ?? { toutes: false, veilles: [], ameliorations: [] }
}
