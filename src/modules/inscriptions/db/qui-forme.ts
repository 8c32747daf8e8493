import { sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'
import type { QuiForme } from '../domain/titres.ts'

/**
 * Qui intervient à ces demi-journées, une fois chacun, avec ses titres (L6352-1). Dans une CAE, qui forme sous une enseigne y a
 * une fiche, et ses titres sur une autre : son compte, qui n’a qu’une fiche d’intervenant, mène de l’une à l’autre.
 * Sans personne affectée, le nom que tient la session, dont personne n’a dit les titres : vides, la pièce est refusée.
 */
export const lireQuiForme = async (
  tx: TenantTx,
  seances: readonly string[],
  nomTenu: string,
): Promise<readonly QuiForme[]> => {
  const { rows } =
    await sql<QuiForme>`select p.prenom, p.nom, coalesce(nullif(i.titres, ''), c.titres, '') as titres,
      min(p.id::text) as personne
    from sessions.affectation a
      join tiers.personne p on p.organisme_id = a.organisme_id and p.id = a.personne_id
      left join tiers.intervenant i on i.organisme_id = a.organisme_id and i.personne_id = a.personne_id
      left join tiers.intervenant c on c.organisme_id = a.organisme_id and c.compte_id = a.compte_id
    where a.organisme_id = (select app.organisme()) and a.seance_id = any (${[...seances]}::uuid[])
    group by 1, 2, 3 order by p.nom, p.prenom`.execute(tx)
  return rows.length > 0 ? rows : [{ prenom: '', nom: nomTenu, titres: '' }]
}
