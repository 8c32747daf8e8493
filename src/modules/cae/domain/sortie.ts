import { ajouterMois, type DateCivile, lireDate, morceaux } from '#kernel/dates.ts'

/** Ce qu’il reste à faire avant de partir, par verbe, dans cet ordre. */
export const verbesDeSortie = ['tenir', 'signer', 'facturer', 'encaisser', 'prouver', 'constater'] as const
export type VerbeDeSortie = (typeof verbesDeSortie)[number]
export const motDeSortie: Readonly<Record<VerbeDeSortie, string>> = {
  tenir: 'À tenir, ou à confier',
  signer: 'À signer',
  facturer: 'À facturer',
  encaisser: 'À encaisser',
  prouver: 'À prouver',
  constater: 'Entre enseignes',
}
export type ResteAFaire = {
  readonly verbe: VerbeDeSortie
  readonly quoi: string
  readonly detail: string
  readonly href: string
}

/**
 * La date qu’une sortie compte : celle que l’on essaie, sinon la première sortie notée qui vient, sinon dans trois mois. Une date passée ou
 * illisible ne s’essaie pas.
 */
export const dateDeSortie = (
  jour: DateCivile,
  ecrite: string | undefined,
  notees: readonly DateCivile[],
): { readonly sortie: DateCivile; readonly essai: boolean; readonly fausse?: 'illisible' | 'passee' } => {
  const prevue = notees.filter((d) => d >= jour).toSorted()[0]
  const parDefaut = { sortie: prevue ?? ajouterMois(jour, 3), essai: prevue === undefined }
  if (!ecrite?.trim()) return parDefaut
  const lue = lireDate(ecrite)
  if (!lue.ok) return { ...parDefaut, fausse: 'illisible' }
  return lue.value < jour
    ? { ...parDefaut, fausse: 'passee' }
    : { sortie: lue.value, essai: lue.value !== prevue }
}

/** Ce qui est prévu, sans les sessions dont quelque chose se facture déjà : interrompue, une action ne compte pas deux fois. */
export const prevuSansDouble = <P extends { readonly session: string }>(
  prevu: readonly P[],
  aFacturer: readonly { readonly session: string }[],
): P[] => {
  const deja = new Set(aFacturer.map((d) => d.session))
  return prevu.filter((p) => !deja.has(p.session))
}

/** Une facture due : son solde toutes taxes, dont la part hors taxes seule est à l’activité, en centimes. */
export type FactureDue = {
  readonly solde: number
  readonly ht: number
  readonly ttc: number
  readonly echeance: string | null
}
/** La part hors taxes de ce qui reste dû, au demi-centime au-dessus. */
export const soldeHorsTaxes = (f: Pick<FactureDue, 'solde' | 'ht' | 'ttc'>): number =>
  f.ttc === 0 ? 0 : Math.round((f.solde * f.ht) / f.ttc)

/** Les paies qui restent : une par mois civil, celui d’aujourd’hui et celui de la sortie compris ; aucune, la date passée. */
export const paiesAvant = (jour: DateCivile, sortie: DateCivile): number => {
  if (sortie < jour) return 0
  const [a, b] = [morceaux(jour), morceaux(sortie)]
  return (b.annee - a.annee) * 12 + b.mois - a.mois + 1
}

export type CaisseDeSortie = {
  readonly jour: DateCivile
  readonly sortie: DateCivile
  /** La trésorerie de l’activité, lue des écritures importées ; rien : la comptabilité n’a rien dit. */
  readonly tresorerie: number | null
  /** Ce qui, dans cette trésorerie, est mis de côté avec l’enseigne. */
  readonly reserve: number
  readonly dues: readonly FactureDue[]
  /** Fini et pas facturé, au prix convenu hors taxes. */
  readonly aFacturer: number
  /** Les sessions confirmées d’ici la sortie, au prix des dossiers. */
  readonly prevu: number
  /** Ce que ces deux-là feraient payer de contribution. */
  readonly contribution: number
  /** Les missions constatées que l’autre enseigne n’a pas confirmées : reçu moins donné. */
  readonly missions: number
}
export type SortieSimulee = {
  readonly lignes: readonly { readonly titre: string; readonly montant: number }[]
  /** Dans ce qui peut se verser, la réserve convenue : elle se reprend d’abord. */
  readonly reserve: number
  /** Ce qui peut se verser avant la sortie, charges comprises ; jamais sous zéro. */
  readonly aVerser: number
  /** Ce qui manque, si les comptes finissent sous zéro. */
  readonly manque: number
  readonly paies: number
  /** La même somme à chaque paie, arrondie en dessous. */
  readonly parPaie: number
  /** Ce qui viendra sans que personne en sache le jour : fini ou confirmé, pas facturé, contribution déduite ; hors de la somme. */
  readonly aVenir: readonly { readonly titre: string; readonly montant: number }[]
  readonly viendra: number
  /** Ce qui ne s’encaissera, à son échéance, qu’après la sortie : ne se verse plus en salaire. */
  readonly apres: number
}

/**
 * Ce que l’activité peut encore verser avant une date (la trésorerie d’une activité se liquide en salaires avant la sortie, parfois
 * sur des mois). Une indication : ni paie, ni cotisation n’y sont calculées. Ce qui échoit après la sortie est dit à part.
 */
export const simulerSortie = (c: CaisseDeSortie): SortieSimulee => {
  const avant = c.dues.filter((f) => f.echeance === null || f.echeance <= c.sortie)
  const somme = (l: readonly FactureDue[]) => l.reduce((t, f) => t + soldeHorsTaxes(f), 0)
  const [encaisse, tout] = [somme(avant), somme(c.dues)]
  const lignes = [
    { titre: 'Trésorerie de l’activité', montant: c.tresorerie ?? 0 },
    { titre: 'Factures à encaisser d’ici là', montant: encaisse },
    { titre: 'Missions entre enseignes à confirmer', montant: c.missions },
  ]
  const aVenir = [
    { titre: 'Fini, à facturer', montant: c.aFacturer },
    { titre: 'Sessions confirmées d’ici là', montant: c.prevu },
    { titre: 'Contribution sur ce qui reste à facturer', montant: -c.contribution },
  ]
  const total = lignes.reduce((t, l) => t + l.montant, 0)
  const paies = paiesAvant(c.jour, c.sortie)
  const aVerser = Math.max(0, total)
  return {
    lignes,
    reserve: c.tresorerie === null ? 0 : Math.min(aVerser, Math.max(0, c.reserve)),
    aVerser,
    manque: Math.max(0, -total),
    paies,
    parPaie: paies === 0 ? 0 : Math.floor(aVerser / paies),
    aVenir,
    viendra: aVenir.reduce((t, l) => t + l.montant, 0),
    apres: tout - encaisse,
  }
}
