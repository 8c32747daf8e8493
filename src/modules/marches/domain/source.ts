/** L’adresse du BOAMP (interface « explore », v2.1) ; réglable : une copie, un miroir. */
export const adresseDuBoamp =
  'https://boamp-datadila.opendatasoft.com/api/explore/v2.1/catalog/datasets/boamp/records'

/** La recherche du TED (v3), sans clé pour lire : une demande en JSON, une page à la fois. */
export const adresseDuTed = 'https://api.ted.europa.eu/v3/notices/search'

export const sources = {
  boamp: { nom: 'BOAMP', adresse: adresseDuBoamp },
  ted: { nom: 'TED', adresse: adresseDuTed },
} as const
export type GenreDeSource = keyof typeof sources

/** Le TED limite les appels : deux secondes entre deux pages (relevé d’un dépôt public). */
export const PAUSE_DU_TED = 2000
/** La formation et ses voisins. */
const cpvDuTed = [
  80500000, 80510000, 80511000, 80520000, 80521000, 80522000, 80530000, 80531000, 80532000, 80533000,
  80540000, 80550000, 80560000, 80570000, 80580000, 80590000, 80400000, 80420000, 79633000, 79998000,
]
/** Les seuls champs vus dans une demande ou une réponse publique : le TED refuse une demande qui en nomme un autre. */
const champsDuTed = [
  'publication-number',
  'notice-title',
  'notice-type',
  'publication-date',
  'buyer-name',
  'classification-cpv',
  'deadline-receipt-request',
  'deadline-receipt-tender-date-lot',
  'procedure-identifier',
  'links',
]
/** La demande d’une page du TED : les avis français de formation parus depuis ce jour. */
export const demandeDuTed = (depuis: string, page: number): string =>
  JSON.stringify({
    query: `classification-cpv IN (${cpvDuTed.join(' ')}) AND buyer-country=FRA AND PD>=${depuis.replaceAll('-', '')} SORT BY PD DESC`,
    fields: champsDuTed,
    limit: PAGE,
    page: page + 1,
  })

/** Ce que rend une page, et combien de pages se lisent d’un relevé : l’interface refuse `offset + limit` au-delà de dix mille. */
export const PAGE = 100
export const PAGES_MAX = 50
/** Un relevé reprend ces jours d’avant la dernière bonne copie : un avis publié un jour peut n’arriver que le lendemain. */
export const JOURS_REPRIS = 7
/** La première fois, ce qui paraît depuis tant de jours. */
export const JOURS_D_ABORD = 60

/** D’où viennent les avis, et de quand date la copie. */
export type SourceDAvis = {
  readonly genre: GenreDeSource
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
