import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { type Contenu, lireContenu } from '../domain/contenu.ts'
import { asGenre, type Genre } from '../domain/genres.ts'
import { modelesPrets } from '../domain/modeles-prets.ts'

export type Modele = {
  readonly id: string
  readonly genre: Genre
  readonly titre: string
  readonly contenu: Contenu
  readonly anonyme: boolean
  readonly parDefaut: boolean
  readonly revision: number
  readonly modifieLe: Date
  /** Combien de versions en furent envoyées. */
  readonly versions: number
}

const colonnes = sql`m.id, m.genre, m.titre, m.contenu, m.anonyme, m.par_defaut as "parDefaut", m.revision, m.modifie_le as "modifieLe",
  (select count(*)::int4 from questionnaires.version v where v.organisme_id = m.organisme_id and v.modele_id = m.id) as versions
  from questionnaires.modele m where m.organisme_id = (select app.organisme()) and m.retire_le is null`

type Ligne = Omit<Modele, 'genre' | 'contenu'> & { genre: string; contenu: unknown }
const enModele = (l: Ligne): Modele[] => {
  const genre = asGenre(l.genre)
  return genre ? [{ ...l, genre, contenu: sansPose(lireContenu(l.contenu)) }] : []
}
/** Un modèle n’est pas encore posé : ses questions n’ont ni objectif, ni origine. */
const sansPose = ({ intro, questions }: ReturnType<typeof lireContenu>): Contenu => ({
  intro,
  questions: questions.map(({ de: _de, objectif: _objectif, ...q }) => q),
})

export const listerModeles = async (tx: TenantTx): Promise<Modele[]> =>
  (
    await sql<Ligne>`select ${colonnes} order by m.genre, m.par_defaut desc, m.titre, m.id limit 300`.execute(
      tx,
    )
  ).rows.flatMap(enModele)

export const lireModele = async (tx: TenantTx, id: string): Promise<Modele | undefined> =>
  (await sql<Ligne>`select ${colonnes} and m.id = ${id}`.execute(tx)).rows.flatMap(enModele)[0]

export type ModeleVoulu = Pick<Modele, 'id' | 'genre' | 'titre' | 'contenu' | 'anonyme' | 'parDefaut'>

const laisserLaPlace = (tx: TenantTx, genre: Genre, id: string) =>
  sql`update questionnaires.modele set par_defaut = false where organisme_id = (select app.organisme()) and genre = ${genre} and id <> ${id}
    and par_defaut and retire_le is null`.execute(tx)

export const creerModele = async (tx: TenantTx, m: ModeleVoulu, le: Date): Promise<boolean> => {
  if (m.parDefaut) await laisserLaPlace(tx, m.genre, m.id)
  const { numAffectedRows } =
    await sql`insert into questionnaires.modele (id, genre, titre, contenu, anonyme, par_defaut, cree_le, modifie_le)
    values (${m.id}, ${m.genre}, ${m.titre}, ${JSON.stringify(m.contenu)}, ${m.anonyme}, ${m.parDefaut}, ${le}, ${le}) on conflict do nothing`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

/** Faux : quelqu’un d’autre l’a changé depuis qu’on l’a lu. */
export const changerModele = async (
  tx: TenantTx,
  m: ModeleVoulu,
  lue: number,
  le: Date,
): Promise<boolean> => {
  if (m.parDefaut) await laisserLaPlace(tx, m.genre, m.id)
  const { numAffectedRows } =
    await sql`update questionnaires.modele set titre = ${m.titre}, contenu = ${JSON.stringify(m.contenu)}, anonyme = ${m.anonyme},
      par_defaut = ${m.parDefaut}, revision = revision + 1, modifie_le = ${le}, modifie_par = app.personne()
    where organisme_id = (select app.organisme()) and id = ${m.id} and revision = ${lue} and retire_le is null`.execute(
      tx,
    )
  return numAffectedRows === 1n
}

export const retirerModele = async (tx: TenantTx, id: string, le: Date): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`update questionnaires.modele set retire_le = ${le}, par_defaut = false, modifie_le = ${le}, modifie_par = app.personne()
    where organisme_id = (select app.organisme()) and id = ${id} and retire_le is null`.execute(tx)
  return numAffectedRows === 1n
}

/** Ce que l’envoi prend pour ce genre : le modèle choisi ici, à défaut le modèle prêt. `source` le nomme. */
export type AEnvoyer = {
  readonly source: string
  readonly modele: string | null
  readonly genre: Genre
  readonly titre: string
  readonly contenu: Contenu
  readonly anonyme: boolean
}
export const modeleAEnvoyer = async (tx: TenantTx, genre: Genre): Promise<AEnvoyer> => {
  const [m] = (
    await sql<Ligne>`select ${colonnes} and m.genre = ${genre} and m.par_defaut limit 1`.execute(tx)
  ).rows.flatMap(enModele)
  return m
    ? { source: m.id, modele: m.id, genre, titre: m.titre, contenu: m.contenu, anonyme: m.anonyme }
    : { source: `pret:${genre}`, modele: null, genre, ...modelesPrets[genre], anonyme: false }
}

export type VersionFigee = { readonly id: string; readonly numero: number }

/** La version de ces mots exacts ; née à l’instant si personne ne les a encore envoyés. Elle ne change plus. */
export const figerVersion = async (tx: TenantTx, m: AEnvoyer, le: Date): Promise<VersionFigee> => {
  const contenu = JSON.stringify(m.contenu)
  const empreinte = createHash('sha256').update(`${m.titre}\n${contenu}`).digest()
  const lire = async () =>
    (
      await sql<VersionFigee>`select id, numero from questionnaires.version
      where organisme_id = (select app.organisme()) and source = ${m.source} and empreinte = ${empreinte}`.execute(
        tx,
      )
    ).rows[0]
  const connue = await lire()
  if (connue) return connue
  // Deux envois au même instant : un seul numérote.
  await sql`select pg_advisory_xact_lock(hashtextextended('questionnaires.version|' || app.organisme()::text || ${m.source}, 0))`.execute(
    tx,
  )
  await sql`insert into questionnaires.version (id, source, modele_id, numero, genre, titre, contenu, empreinte, figee_le)
    select ${newId()}::uuid, ${m.source}, ${m.modele}::uuid, coalesce(max(numero), 0) + 1, ${m.genre}, ${m.titre}, ${contenu}::jsonb, ${empreinte}::bytea, ${le}::timestamptz
      from questionnaires.version where organisme_id = (select app.organisme()) and source = ${m.source}
    on conflict do nothing`.execute(tx)
  const nee = await lire()
  if (!nee) throw new Error('La version ne s’est pas figée.')
  return nee
}
