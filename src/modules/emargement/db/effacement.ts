import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PartiePrivee } from '../domain/entree.ts'

/** Ce que le registre garde d’une personne dans une session : les entrées qui ont encore une part, et lesquelles. */
export type PartsDeSession = {
  readonly session: string
  readonly numero: string
  readonly intitule: string
  readonly activite: ActiviteId
  readonly objet: Buffer
  readonly numeros: readonly number[]
  readonly parts: readonly PartiePrivee[]
}

/**
 * Ce qu’elle a signé comme stagiaire, et comme intervenante : contresignatures et clôtures. Avec les fiches qui lui sont
 * réunies, dans les deux sens : c’est la même personne, sous la fiche gardée comme sous l’absorbée.
 */
export const partsDeLaPersonne = async (
  tx: TenantTx,
  personnes: readonly PersonneId[],
): Promise<PartsDeSession[]> => {
  const { rows } = await sql<PartsDeSession>`
    with recursive fiches (id) as (
      select unnest(${[...personnes]}::uuid[])
      union select case when f.garde_id = x.id then f.absorbe_id else f.garde_id end
        from fiches x join tiers.fusion f on f.organisme_id = (select app.organisme()) and f.defaite_le is null
          and (f.garde_id = x.id or f.absorbe_id = x.id)
    ), siens as (
      select i.organisme_id, i.session_id, f.maillon_id
        from inscriptions.inscription i
          join (select organisme_id, inscription_id, maillon_id from emargement.signature
            union select organisme_id, inscription_id, maillon_id from emargement.absence
            union select organisme_id, inscription_id, maillon_id from emargement.rectification) f
            on f.organisme_id = i.organisme_id and f.inscription_id = i.id
       where i.organisme_id = (select app.organisme()) and i.personne_id in (select id from fiches)
      union select s.organisme_id, s.session_id, f.maillon_id
        from tiers.intervenant v
          join (select organisme_id, seance_id, par, maillon_id from emargement.contresignature
            union select organisme_id, seance_id, close_par, maillon_id from emargement.cloture) f
            on f.organisme_id = v.organisme_id and f.par = v.compte_id
          join sessions.seance s on s.organisme_id = f.organisme_id and s.id = f.seance_id
       where v.organisme_id = (select app.organisme()) and v.personne_id in (select id from fiches)
    )
    select s.id as session, s.numero, s.intitule, m.activite_id as activite, m.objet,
      array_agg(distinct m.numero order by m.numero) as numeros, array_agg(distinct v.part order by v.part) as parts
    from siens x
      join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
      join emargement.maillon m on m.organisme_id = x.organisme_id and m.id = x.maillon_id
      join emargement.prive v on v.organisme_id = m.organisme_id and v.maillon_id = m.id
    group by s.id, s.numero, s.intitule, m.activite_id, m.objet order by s.numero, s.id`.execute(tx)
  return rows
}

/** Ôte ces parts et inscrit l’entrée qui le dit ; rend son numéro et le nombre de parts ôtées. */
export const effacerParts = async (
  tx: TenantTx,
  e: {
    readonly id: string
    readonly activite: ActiviteId
    readonly objet: Uint8Array
    readonly contenu: string
    readonly numeros: readonly number[]
    readonly parts: readonly PartiePrivee[]
  },
): Promise<{ numero: number; effacees: number }> => {
  const { rows } = await sql<{ numero: number; effacees: number }>`select numero, effacees
    from porte.effacer_parts(${e.id}::uuid, ${e.activite}::uuid, ${Buffer.from(e.objet)}::bytea, ${e.contenu},
      ${[...e.numeros]}::int8[], ${[...e.parts]}::text[])`.execute(tx)
  const r = rows[0]
  if (!r) throw new Error('L’effacement n’a pas répondu.')
  return r
}

export const nomDeLaFiche = async (tx: TenantTx, personne: PersonneId): Promise<string | undefined> => {
  const { rows } = await sql<{ nom: string }>`select prenom || ' ' || nom as nom from tiers.personne
    where organisme_id = (select app.organisme()) and id = ${personne}::uuid`.execute(tx)
  return rows[0]?.nom
}
