import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PoleId } from '#modules/pole/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { ImageReduite } from '#platform/images/reduire.ts'
import { adresseDuTitre, type Contenu, pliDe } from '../domain/actualite.ts'
import type { Actualite, ActualiteId } from './actualites.ts'

const garderVersion = async (
  tx: TenantTx,
  pole: PoleId,
  id: ActualiteId,
  version: number,
  c: Contenu,
  par: string,
  le: Date,
) => {
  await sql`insert into portail.actualite_version (pole_id, actualite_id, version, contenu, par, le)
    values (${pole}, ${id}, ${version}, ${JSON.stringify(c)}, ${par}, ${le}) on conflict do nothing`.execute(
    tx,
  )
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
  const { numAffectedRows } =
    await sql`insert into portail.actualite (pole_id, id, titre, chapo, corps, etiquettes, image_id, image_alt,
      source_nom, source_url, origine, cree_le, modifiee_le)
    values (${pole}, ${id}, ${c.titre}, ${c.chapo}, ${c.corps}, ${[...c.etiquettes]}, ${c.image}, ${c.image ? c.imageAlt : ''},
      ${c.sourceNom}, ${c.sourceUrl}, ${origine ?? null}, ${le}, ${le}) on conflict do nothing`.execute(tx)
  if (numAffectedRows !== 1n) return false
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
  const { numAffectedRows } = await sql`update portail.actualite
    set titre = ${c.titre}, chapo = ${c.chapo}, corps = ${c.corps}, etiquettes = ${[...c.etiquettes]}, image_id = ${c.image},
      image_alt = ${c.image ? c.imageAlt : ''}, source_nom = ${c.sourceNom}, source_url = ${c.sourceUrl}, version = ${vue + 1},
      modifiee_le = ${le}
    where pole_id = ${pole} and id = ${id} and version = ${vue}`.execute(tx)
  if (numAffectedRows !== 1n) return false
  await garderVersion(tx, pole, id, vue + 1, c, par, le)
  return true
}

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
  await sql`update portail.actualite set paraitre_le = ${paraitreLe}, parue_version = ${a.version}, retiree_le = null
    where pole_id = ${pole} and id = ${a.id}`.execute(tx)
  return adresse
}

/** Dit de l’Union l’actualité qui vient de paraître. Faux : cette personne n’administre pas l’instance. */
export const signerDeLUnion = async (tx: TenantTx, pole: PoleId, id: ActualiteId): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.signer_de_l_union(${pole}::uuid, ${id}::uuid) as r`.execute(tx)
  return rows[0]?.r === true
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
  await sql`update portail.actualite set retiree_le = ${le} where pole_id = ${pole} and id = ${id}`.execute(
    tx,
  )
  return true
}

export const ajouterImage = async (
  tx: TenantTx,
  pole: PoleId,
  id: Id<'Image'>,
  i: ImageReduite,
  le: Date,
): Promise<void> => {
  await sql`insert into portail.image (pole_id, id, largeur, hauteur, grande, petite, recue_le)
    values (${pole}, ${id}, ${i.largeur}, ${i.hauteur}, ${Buffer.from(i.grande)}, ${Buffer.from(i.petite)}, ${le})
    on conflict do nothing`.execute(tx)
}
