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

/** Le rapport d'un import : combien ont eu chaque sort, et les mille premières lignes. */
export const composerRapport = (genre: string, lignes: readonly LigneDeRapport[]): Rapport => {
  const compter = (sort: LigneDeRapport['sort']) => lignes.filter((l) => l.sort === sort).length
  return {
    genre,
    comptes: {
      creee: compter('creee'),
      parue: compter('parue'),
      connue: compter('connue'),
      laissee: compter('laissee'),
    },
    lignes: lignes.slice(0, 1_000),
  }
}
