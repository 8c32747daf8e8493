/**
 * Quel certificat une facture cite pour une personne. Celui de l’action, dès qu’il est émis. Sinon, d’une action qui continue,
 * ceux de période (usage des OPCO, mensuel) : à eux tous ils disent chaque jour tenu de ce qui est facturé, ou aucun n’est cité.
 */
import type { DateCivile } from '#kernel/dates.ts'
import type { Periode } from './facture.ts'

export type CertificatDePeriode = {
  readonly numero: string
  readonly du: DateCivile
  readonly au: DateCivile
  readonly minutes: number
}

export type Preuve = {
  /** Ce que la facture écrit ; nul : rien ne la prouve. */
  readonly numeros: string | null
  /** Les minutes que cette preuve dit, toutes périodes réunies ; sans borne pour celui de l’action, qui dit tout ce qui est suivi. */
  readonly minutes: number
}

export const preuveDe = (
  action: string | null,
  periodes: readonly CertificatDePeriode[],
  facturee: Periode | null,
  tenus: readonly DateCivile[],
): Preuve => {
  if (action !== null) return { numeros: action, minutes: Number.POSITIVE_INFINITY }
  if (!facturee) return { numeros: null, minutes: 0 }
  const cites = periodes
    .filter((p) => p.du <= facturee.au && facturee.du <= p.au)
    .toSorted((a, b) => (a.du < b.du ? -1 : 1))
  const couvre = tenus
    .filter((j) => j >= facturee.du && j <= facturee.au)
    .every((j) => cites.some((p) => p.du <= j && j <= p.au))
  if (cites.length === 0 || !couvre) return { numeros: null, minutes: 0 }
  return {
    numeros: cites.map((p) => p.numero).join(', '),
    // Ce payeur a pu payer des heures d’avant : ses factures ensemble ne dépassent pas ce qui est certifié jusque-là.
    minutes: periodes.filter((p) => p.du <= facturee.au).reduce((t, p) => t + p.minutes, 0),
  }
}
