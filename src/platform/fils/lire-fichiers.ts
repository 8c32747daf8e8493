/** Les fichiers reçus par une page, lus hors de son fil. La ligne de commande, qui ne sert personne d’autre, lit sur place. */
import { ko, ok, type Result } from '#kernel/result.ts'
import type { Noeud, RefusXml } from '#kernel/xml.ts'
import type { LigneCsv, RefusCsv, TableauCsv } from '#platform/csv/lire-csv.ts'
import { type Bornes, lireAPart, type RefusAPart } from './lire-a-part.ts'

type Lu<E> = { readonly ok: true } | { readonly ok: false; readonly error: E }

/** Un tableau, tel que `lireCsv` le lit. */
export const lireTableauAPart = async (
  octets: Uint8Array,
  bornes?: Bornes,
): Promise<Result<TableauCsv, RefusCsv | RefusAPart>> => {
  const rendu = await lireAPart<Lu<RefusCsv> & { entetes?: readonly string[] }, LigneCsv>(
    ['platform', 'fils', 'csv.ouvrier.ts'],
    { octets },
    bornes,
  )
  if (!rendu.ok) return rendu
  const { fin, elements } = rendu.value
  return fin.ok ? ok({ entetes: fin.entetes ?? [], lignes: elements }) : ko(fin.error)
}

export type NoeudAPlat = Omit<Noeud, 'enfants'> & { readonly parent: number }

/** Un tour à la boucle des pages : remettre debout un grand arbre ne la retient pas. */
const souffler = (): Promise<void> => new Promise((fait) => setImmediate(fait))

/** Un arbre, tel que `lireOctetsXml` le lit. */
export const lireXmlAPart = async (
  octets: Uint8Array,
  bornes?: Bornes,
): Promise<Result<Noeud, RefusXml | RefusAPart>> => {
  const rendu = await lireAPart<Lu<RefusXml>, NoeudAPlat>(
    ['platform', 'fils', 'xml.ouvrier.ts'],
    { octets },
    bornes,
  )
  if (!rendu.ok) return rendu
  const { fin, elements } = rendu.value
  if (!fin.ok) return ko(fin.error)
  type Debout = Omit<Noeud, 'enfants'> & { enfants: Noeud[] }
  const noeuds: Debout[] = []
  for (const [rang, { parent, ...n }] of elements.entries()) {
    const noeud: Debout = { ...n, enfants: [] }
    noeuds.push(noeud)
    noeuds[parent]?.enfants.push(noeud)
    if (rang % 5_000 === 4_999) await souffler()
  }
  return ok(noeuds[0] as Noeud)
}
