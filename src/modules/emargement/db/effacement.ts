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

/** Les entrées des inscriptions de ces fiches (la fiche, et celles qui lui sont réunies). */
export const partsDeLaPersonne = async (
  tx: TenantTx,
  personnes: readonly PersonneId[],
): Promise<PartsDeSession[]> => {
  const { rows } = await sql<PartsDeSession>`
    select s.id as session, s.numero, s.intitule, m.activite_id as activite, m.objet,
      array_agg(distinct m.numero order by m.numero) as numeros, array_agg(distinct v.part order by v.part) as parts
    from inscriptions.inscription i
      join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
      join (select organisme_id, inscription_id, maillon_id from emargement.signature
        union select organisme_id, inscription_id, maillon_id from emargement.absence
        union select organisme_id, inscription_id, maillon_id from emargement.rectification) f
        on f.organisme_id = i.organisme_id and f.inscription_id = i.id
      join emargement.maillon m on m.organisme_id = f.organisme_id and m.id = f.maillon_id
      join emargement.prive v on v.organisme_id = m.organisme_id and v.maillon_id = m.id
    where i.organisme_id = (select app.organisme()) and i.personne_id = any (${[...personnes]}::uuid[])
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
