/** Les actualités telles que le public les lit : la dernière version parue, à travers les portes. */
import { sql } from 'kysely'
import type { Id } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'

export type Nouvelle = {
  readonly id: Id<'Actualite'>
  readonly adresse: string
  readonly titre: string
  readonly chapo: string
  readonly etiquettes: readonly string[]
  readonly image: {
    readonly id: string
    readonly alt: string
    readonly largeur: number
    readonly hauteur: number
  } | null
  /** Le code et le nom du pôle qui la publie. */
  readonly code: string
  readonly pole: string
  readonly le: Date
  readonly changeeLe: Date
}
export type Voisine = { readonly adresse: string; readonly titre: string }
export type NouvelleEntiere = Nouvelle & {
  readonly corps: string
  readonly sourceNom: string
  readonly sourceUrl: string
  readonly avant: Voisine | null
  readonly apres: Voisine | null
}

type Ligne = {
  id: string
  adresse: string
  titre: string
  chapo: string
  etiquettes: string[]
  image_id: string | null
  image_alt: string
  image_largeur: number | null
  image_hauteur: number | null
  code: string
  pole: string
  paraitre_le: Date
  changee_le: Date
}
const enNouvelle = (l: Ligne): Nouvelle => ({
  id: l.id as Nouvelle['id'],
  adresse: l.adresse,
  titre: l.titre,
  chapo: l.chapo,
  etiquettes: l.etiquettes,
  image: l.image_id
    ? { id: l.image_id, alt: l.image_alt, largeur: l.image_largeur ?? 1, hauteur: l.image_hauteur ?? 1 }
    : null,
  code: l.code,
  pole: l.pole,
  le: l.paraitre_le,
  changeeLe: l.changee_le,
})

export type FiltreNouvelles = {
  readonly pole?: string | undefined
  readonly etiquette?: string | undefined
  readonly du?: Date | undefined
  readonly au?: Date | undefined
  /** La dernière ligne déjà lue. */
  readonly avant?: { readonly le: Date; readonly id: string } | undefined
}

export const nouvelles = async (
  tx: PublicTx | TenantTx,
  maintenant: Date,
  limite: number,
  f: FiltreNouvelles = {},
): Promise<Nouvelle[]> => {
  const { rows } =
    await sql<Ligne>`select * from porte.actualites(${maintenant}::timestamptz, ${f.pole ?? null}::text,
    ${f.etiquette ?? null}::text, ${f.du ?? null}::timestamptz, ${f.au ?? null}::timestamptz, ${f.avant?.le ?? null}::timestamptz,
    ${f.avant?.id ?? null}::uuid, ${limite}::integer)`.execute(tx)
  return rows.map(enNouvelle)
}

export const nouvelleParAdresse = async (
  tx: PublicTx,
  adresse: string,
  maintenant: Date,
): Promise<NouvelleEntiere | undefined> => {
  const { rows } = await sql<
    Ligne & {
      corps: string
      source_nom: string
      source_url: string
      avant_adresse: string | null
      avant_titre: string | null
      apres_adresse: string | null
      apres_titre: string | null
    }
  >`select * from porte.actualite(${adresse}, ${maintenant}::timestamptz)`.execute(tx)
  const l = rows[0]
  return (
    l && {
      ...enNouvelle(l),
      corps: l.corps,
      sourceNom: l.source_nom,
      sourceUrl: l.source_url,
      avant: l.avant_adresse ? { adresse: l.avant_adresse, titre: l.avant_titre ?? '' } : null,
      apres: l.apres_adresse ? { adresse: l.apres_adresse, titre: l.apres_titre ?? '' } : null,
    }
  )
}

export type Rayon = { readonly nom: string; readonly nombre: number }
/** Les archives par année, et les étiquettes. */
export const rayons = async (
  tx: PublicTx | TenantTx,
  maintenant: Date,
): Promise<{ readonly annees: readonly Rayon[]; readonly etiquettes: readonly Rayon[] }> => {
  const { rows } = await sql<{
    genre: string
    nom: string
    nombre: string | number
  }>`select * from porte.rayons_des_actualites(${maintenant}::timestamptz)`.execute(tx)
  const de = (genre: string) =>
    rows.filter((r) => r.genre === genre).map((r) => ({ nom: r.nom, nombre: Number(r.nombre) }))
  return {
    annees: de('annee').toSorted((a, b) => b.nom.localeCompare(a.nom)),
    etiquettes: de('etiquette').slice(0, 30),
  }
}

export const imageParue = async (
  tx: PublicTx,
  image: string,
  petite: boolean,
  maintenant: Date,
): Promise<Buffer | undefined> => {
  const { rows } = await sql<{
    r: Buffer | null
  }>`select porte.image_parue(${image}::uuid, ${petite}, ${maintenant}::timestamptz) as r`.execute(tx)
  return rows[0]?.r ?? undefined
}

/** Change avec tout ce que le public lit. */
export const compteDesParutions = async (tx: PublicTx): Promise<string> => {
  const { rows } = await sql<{ n: string | number }>`select porte.compte_des_parutions() as n`.execute(tx)
  return String(rows[0]?.n ?? '')
}

export type TaillesDImages = ReadonlyMap<string, { readonly largeur: number; readonly hauteur: number }>

/** La largeur et la hauteur des images du texte d'une actualité parue : la page leur garde leur place avant de les charger. */
export const taillesDesImages = async (
  tx: PublicTx | TenantTx,
  adresse: string,
  le: Date,
): Promise<TaillesDImages> => {
  const { rows } = await sql<{
    id: string
    largeur: number
    hauteur: number
  }>`select * from porte.images_de_l_actualite(${adresse}, ${le}::timestamptz)`.execute(tx)
  return new Map(rows.map(({ id, ...t }) => [id, t]))
}
