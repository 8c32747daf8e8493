/** La trésorerie à treize semaines : ce qui vient à échéance, quand cela entre d’ordinaire, ce qui est en retard. Pur. */
import { ajouterJours, type DateCivile, jourSemaine } from '#kernel/dates.ts'
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
}

const echeanceDe = (f: FactureAttendue): DateCivile => f.echeance ?? f.emiseLe

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
