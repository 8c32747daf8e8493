/**
 * Ce que l’e-reporting demanderait d’une période (CGI, annexe II, 242 nonies M à P ; lus ; 290 et 290 A non relus) : les ventes taxées à des
 * particuliers, jour par jour et taux par taux ; les ventes à des professionnels d’autres pays, une par une ; ce que les particuliers ont
 * payé. Il rend aussi ce qui n’y entre pas, avec pourquoi. Pur ; montants en centimes.
 */
import { type DateCivile, dateDe, joursDuMois } from '#kernel/dates.ts'
import { centimes, type Montant, plus, pourcentage, somme } from '#kernel/montant.ts'
import { totaliser } from '../totaux.ts'
import type { MotifSansTaxe } from '../tva.ts'

export const rythmes = ['decade', 'mois', 'deux-mois'] as const
export type Rythme = (typeof rythmes)[number]
export const motRythme: Readonly<Record<Rythme, string>> = {
  decade: 'réel normal mensuel : trois fois par mois',
  mois: 'réel trimestriel ou simplifié : chaque mois',
  'deux-mois': 'franchise en base : tous les deux mois',
}

export type PeriodeDeclaree = {
  readonly du: DateCivile
  readonly au: DateCivile
  /** Le dernier jour pour transmettre. */
  readonly avant: DateCivile
}
/** Le jour `j` du mois, ou le dernier s’il n’existe pas ; les mois débordent sur l’année. */
const auJour = (annee: number, mois: number, j: number): DateCivile => {
  const [a, m] = [annee + Math.floor((mois - 1) / 12), ((((mois - 1) % 12) + 12) % 12) + 1]
  return dateDe(a, m, Math.min(j, joursDuMois(a, m))) as DateCivile
}
/** La période d’un jour, et sa limite (annexe IV, 41 septies M et P) : dix jours après la décade, le 30 du mois qui suit sinon. */
export const periodeDe = (jour: DateCivile, rythme: Rythme): PeriodeDeclaree => {
  const [a = 0, m = 0, j = 0] = jour.split('-').map(Number)
  if (rythme === 'decade')
    return j <= 10
      ? { du: auJour(a, m, 1), au: auJour(a, m, 10), avant: auJour(a, m, 20) }
      : j <= 20
        ? { du: auJour(a, m, 11), au: auJour(a, m, 20), avant: auJour(a, m, 30) }
        : { du: auJour(a, m, 21), au: auJour(a, m, 31), avant: auJour(a, m + 1, 10) }
  const premier = rythme === 'mois' ? m : m - ((m - 1) % 2)
  const dernier = rythme === 'mois' ? m : premier + 1
  return { du: auJour(a, premier, 1), au: auJour(a, dernier, 31), avant: auJour(a, dernier + 1, 30) }
}

type QuiAchete = 'particulier' | 'entreprise' | 'public' | 'etranger'
export type Operation = {
  readonly numero: string
  readonly jour: DateCivile
  readonly qui: QuiAchete
  /** Deux lettres. */
  readonly pays: string
  readonly payeur: string
  readonly lignes: readonly {
    readonly montant: Montant
    readonly taux: number
    readonly motif: MotifSansTaxe | undefined
  }[]
  /** Ce qui l’a payée dans la période, et avant : le prorata des taux se fait sur le cumul. */
  readonly reglements: readonly { readonly jour: DateCivile; readonly montant: Montant }[]
}

export type Vente = {
  readonly jour: DateCivile
  readonly taux: number
  readonly franchise: boolean
  readonly nombre: number
  readonly ht: Montant
  readonly tva: Montant
}
type VenteAilleurs = {
  readonly numero: string
  readonly jour: DateCivile
  readonly pays: string
  readonly ht: Montant
  readonly tva: Montant
}
export type Paiement = { readonly jour: DateCivile; readonly taux: number; readonly montant: Montant }
type HorsDeclaration = { readonly pourquoi: string; readonly nombre: number; readonly ht: Montant }
export type Declaration = {
  readonly ventes: readonly Vente[]
  readonly ailleurs: readonly VenteAilleurs[]
  readonly paiements: readonly Paiement[]
  /** Ce qui ne se déclare pas, et pourquoi. */
  readonly hors: readonly HorsDeclaration[]
}

type Sort = 'vente' | 'ailleurs' | { readonly pourquoi: string }
const exonere =
  'exonéré (CGI, 261-4-4° a) : aucune catégorie de l’annexe II, 242 nonies M, ne le prévoit (déduction, à confirmer)'
/** Ce que devient une ligne ; la première raison qui vaut. */
const sortDe = (o: Operation, l: Operation['lignes'][number]): Sort =>
  l.motif === 'formation'
    ? { pourquoi: exonere }
    : l.motif === 'dedit'
      ? { pourquoi: 'hors du champ de la TVA : une indemnité' }
      : o.qui === 'public'
        ? { pourquoi: 'à un acheteur public : Chorus Pro le dit déjà' }
        : o.qui === 'entreprise'
          ? { pourquoi: 'à une entreprise de France : sa facture électronique le dit déjà' }
          : o.qui === 'etranger'
            ? 'ailleurs'
            : 'vente'

const totauxDe = (lignes: Operation['lignes']): { readonly ht: Montant; readonly tva: Montant } => {
  const { ht, tva } = totaliser(lignes)
  return { ht, tva }
}

const entre = (j: DateCivile, p: Pick<PeriodeDeclaree, 'du' | 'au'>) => j >= p.du && j <= p.au

/** Des opérations émises ou payées dans la période. `debits` : la taxe est due à la facture, aucun paiement ne se déclare. */
export const declarer = (
  operations: readonly Operation[],
  periode: Pick<PeriodeDeclaree, 'du' | 'au'>,
  { debits }: { readonly debits: boolean },
): Declaration => {
  const ventes = new Map<string, { v: Vente }>()
  const hors = new Map<string, { numeros: Set<string>; ht: Montant }>()
  const ailleurs: VenteAilleurs[] = []
  const paiements = new Map<string, Paiement>()
  for (const o of operations) {
    const declarables = o.lignes.filter((l) => sortDe(o, l) === 'vente')
    const parTaux = [...Map.groupBy(declarables, (l) => l.taux)].map(([taux, siennes]) => ({
      taux,
      franchise: siennes.some((l) => l.motif === 'franchise'),
      ht: somme(siennes.map((l) => l.montant)),
    }))
    if (entre(o.jour, periode)) {
      for (const { taux, franchise, ht } of parTaux) {
        const cle = `${o.jour} ${taux} ${franchise}`
        const avant = ventes.get(cle)?.v
        ventes.set(cle, {
          v: {
            jour: o.jour,
            taux,
            franchise,
            nombre: (avant?.nombre ?? 0) + 1,
            ht: plus(avant?.ht ?? centimes(0), ht),
            tva: plus(avant?.tva ?? centimes(0), pourcentage(ht, taux)),
          },
        })
      }
      const dehors = o.lignes.filter((l) => sortDe(o, l) === 'ailleurs')
      if (dehors.length > 0)
        ailleurs.push({
          numero: o.numero,
          jour: o.jour,
          pays: o.pays,
          ...totauxDe(dehors),
        })
      for (const l of o.lignes) {
        const sort = sortDe(o, l)
        if (typeof sort === 'string') continue
        const avant = hors.get(sort.pourquoi) ?? { numeros: new Set<string>(), ht: centimes(0) }
        hors.set(sort.pourquoi, { numeros: avant.numeros.add(o.numero), ht: plus(avant.ht, l.montant) })
      }
    }
    if (debits) continue
    const ttc = [...Map.groupBy(o.lignes, (l) => l.taux)].reduce((t, [taux, siennes]) => {
      const ht = somme(siennes.map((l) => l.montant))
      return t + ht + pourcentage(ht, taux)
    }, 0)
    if (ttc === 0) continue
    for (const { taux, ht } of parTaux) {
      if (taux === 0) continue
      const part = ht + pourcentage(ht, taux)
      let [cumul, dit] = [0, 0]
      for (const r of o.reglements.toSorted((a, b) => (a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : 0))) {
        cumul += r.montant
        const du = Math.round((part * cumul) / ttc)
        const montant = centimes(du - dit)
        dit = du
        if (montant === 0 || !entre(r.jour, periode)) continue
        const cle = `${r.jour} ${taux}`
        paiements.set(cle, {
          jour: r.jour,
          taux,
          montant: plus(paiements.get(cle)?.montant ?? centimes(0), montant),
        })
      }
    }
  }
  const parJour = (a: { jour: string; taux?: number }, b: { jour: string; taux?: number }) =>
    a.jour < b.jour ? -1 : a.jour > b.jour ? 1 : (b.taux ?? 0) - (a.taux ?? 0)
  return {
    ventes: [...ventes.values()].map(({ v }) => v).toSorted(parJour),
    ailleurs: ailleurs.toSorted(parJour),
    paiements: [...paiements.values()].toSorted(parJour),
    hors: [...hors].map(([pourquoi, h]) => ({ pourquoi, nombre: h.numeros.size, ht: h.ht })),
  }
}
