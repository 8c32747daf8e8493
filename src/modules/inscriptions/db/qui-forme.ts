import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { QuiForme } from '../domain/titres.ts'

/**
 * Qui intervient à ces demi-journées, une fois chacun, avec ses titres (L6352-1). Dans une CAE, qui forme sous une enseigne y a
 * une fiche, et ses titres sur une autre : son compte, qui n’a qu’une fiche d’intervenant, mène de l’une à l’autre. Une fiche de l’activité
 * commune, que le mur cache à l’enseigne, se nomme aussi, sans mener nulle part.
 * Sans personne affectée, le nom que tient la session, dont personne n’a dit les titres : vides, la pièce est refusée.
 */
export const lireQuiForme = async (
  tx: TenantTx,
  seances: readonly string[],
  nomTenu: string,
): Promise<readonly QuiForme[]> => {
  const { rows } = await sql<
    Omit<QuiForme, 'personne'> & { personne: string | null }
  >`select coalesce(p.prenom, k.prenom) as prenom, coalesce(p.nom, k.nom) as nom,
      coalesce(nullif(i.titres, ''), nullif(c.titres, ''), k.titres, '') as titres, min(p.id::text) as personne
    from sessions.affectation a
      left join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
      left join lateral porte.anime_en_commun(case when p.id is null then a.seance_id end, a.personne_id) k on true
      left join tiers.intervenant i on i.organisme_id = a.organisme_id and i.personne_id = a.personne_id
      left join tiers.intervenant c on c.organisme_id = a.organisme_id and c.compte_id = a.compte_id
    where a.organisme_id = (select app.organisme()) and a.seance_id = any (${[...seances]}::uuid[]) and coalesce(p.nom, k.nom) is not null
    group by 1, 2, 3 order by 2, 1`.execute(tx)
  return rows.length > 0
    ? rows.map(({ personne, ...qui }) => (personne === null ? qui : { ...qui, personne }))
    : [{ prenom: '', nom: nomTenu, titres: '' }]
}
