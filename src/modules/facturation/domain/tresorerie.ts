/** La trésorerie à treize semaines : ce qui vient à échéance, quand cela entre d’ordinaire, ce qui est en retard. Pur. */
import { ajouterJours, type DateCivile, ecartEnJours, jourSemaine } from '#kernel/dates.ts'
import { centimes, type Montant, plus, somme } from '#kernel/montant.ts'

export const semainesVues = 13

export type FactureAttendue = {
  readonly solde: Montant
  readonly echeance: DateCivile | null
  readonly emiseLe: DateCivile
  /** De ce payeur, la médiane des jours entre l’échéance et le paiement ; négative : en avance. Nulle : il n’a encore rien payé. */
  readonly habitude: number | null
}
export type Semaine = {
  /** Un lundi, et son dimanche. */
  readonly du: DateCivile
  readonly au: DateCivile
  /** Ce dont l’échéance tombe dans ces jours, et n’est pas passée. */
  readonly aEcheance: Montant
  /** Ce qui entre d’ordinaire dans ces jours, retards compris. */
  readonly attendu: Montant
}
export type Tresorerie = {
  readonly semaines: readonly Semaine[]
  /** L’échéance est passée. */
  readonly enRetard: Montant
  /** Ce qui n’entre d’ordinaire qu’après la dernière semaine. */
  readonly plusTard: Montant
  /** Tout ce qui reste dû, par retard sur l’échéance : pas échu, puis de trente jours en trente jours. */
  readonly parAge: readonly Age[]
}

type Age = { readonly age: string; readonly factures: number; readonly solde: Montant }

/** Jours de retard au plus, tranche par tranche ; zéro : l’échéance n’est pas passée. */
const ages: readonly (readonly [age: string, auPlus: number])[] = [
  ['Pas encore échu', 0],
  ['1 à 30 jours', 30],
  ['31 à 60 jours', 60],
  ['61 à 90 jours', 90],
  ['Plus de 90 jours', Number.POSITIVE_INFINITY],
]

const echeanceDe = (f: FactureAttendue): DateCivile => f.echeance ?? f.emiseLe

const parAge = (factures: readonly FactureAttendue[], le: DateCivile): readonly Age[] => {
  const tranche = (f: FactureAttendue) => {
    const retard = ecartEnJours(echeanceDe(f), le)
    return ages.findIndex(([, auPlus]) => retard <= auPlus)
  }
  const rangees = Map.groupBy(factures, tranche)
  return ages.map(([age], i) => {
    const siennes = rangees.get(i) ?? []
    return { age, factures: siennes.length, solde: somme(siennes.map((f) => f.solde)) }
  })
}

/** Le jour où une facture entre d’ordinaire : son échéance, et l’habitude de qui paie. Ce jour passé, demain. */
export const jourAttendu = (f: FactureAttendue, le: DateCivile): DateCivile => {
  const voulu = ajouterJours(echeanceDe(f), f.habitude ?? 0)
  return voulu > le ? voulu : ajouterJours(le, 1)
}

/** Treize semaines, celle du jour d’abord. Chaque solde est attendu une fois : dans une semaine, ou plus tard. */
export const prevoir = (factures: readonly FactureAttendue[], le: DateCivile): Tresorerie => {
  const lundi = ajouterJours(le, 1 - jourSemaine(le))
  const dernier = ajouterJours(lundi, semainesVues * 7 - 1)
  const sommeDe = (siennes: readonly FactureAttendue[]) => somme(siennes.map((f) => f.solde))
  return {
    semaines: Array.from({ length: semainesVues }, (_, i) => {
      const [du, au] = [ajouterJours(lundi, i * 7), ajouterJours(lundi, i * 7 + 6)]
      const dedans = (j: DateCivile) => j >= du && j <= au
      return {
        du,
        au,
        aEcheance: sommeDe(factures.filter((f) => echeanceDe(f) >= le && dedans(echeanceDe(f)))),
        attendu: sommeDe(factures.filter((f) => dedans(jourAttendu(f, le)))),
      }
    }),
    parAge: parAge(factures, le),
    enRetard: sommeDe(factures.filter((f) => echeanceDe(f) < le)),
    plusTard: sommeDe(factures.filter((f) => jourAttendu(f, le) > dernier)),
  }
}

/** Ce qui est entré, semaine après semaine. */
export const cumuler = (semaines: readonly Semaine[]): readonly (Semaine & { readonly cumul: Montant })[] => {
  let cumul = centimes(0)
  return semaines.map((s) => {
    cumul = plus(cumul, s.attendu)
    return { ...s, cumul }
  })
}
