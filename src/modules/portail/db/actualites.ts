/** Les actualités d'un pôle, telles que qui l'anime les écrit. Le public lit `parutions.ts`. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ImageReduite } from '#platform/images/reduire.ts'
import { adresseDuTitre, type Contenu, pliDe } from '../domain/actualite.ts'

export type ActualiteId = Id<'Actualite'>
export type Actualite = Contenu & {
  readonly id: ActualiteId
  readonly version: number
  readonly parueVersion: number | null
  readonly paraitreLe: Date | null
  readonly retireeLe: Date | null
  readonly modifieeLe: Date
}

const colonnes = [
  'id',
  'titre',
  'chapo',
  'corps',
  'etiquettes',
  'image_id as image',
  'image_alt as imageAlt',
  'source_nom as sourceNom',
  'source_url as sourceUrl',
  'version',
  'parue_version as parueVersion',
  'paraitre_le as paraitreLe',
  'retiree_le as retireeLe',
  'modifiee_le as modifieeLe',
] as const

/** La plus récemment touchée d'abord. Vide pour qui n'anime pas le pôle : la base y veille. */
export const listerActualites = async (
  tx: TenantTx,
  pole: PoleId,
  { limite = 200 } = {},
): Promise<Actualite[]> => {
  return (await tx
    .selectFrom('portail.actualite')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .orderBy('modifiee_le', 'desc')
    .orderBy('id', 'desc')
    .limit(limite)
    .execute()) as unknown as Actualite[]
}

export const lireActualite = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  { verrouiller = false } = {},
): Promise<Actualite | undefined> =>
  (await tx
    .selectFrom('portail.actualite')
    .select(colonnes)
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .$if(verrouiller, (q) => q.forUpdate())
    .executeTakeFirst()) as unknown as Actualite | undefined

const valeurs = (c: Contenu) => ({
  titre: c.titre,
  chapo: c.chapo,
  corps: c.corps,
  etiquettes: [...c.etiquettes],
  image_id: c.image,
  image_alt: c.image ? c.imageAlt : '',
  source_nom: c.sourceNom,
  source_url: c.sourceUrl,
})

const garderVersion = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  version: number,
  c: Contenu,
  par: string,
  le: Date,
) => {
  await tx
    .insertInto('portail.actualite_version')
    .values({ pole_id: pole, actualite_id: id, version, contenu: JSON.stringify(c), par, le })
    .onConflict((x) => x.doNothing())
    .execute()
}

/** Faux : elle était déjà là (double envoi, ou même origine importée). */
export const creerActualite = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  c: Contenu,
  par: string,
  le: Date,
  origine?: string,
): Promise<boolean> => {
  const r = await tx
    .insertInto('portail.actualite')
    .values({ pole_id: pole, id, ...valeurs(c), origine: origine ?? null, cree_le: le, modifiee_le: le })
    .onConflict((x) => x.doNothing())
    .executeTakeFirst()
  if (Number(r.numInsertedOrUpdatedRows ?? 0) !== 1) return false
  await garderVersion(tx, pole, id, 1, c, par, le)
  return true
}

/** Enregistre une version de plus. `vue` : la version que l'on avait sous les yeux ; faux si une autre a pris sa suite. */
export const changerActualite = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  vue: number,
  c: Contenu,
  par: string,
  le: Date,
): Promise<boolean> => {
  const r = await tx
    .updateTable('portail.actualite')
    .set({ ...valeurs(c), version: vue + 1, modifiee_le: le })
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .where('version', '=', vue)
    .executeTakeFirst()
  if (Number(r.numUpdatedRows) !== 1) return false
  await garderVersion(tx, pole, id, vue + 1, c, par, le)
  return true
}

export type Version = {
  readonly version: number
  readonly par: string
  readonly le: Date
  readonly contenu: Contenu
}

export const versionsDe = async (tx: TenantTx, pole: PoleId, id: ActualiteId): Promise<Version[]> =>
  (await tx
    .selectFrom('portail.actualite_version')
    .select(['version', 'par', 'le', 'contenu'])
    .where('pole_id', '=', pole)
    .where('actualite_id', '=', id)
    .orderBy('version', 'desc')
    .limit(100)
    .execute()) as unknown as Version[]

/** Met en ligne la version enregistrée, à l'instant `paraitreLe`. Rend l'adresse publique. */
export const faireParaitre = async (
  tx: TenantTx,
  pole: PoleId,
  a: Pick<Actualite, 'id' | 'version' | 'titre' | 'chapo' | 'corps' | 'etiquettes'>,
  paraitreLe: Date,
  maintenant: Date,
): Promise<string | undefined> => {
  const { rows } = await sql<{
    r: string | null
  }>`select porte.faire_paraitre(${pole}::uuid, ${a.id}::uuid, ${adresseDuTitre(a.titre)}, ${pliDe(a)}, ${paraitreLe}::timestamptz, ${maintenant}::timestamptz) as r`.execute(
    tx,
  )
  const adresse = rows[0]?.r
  if (!adresse) return undefined
  await tx
    .updateTable('portail.actualite')
    .set({ paraitre_le: paraitreLe, parue_version: a.version, retiree_le: null })
    .where('pole_id', '=', pole)
    .where('id', '=', a.id)
    .execute()
  return adresse
}

export const retirerActualite = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  le: Date,
): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.retirer_parution(${pole}::uuid, ${id}::uuid, ${le}::timestamptz) as r`.execute(tx)
  if (!rows[0]?.r) return false
  await tx
    .updateTable('portail.actualite')
    .set({ retiree_le: le })
    .where('pole_id', '=', pole)
    .where('id', '=', id)
    .execute()
  return true
}

export const ajouterImage = async (
  tx: TenantTx,
  pole: PoleId,
  id: Id<'Image'>,
  i: ImageReduite,
  le: Date,
): Promise<void> => {
  await tx
    .insertInto('portail.image')
    .values({
      pole_id: pole,
      id,
      largeur: i.largeur,
      hauteur: i.hauteur,
      grande: Buffer.from(i.grande),
      petite: Buffer.from(i.petite),
      recue_le: le,
    })
    .onConflict((c) => c.doNothing())
    .execute()
}

/** L'image d'un brouillon, pour qui anime son pôle ; rien sinon. */
export const imageDuBrouillon = async (
  tx: TenantTx,
  id: Id<'Image'>,
  petite: boolean,
): Promise<Buffer | undefined> =>
  (
    await tx
      .selectFrom('portail.image')
      .select(petite ? 'petite as octets' : 'grande as octets')
      .where('id', '=', id)
      .executeTakeFirst()
  )?.octets
