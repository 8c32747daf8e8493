/** L’étoffe de la porte d’entrée : en long, un fil par coopérative, et un libre ; en travers, un fil par chantier commun. */

export type FilDeLEtoffe = {
  /** Le nom, à gauche du fil ; vide au-delà de douze : ils ne se liraient plus. */
  readonly nom: string
  /** Hauteur du bout, à gauche. */
  readonly y: number
  readonly trace: string
  readonly libre: boolean
}
/** Un croisement : `dessus` vrai, le fil du chantier passe sur celui de la coopérative. */
export type Croisement = { readonly x: number; readonly y: number; readonly dessus: boolean }
export type Etoffe = {
  readonly fils: readonly FilDeLEtoffe[]
  readonly chantiers: readonly {
    readonly lignes: readonly string[]
    readonly x: number
    readonly enHaut: boolean
  }[]
  readonly croisements: readonly Croisement[]
  /** Bords du tissage, en hauteur. */
  readonly haut: number
  readonly bas: number
  /** Épaisseur d’un fil de coopérative. */
  readonly trait: number
}

const filsMax = 36
const nomsMax = 12
const chantiersMax = 5
const [milieuX, milieuY] = [477, 252]
const court = (t: string, n: number) => (t.length > n ? `${t.slice(0, n - 1).trimEnd()}…` : t)

/** Un nom de chantier tient sur deux lignes de quatorze signes ; ce qui déborde se coupe, et le texte de l’image le dit entier. */
const enDeuxLignes = (nom: string): string[] => {
  const lignes: string[] = []
  for (const mot of nom.replace(/^(les|la|le|une|un) |^l’/i, '').split(' ')) {
    const derniere = lignes.at(-1)
    if (derniere !== undefined && derniere.length + mot.length < 14)
      lignes[lignes.length - 1] = `${derniere} ${mot}`
    else lignes.push(mot)
  }
  return lignes.length > 2
    ? [court(lignes[0] ?? '', 14), `${court(lignes[1] ?? '', 13).replace(/…$/, '')}…`]
    : lignes.map((l) => court(l, 14))
}

/** Les pas de la maquette jusqu’à six coopératives ; au-delà, plus serrés, pour tenir dans la même hauteur. */
export const tisser = (cooperatives: readonly string[], chantiers: readonly string[]): Etoffe => {
  const montrees = cooperatives.slice(0, filsMax)
  const noms = [...(montrees.length > nomsMax ? montrees.map(() => '') : montrees), 'la vôtre ?']
  const serre = Math.min(1, 6 / Math.max(1, noms.length - 1))
  const a = (i: number, pas: number) =>
    Math.round((milieuY + (i - (noms.length - 1) / 2) * pas * serre) * 10) / 10
  const fils = noms.map((nom, i) => {
    const [g, m, d] = [a(i, 68), a(i, 42), a(i, 56)]
    return {
      nom: court(nom, 28),
      y: g,
      trace: `M30 ${g}H196C262 ${g} 262 ${m} 330 ${m}H624C684 ${m} 690 ${d} 734 ${d}`,
      libre: i === noms.length - 1,
    }
  })
  const retenus = chantiers.slice(0, chantiersMax)
  const enTravers = retenus.map((nom, j) => ({
    lignes: enDeuxLignes(nom),
    x: milieuX + (j - (retenus.length - 1) / 2) * 56,
    enHaut: j % 2 === 0,
  }))
  return {
    fils,
    chantiers: enTravers,
    croisements: enTravers.flatMap(({ x }, j) =>
      fils.map((_, i) => ({ x, y: a(i, 42), dessus: (i + j) % 2 === 1 })),
    ),
    haut: a(0, 42) - 48,
    bas: a(noms.length - 1, 42) + 48,
    trait: Math.max(3, Math.round(14 * serre)),
  }
}
