/**
 * Toutes les lignes qui désignent une personne, table par table, sous les murs de qui exporte. Les tables se lisent au catalogue : une
 * table neuve qui porte son identifiant, celui d’une inscription, d’une pièce ou d’une entrée du registre, est exportée sans qu’on y pense.
 */
import { sql } from 'kysely'
import type { PersonneId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'

export type TableExportee = {
  readonly table: string
  readonly lignes: readonly Readonly<Record<string, unknown>>[]
}

/** Ce qui ne se remet pas : mécanique de la base, droits d’autrui, secrets, ou répété ailleurs dans l’archive. */
const tablesEcartees = new Set([
  'tiers.mot',
  'donnees.archive',
  'donnees.lecture',
  'qualite.lecture',
  'qualite.affaire',
  'qualite.suite',
  'controles.constat',
  'sessions.abonnement',
  'sessions.agenda',
  'emargement.tablette',
  'emargement.passerelle_sms',
  'emargement.hors_ligne',
  'sessions.occupation',
])
/** Des colonnes que la personne n’a pas à recevoir : empreintes, clés, ce qu’une pièce collective dit des autres. */
const colonnesEcartees =
  /^(organisme_id|activite_id|pli|cle|jeton|sel|code|code_le|code_essais|codes|donnees|mots|faits)$/

export type CibleExport = {
  readonly personnes: readonly PersonneId[]
  readonly inscriptions: readonly string[]
  readonly dossiers: readonly string[]
  readonly pieces: readonly string[]
}

const cles = (
  c: CibleExport,
  maillons: readonly string[],
  reponses: readonly string[],
): Readonly<Record<string, readonly string[]>> => ({
  personne_id: c.personnes,
  payeur_personne_id: c.personnes,
  signataire_id: c.personnes,
  inscription_id: c.inscriptions,
  dossier_id: c.dossiers,
  piece_id: c.pieces,
  objet_id: [...c.personnes, ...c.inscriptions, ...c.dossiers, ...c.pieces],
  maillon_id: maillons,
  reponse_id: reponses,
})

export const dossiersPersonnels = async (tx: TenantTx, ids: readonly PersonneId[]): Promise<string[]> =>
  (
    await sql<{
      id: string
    }>`select id from inscriptions.dossier where organisme_id = (select app.organisme())
      and personne_id = any (${[...ids]}::uuid[])`.execute(tx)
  ).rows.map((r) => r.id)

const maillonsDe = async (tx: TenantTx, inscriptions: readonly string[]): Promise<string[]> =>
  (
    await sql<{
      id: string
    }>`select maillon_id as id from emargement.signature where organisme_id = (select app.organisme())
        and inscription_id = any (${[...inscriptions]}::uuid[])
      union select maillon_id from emargement.absence where organisme_id = (select app.organisme()) and inscription_id = any (${[...inscriptions]}::uuid[])
      union select maillon_id from emargement.rectification where organisme_id = (select app.organisme())
        and inscription_id = any (${[...inscriptions]}::uuid[])`.execute(tx)
  ).rows.map((r) => r.id)

/** Ses réponses nominatives aux questionnaires. */
const reponsesDe = async (tx: TenantTx, inscriptions: readonly string[]): Promise<string[]> =>
  (
    await sql<{ id: string }>`select y.id from questionnaires.reponse y
      join questionnaires.demande q on q.organisme_id = y.organisme_id and q.id = y.demande_id
      where y.organisme_id = (select app.organisme()) and q.inscription_id = any (${[...inscriptions]}::uuid[])`.execute(
      tx,
    )
  ).rows.map((r) => r.id)

export const lignesDe = async (tx: TenantTx, cible: CibleExport): Promise<TableExportee[]> => {
  const designe = cles(
    cible,
    await maillonsDe(tx, cible.inscriptions),
    await reponsesDe(tx, cible.inscriptions),
  )
  const { rows: colonnes } = await sql<{ tab: string; col: string; genre: string }>`
    select f.nom as tab, a.attname as col, format_type(a.atttypid, null) as genre
    from app.famille f join pg_catalog.pg_attribute a on a.attrelid = f.nom::regclass
    where f.famille in ('own', 'publie') and a.attnum > 0 and not a.attisdropped and has_column_privilege(a.attrelid, a.attnum, 'select')
      and split_part(f.nom, '.', 1) <> 'temoin' order by f.nom, a.attnum`.execute(tx)
  const tables = Map.groupBy(colonnes, (c) => c.tab)
  const exportees: TableExportee[] = []
  for (const [table, cols] of tables) {
    if (tablesEcartees.has(table)) continue
    const [propre] =
      table === 'tiers.personne'
        ? [cible.personnes]
        : table === 'inscriptions.dossier'
          ? [cible.dossiers]
          : table === 'documents.piece'
            ? [cible.pieces]
            : []
    const filtres = [
      ...cols.flatMap((c) => {
        const ids = c.genre === 'uuid' ? designe[c.col] : undefined
        return ids && ids.length > 0 ? [sql`t.${sql.ref(c.col)} = any (${`{${ids.join(',')}}`}::uuid[])`] : []
      }),
      ...(propre && propre.length > 0 ? [sql`t.id = any (${`{${propre.join(',')}}`}::uuid[])`] : []),
    ]
    const gardees = cols.filter((c) => c.genre !== 'bytea' && !colonnesEcartees.test(c.col))
    if (filtres.length === 0 || gardees.length === 0) continue
    const { rows } = await sql<{
      l: Record<string, unknown>
    }>`select to_jsonb(x) as l from (select ${sql.join(
      gardees.map((c) => sql`t.${sql.ref(c.col)}`),
    )} from ${sql.table(table)} t where t.organisme_id = (select app.organisme()) and (${sql.join(filtres, sql` or `)}) limit 5000) x`.execute(
      tx,
    )
    if (rows.length > 0) exportees.push({ table, lignes: rows.map((r) => r.l) })
  }
  return exportees
}

/** Ce qui fut décidé d’une de ses demandes, chiffré. */
export const suitesChiffreesDe = async (tx: TenantTx, affaire: string) =>
  (
    await sql<{ id: string; le: string; chiffre: Buffer }>`select id, le::text, chiffre from qualite.suite
      where organisme_id = (select app.organisme()) and affaire_id = ${affaire} and chiffre is not null order by le`.execute(
      tx,
    )
  ).rows

/** Les récits de ses affaires, chiffrés ; jamais un signalement, qui met d’autres en cause. */
export const recitsDe = async (tx: TenantTx, inscriptions: readonly string[]) =>
  (
    await sql<{
      id: string
      genre: string
      objet: string
      recuLe: string
      recit: Buffer
      activite: string
    }>`select id, genre, objet,
      recu_le::text as "recuLe", recit, activite_id as activite from qualite.affaire where organisme_id = (select app.organisme())
      and inscription_id = any (${[...inscriptions]}::uuid[]) and genre <> 'signalement' and auteur = 'stagiaire'
      order by recu_le`.execute(tx)
  ).rows

/** Les places demandées ici par le site public, chiffrées ; à qui conduit un effacement seulement. */
export const placesDemandees = async (tx: TenantTx) =>
  (
    await sql<{ id: string; octets: Buffer; recuLe: string }>`select id, octets, recue_le::text as "recuLe"
      from porte.demandes_chiffrees() order by recue_le`.execute(tx)
  ).rows
