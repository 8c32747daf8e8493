import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Licence } from '#modules/pole/index.ts'
import type { PublicTx } from '#platform/db/index.ts'

/** Une version que chacune peut lire et reprendre, sans compte. Aucune personne n'y est nommée. */
export type VersionOuverte = {
  readonly livrable: string
  readonly titre: string
  readonly groupe: string
  readonly code: string
  readonly pole: string
  readonly version: number
  readonly note: string
  readonly licence: Licence
  readonly dateLe: DateCivile
  readonly valableAu: DateCivile | null
  readonly lien: string
  readonly fichierNom: string | null
  readonly fichierType: string | null
  readonly taille: number | null
  /** Relectures qui la trouvent bonne à servir. */
  readonly bonnes: number
  readonly le: Date
}

/** Les versions ouvertes, la plus récente d'abord ; d'un pôle (son code), d'un livrable, ou toutes. */
export const versionsOuvertes = async (
  tx: PublicTx,
  f: { readonly pole?: string | undefined; readonly livrable?: string | undefined } = {},
): Promise<VersionOuverte[]> => {
  const { rows } = await sql<
    Omit<VersionOuverte, 'bonnes'> & { bonnes: string | number }
  >`select livrable, titre, groupe, code, pole, version, note, licence, date_le as "dateLe", valable_au as "valableAu", lien,
      fichier_nom as "fichierNom", fichier_type as "fichierType", taille, bonnes, le
    from porte.versions_ouvertes(${f.pole || null}::text, ${f.livrable ?? null}::uuid)`.execute(tx)
  return rows.map((r) => ({ ...r, bonnes: Number(r.bonnes) }))
}

/** La dernière version ouverte de chaque livrable, dans l'ordre où elles ont paru. */
export const derniereDeChacun = (versions: readonly VersionOuverte[]): VersionOuverte[] => {
  const vus = new Map<string, VersionOuverte>()
  for (const v of versions) {
    const deja = vus.get(v.livrable)
    if (!deja || deja.version < v.version) vus.set(v.livrable, v)
  }
  return [...vus.values()]
}

export const fichierOuvert = async (
  tx: PublicTx,
  livrable: string,
  version: number,
): Promise<{ nom: string; type: string; octets: Buffer } | undefined> => {
  const { rows } = await sql<{
    nom: string
    type: string
    octets: Buffer
  }>`select nom, type, octets from porte.fichier_ouvert(${livrable}::uuid, ${version}::integer)`.execute(tx)
  return rows[0]
}
