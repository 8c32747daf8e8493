import { sql } from 'kysely'
import { chiffresCherches } from '#kernel/chercher-numero.ts'
import type { ActiviteId } from '#kernel/id.ts'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import { motsVoisins } from '../domain/fautes.ts'
import type { EntrepriseId, Tiers, TiersId } from '../domain/lus.ts'
import { alias, resoudre, resoudreEntreprises, vive } from './renvois.ts'

export type { EntrepriseId, Tiers, TiersId } from '../domain/lus.ts'

const colonnes = sql`p.id, p.activite_id as activite, p.prenom, p.nom, p.courriel, p.telephone, p.adresse,
  p.code_postal as "codePostal", p.ville, p.entreprise_id as entreprise, e.nom as employeur, e.siret, p.pli
  from tiers.personne p left join tiers.entreprise e on e.organisme_id = p.organisme_id and e.id = p.entreprise_id`

/** Le dernier signe d'Unicode : la borne haute d'un préfixe. */
const fin = '\u{10ffff}'

/** Ce que l'on cherche parmi les personnes ; l'une peut être tout à la fois. */
export const qui = {
  stagiaire: 'stagiaires',
  contact: 'contacts d’entreprise',
  intervenant: 'intervenants',
} as const satisfies Record<string, string>
export type Qui = keyof typeof qui

export type FiltreTiers = {
  /** Le début de mots du nom, du prénom ou du courriel, ou celui d’un téléphone, dans n'importe quel ordre ; accents et casse indifférents. */
  readonly q?: string | undefined
  readonly qui?: Qui | undefined
}

const lignesDe: Readonly<Record<Qui, ReturnType<typeof sql>>> = {
  stagiaire: sql`tiers.stagiaire`,
  contact: sql`(select organisme_id, personne_id from tiers.contact where retire_le is null)`,
  intervenant: sql`tiers.intervenant`,
}

/** Elle-même, ou une fiche qui lui est réunie. Les renvois sont peu nombreux : ils se remontent une fois pour toutes. */
const estUn = (
  q: Qui,
) => sql`(exists (select from ${lignesDe[q]} l where l.organisme_id = p.organisme_id and l.personne_id = p.id)
  or p.id in (
    with recursive suite as (
      select f.garde_id as racine, f.absorbe_id as id from tiers.fusion f where f.defaite_le is null
      union
      select f.garde_id, s.id from suite s join tiers.fusion f
        on f.organisme_id = (select app.organisme()) and f.absorbe_id = s.racine and f.defaite_le is null)
    select s.racine from suite s join ${lignesDe[q]} l
      on l.organisme_id = (select app.organisme()) and l.personne_id = s.id))`

const maxMots = 6
/** Les mots cherchés, le plus long d'abord : c'est lui qui retient le moins de monde. */
const motsDe = (q: string): string[] => {
  const numero = chiffresCherches(q)
  if (numero !== undefined) return [numero]
  return [...new Set(plier(q).split(' '))]
    .filter((m) => m !== '')
    .sort((a, b) => b.length - a.length)
    .slice(0, maxMots)
}

/**
 * Elle a aussi ce mot. On le cherche fiche par fiche ; mais quand le premier n'a qu'une ou deux lettres, il retient
 * trop de monde, et l'on réunit plutôt les deux listes.
 */
const aussi = (premier: string, mot: string) =>
  premier.length < 3
    ? sql`intersect select n.pli, n.personne_id from tiers.mot n where n.mot >= ${mot} and n.mot < ${mot + fin}`
    : sql`and exists (select from tiers.mot n where n.organisme_id = m.organisme_id
        and n.personne_id = m.personne_id and n.mot >= ${mot} and n.mot < ${mot + fin})`

/**
 * Par nom, puis prénom ; les fiches réunies à une autre n'y sont plus (leurs mots mènent à la gardée). Rend une ligne
 * de plus que `taille` s'il en reste (`cutPage`).
 */
export const listerTiers = async (
  tx: TenantTx,
  { q = '', qui: role }: FiltreTiers,
  { sens, cle }: PageRequest,
  taille: number,
): Promise<Tiers[]> => {
  const [premier, ...autres] = motsDe(q)
  const [pliCle, idCle] = [cle?.[0], cle?.[1]]
  const depuis = (alias: string) =>
    typeof pliCle === 'string' && typeof idCle === 'string'
      ? sql`(${sql.ref(`${alias}.pli`)}, ${sql.ref(`${alias}.id`)}) ${sens === 'avant' ? sql`<` : sql`>`} (${pliCle}, ${idCle}::uuid)`
      : sql`true`
  const ordre = (alias: string) => {
    const [pli, id] = [sql.ref(`${alias}.pli`), sql.ref(`${alias}.id`)]
    return sens === 'avant' ? sql`${pli} desc, ${id} desc` : sql`${pli}, ${id}`
  }
  if (premier === undefined) {
    const { rows } = await sql<Tiers>`select ${colonnes}
      where ${role ? estUn(role) : sql`true`} and p.effacee_le is null and not ${vive('fusion', sql`p`)} and ${depuis('p')}
      order by ${ordre('p')} limit ${taille + 1}`.execute(tx)
    return suivreEmployeurs(tx, rows)
  }
  // Le premier mot se lit dans son index, qui porte l'ordre ; les fiches ne se lisent qu'une fois la page connue.
  const { rows } = await sql<Tiers>`
    with trouve as materialized (
      select distinct m.pli, m.personne_id as id from tiers.mot m
       where m.mot >= ${premier} and m.mot < ${premier + fin}
         ${sql.join(
           autres.map((mot) => aussi(premier, mot)),
           sql` `,
         )}),
    suivi as (
      select t.pli, t.id from trouve t
       where not exists (select from tiers.fusion f where f.organisme_id = (select app.organisme())
         and f.absorbe_id = t.id and f.defaite_le is null)
      union
      select g.pli, g.id from (
        with recursive suite as (
          select f.garde_id as id from trouve t join tiers.fusion f on f.organisme_id = (select app.organisme())
            and f.absorbe_id = t.id and f.defaite_le is null
          union
          select f.garde_id from suite s join tiers.fusion f on f.organisme_id = (select app.organisme())
            and f.absorbe_id = s.id and f.defaite_le is null)
        select p.pli, p.id from suite s join tiers.personne p on p.organisme_id = (select app.organisme()) and p.id = s.id
         where not ${vive('fusion', sql`p`)}) g),
    page as (
      select s.pli, s.id from suivi s
       where ${depuis('s')} ${role ? sql`and exists (select from tiers.personne p where p.organisme_id = (select app.organisme()) and p.id = s.id and ${estUn(role)})` : sql``}
       order by ${ordre('s')} limit ${taille + 1})
    select ${colonnes} join page on page.id = p.id where p.organisme_id = (select app.organisme())
     order by ${ordre('p')}`.execute(tx)
  return suivreEmployeurs(tx, rows)
}

/** Les premières personnes qui répondent à ces mots ; `max` au plus. */
export const chercherTiers = async (tx: TenantTx, q: string, max: number): Promise<Tiers[]> => {
  if (motsDe(q).length === 0) return []
  const trouves = await listerTiers(tx, { q }, { sens: 'apres', cle: undefined }, max)
  return trouves.length > 0 ? trouves.slice(0, max) : chercherAUneFaute(tx, q, max)
}

/** Personne ne répond : celles dont chaque mot cherché a un voisin à une faute. */
const chercherAUneFaute = async (tx: TenantTx, q: string, max: number): Promise<Tiers[]> => {
  const voisins = motsDe(q)
    .map(motsVoisins)
    .filter((v) => v.length > 0)
  if (voisins.length === 0) return []
  const deCeuxLa = voisins.map(
    (v) => sql`select n.personne_id from tiers.mot n where n.mot = any (${`{${v.join(',')}}`}::text[])`,
  )
  const { rows } = await sql<Tiers>`select ${colonnes}
    where p.organisme_id = (select app.organisme()) and p.effacee_le is null and not ${vive('fusion', sql`p`)}
      and p.id in (${sql.join(deCeuxLa, sql` intersect `)})
    order by p.pli, p.id limit ${max}`.execute(tx)
  return suivreEmployeurs(tx, rows)
}

/** L'employeur dont la fiche a été réunie à une autre est celui de la gardée. */
const suivreEmployeurs = async (tx: TenantTx, lus: readonly Tiers[]): Promise<Tiers[]> => {
  const racines = await resoudreEntreprises(
    tx,
    lus.flatMap((t) => (t.entreprise ? [t.entreprise] : [])),
  )
  const suivis = [...racines].flatMap(([de, vers]) => (de === vers ? [] : [vers]))
  if (suivis.length === 0) return [...lus]
  const { rows } = await sql<{ id: EntrepriseId; nom: string; siret: string | null }>`select id, nom, siret
    from tiers.entreprise where id = any (${`{${suivis.join(',')}}`}::uuid[])`.execute(tx)
  const gardees = new Map(rows.map((e) => [e.id, e]))
  return lus.map((t) => {
    const e = t.entreprise && gardees.get(racines.get(t.entreprise) ?? t.entreprise)
    return e ? { ...t, entreprise: e.id, employeur: e.nom, siret: e.siret } : t
  })
}

/** La personne, ou celle à laquelle sa fiche a été réunie. */
export const lireTiers = async (tx: TenantTx, id: TiersId): Promise<Tiers | undefined> =>
  lireTiersTelle(tx, (await resoudre(tx, [id])).get(id) ?? id)

/** La fiche, retenue jusqu'à la fin de la transaction : de deux personnes qui la corrigent, la seconde voit ce qu'a écrit la première. */
export const retenirTiers = async (tx: TenantTx, id: TiersId): Promise<Tiers | undefined> => {
  const tiers = await lireTiers(tx, id)
  if (!tiers) return undefined
  await sql`select id from tiers.personne where organisme_id = (select app.organisme()) and id = ${tiers.id}::uuid for update`.execute(
    tx,
  )
  return lireTiers(tx, tiers.id)
}

/** La fiche elle-même, même réunie à une autre. */
export const lireTiersTelle = async (tx: TenantTx, id: TiersId): Promise<Tiers | undefined> =>
  (await suivreEmployeurs(tx, (await sql<Tiers>`select ${colonnes} where p.id = ${id}`.execute(tx)).rows))[0]

/**
 * Les personnes déjà connues de cette enseigne sous ce nom plié, et sous ce courriel (ou sans courriel d'un des
 * deux côtés). On les propose ; on ne confond jamais deux personnes en silence.
 */
export const homonymes = async (
  tx: TenantTx,
  activite: ActiviteId,
  { prenom, nom, courriel }: { prenom: string; nom: string; courriel: string | undefined },
): Promise<Tiers[]> =>
  (
    await sql<Tiers>`select ${colonnes}
      where p.activite_id = ${activite} and p.pli = ${plier(`${nom} ${prenom}`)}
        and not ${vive('fusion', sql`p`)}
        and (p.courriel is null or ${courriel ?? null}::text is null or p.courriel = ${courriel ?? null})
      order by p.cree_le, p.id limit 5`.execute(tx)
  ).rows

/** Les noms de ces personnes, pour une phrase du journal. */
export const nommerTiers = async (tx: TenantTx, ids: readonly string[]): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; prenom: string; nom: string }>`
    select id, prenom, nom from tiers.personne where id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(tx)
  return new Map(rows.map((l) => [l.id, `${l.prenom} ${l.nom}`]))
}

/** Les personnes dont cette entreprise est l'employeur, par nom ; les fiches réunies à une autre n'y sont pas. */
export const personnesDe = async (tx: TenantTx, entreprise: EntrepriseId, max: number): Promise<Tiers[]> => {
  const memes = await alias(tx, 'fusion_entreprise', entreprise)
  const { rows } = await sql<Tiers>`select ${colonnes}
    where p.entreprise_id = any (${`{${memes.join(',')}}`}::uuid[]) and not ${vive('fusion', sql`p`)}
    order by p.pli, p.id limit ${max}`.execute(tx)
  return rows
}
