export type Sort = 'creee' | 'parue' | 'connue'

export type LigneDeRapport = {
  readonly titre: string
  readonly sort: Sort | 'laissee'
  readonly pourquoi?: string
}

export type Rapport = {
  readonly genre: string
  readonly comptes: Readonly<Record<Sort | 'laissee', number>>
  readonly lignes: readonly LigneDeRapport[]
}
