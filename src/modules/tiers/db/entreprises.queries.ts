import { sql } from 'kysely'
import { plier } from '#kernel/texte.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { PageRequest } from '#web/pagination.ts'
import type { RoleEntreprise } from '../domain/entreprise.ts'
import type { Contact, Entreprise, EntrepriseId, TiersId } from '../domain/lus.ts'
import { alias, resoudre, resoudreEntreprises, vive } from './renvois.ts'

const colonnes = sql`e.id, e.activite_id as activite, e.nom, e.siren, e.siret, e.nda, e.adresse,
  e.code_postal as "codePostal", e.ville, e.telephone, e.courriel, e.est_client as "estClient", e.est_of as "estOf",
  e.financeur_genre as financeur, e.pays, e.tva_intra as "tvaIntra", e.sans_siren as "sansSiren", e.pli from tiers.entreprise e`

const role = (r: RoleEntreprise | undefined) =>
  r === 'client'
    ? sql`e.est_client`
    : r === 'of'
      ? sql`e.est_of`
      : r === 'financeur'
        ? sql`e.financeur_genre is not null`
        : sql`true`

export type FiltreEntreprises = {
  /** Le début de n'importe quel mot du nom, ou d'un SIRET. */
  readonly q?: string | undefined
  readonly role?: RoleEntreprise | undefined
}

// Quelques milliers de lignes au plus : on les relit plutôt que de tenir leurs mots à part.
const cherche = (q: string) => {
  const mots = plier(q).split(' ').filter(Boolean)
  const chiffres = q.replace(/[\s\u00a0\u202f]/g, '')
  const parNom = sql.join(
    mots.map((m) => sql`strpos(' ' || e.pli, ${` ${m}`}) > 0`),
    sql` and `,
  )
  if (mots.length === 0) return sql`true`
  return /^\d{3,14}$/.test(chiffres)
    ? sql`((${parNom}) or starts_with(e.siret, ${chiffres}) or starts_with(e.siren, ${chiffres}))`
    : parNom
}

/** Par nom. Les fiches réunies à une autre n'y sont plus. Rend une ligne de plus que `taille` s'il en reste. */
export const listerEntreprises = async (
  tx: TenantTx,
  { q = '', role: r }: FiltreEntreprises = {},
  { sens, cle }: PageRequest = { sens: 'apres', cle: undefined },
  taille = 1_000,
): Promise<Entreprise[]> => {
  const [pli, id] = [cle?.[0], cle?.[1]]
  const depuis = typeof pli === 'string' && typeof id === 'string' ? [pli, id] : undefined
  const { rows } = await sql<Entreprise>`select ${colonnes}
    where ${cherche(q)} and ${role(r)} and not ${vive('fusion_entreprise', sql`e`)}
      and ${
        depuis
          ? sql`(e.pli, e.id) ${sens === 'avant' ? sql`<` : sql`>`} (${depuis[0]}, ${depuis[1]}::uuid)`
          : sql`true`
      }
    order by ${sens === 'avant' ? sql`e.pli desc, e.id desc` : sql`e.pli, e.id`} limit ${taille + 1}`.execute(
    tx,
  )
  return rows
}

/** La fiche, ou celle à laquelle elle a été réunie. */
export const lireEntreprise = async (tx: TenantTx, id: EntrepriseId): Promise<Entreprise | undefined> => {
  const racine = (await resoudreEntreprises(tx, [id])).get(id) ?? id
  return lireEntrepriseTelle(tx, racine)
}

/** La fiche, retenue jusqu'à la fin de la transaction. */
export const retenirEntreprise = async (tx: TenantTx, id: EntrepriseId): Promise<Entreprise | undefined> => {
  const lue = await lireEntreprise(tx, id)
  if (!lue) return undefined
  await sql`select id from tiers.entreprise where organisme_id = (select app.organisme()) and id = ${lue.id}::uuid for update`.execute(
    tx,
  )
  return lireEntreprise(tx, lue.id)
}

/** La fiche elle-même, même réunie à une autre. */
export const lireEntrepriseTelle = async (tx: TenantTx, id: EntrepriseId): Promise<Entreprise | undefined> =>
  (await sql<Entreprise>`select ${colonnes} where e.id = ${id}`.execute(tx)).rows[0]

/** Les structures qui financent la formation d'autrui, par nom. */
export const listerFinanceurs = (tx: TenantTx): Promise<Entreprise[]> =>
  listerEntreprises(tx, { role: 'financeur' })

/** Les noms de ces entreprises, chacun suivi jusqu'à la fiche gardée. */
export const nommerEntreprises = async (
  tx: TenantTx,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map()
  const racines = await resoudreEntreprises(tx, ids as EntrepriseId[])
  const { rows } = await sql<{ id: string; nom: string }>`select id, nom from tiers.entreprise
    where id = any (${`{${[...new Set(racines.values())].join(',')}}`}::uuid[])`.execute(tx)
  const noms = new Map(rows.map((l) => [l.id, l.nom]))
  return new Map(ids.flatMap((id) => [[id, noms.get(racines.get(id as EntrepriseId) ?? id) ?? '']] as const))
}

const contacts = sql`c.id, c.activite_id as activite, c.entreprise_id as entreprise, e.nom as "nomEntreprise",
  p.id as personne, p.prenom, p.nom, p.courriel, p.telephone, c.fonction, c.peut_signer as "peutSigner"
  from tiers.contact c
    join tiers.personne p on p.organisme_id = c.organisme_id and p.id = c.personne_id
    join tiers.entreprise e on e.organisme_id = c.organisme_id and e.id = c.entreprise_id`

/** Une fiche et celles qui lui ont été réunies sont les mêmes gens : leurs contacts se lisent ensemble, une fois chacun. */
const unParPersonne = async (tx: TenantTx, lus: readonly Contact[], cle: (c: Contact) => string) => {
  const gens = await resoudre(
    tx,
    lus.map((c) => c.personne),
  )
  const maisons = await resoudreEntreprises(
    tx,
    lus.map((c) => c.entreprise),
  )
  const gardes = new Map<string, Contact>()
  for (const c of lus) {
    const vu = {
      ...c,
      personne: gens.get(c.personne) ?? c.personne,
      entreprise: maisons.get(c.entreprise) ?? c.entreprise,
    }
    const avant = gardes.get(cle(vu))
    if (!avant || (!avant.peutSigner && vu.peutSigner)) gardes.set(cle(vu), vu)
  }
  return [...gardes.values()]
}

/** Les contacts en cours d'une entreprise, qui peut signer d'abord. */
export const contactsDe = async (tx: TenantTx, entreprise: EntrepriseId): Promise<Contact[]> => {
  const memes = await alias(tx, 'fusion_entreprise', entreprise)
  const { rows } = await sql<Contact>`select ${contacts}
    where c.entreprise_id = any (${`{${memes.join(',')}}`}::uuid[]) and c.retire_le is null
    order by c.peut_signer desc, p.pli, c.id`.execute(tx)
  return unParPersonne(tx, rows, (c) => c.personne)
}

/** Les entreprises dont cette personne est le contact. */
export const contactsDePersonne = async (tx: TenantTx, personne: TiersId): Promise<Contact[]> => {
  const memes = await alias(tx, 'fusion', personne)
  const { rows } = await sql<Contact>`select ${contacts}
    where c.personne_id = any (${`{${memes.join(',')}}`}::uuid[]) and c.retire_le is null
    order by e.pli, c.id`.execute(tx)
  return unParPersonne(tx, rows, (c) => c.entreprise)
}
