/** L’adresse du BOAMP (interface « explore », v2.1), telle que `marches.md` § 7.1 la relève ; réglable : une copie, un miroir. */
export const adresseDuBoamp =
  'https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp/records'

/** Ce que rend une page, et combien de pages se lisent d’un relevé : l’interface refuse `offset + limit` au-delà de dix mille. */
export const PAGE = 100
export const PAGES_MAX = 50
/** Un relevé reprend ces jours d’avant la dernière bonne copie : un avis publié un jour peut n’arriver que le lendemain. */
export const JOURS_REPRIS = 7
/** La première fois, ce qui paraît depuis tant de jours. */
export const JOURS_D_ABORD = 60

/** D’où viennent les avis, et de quand date la copie. */
export type SourceDAvis = {
  readonly adresse: string
  readonly active: boolean
  readonly essaiLe: Date | null
  readonly bonneLe: Date | null
  readonly echec: string | null
  readonly recus: number | null
  readonly rejets: number | null
}

/**
 * L’adresse d’une page du relevé : les avis « Formation » parus depuis ce jour, rangés par numéro, ce qui seul garde les pages stables
 * pendant qu’il en arrive. Le descripteur est plus sûr que le CPV, souvent absent. Rectificatifs, annulations et attributions compris.
 */
export const adresseDuReleve = (adresse: string, depuis: string, page: number): string => {
  const url = new URL(adresse)
  url.searchParams.set('where', `dateparution >= date'${depuis}' and descripteur_libelle = "Formation"`)
  url.searchParams.set('order_by', 'idweb')
  url.searchParams.set('limit', String(PAGE))
  url.searchParams.set('offset', String(page * PAGE))
  return url.href
}
