/**
 * Arrêter les écritures jusqu’à un jour : ce qui est dû et pas encore passé se numérote de suite et ne bouge plus. Un fait qui arrive
 * après porte le premier jour ouvert, sa pièce garde la sienne : les numéros suivent les dates, et une période arrêtée le reste.
 */
import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import {
  type ChargeAPasser,
  type Ecriture,
  ecritureDeFacture,
  ecritureDeReglement,
  ecrituresDeCharge,
  ecrituresDeCoupure,
  type FactureAPasser,
  type LigneDEcriture,
  type ReglementAPasser,
} from './ecrire.ts'
import type { Plan } from './plan.ts'

export type Faits = {
  readonly factures: readonly FactureAPasser[]
  readonly reglements: readonly ReglementAPasser[]
  readonly charges: readonly ChargeAPasser[]
}
export type EcriturePassee = Ecriture & {
  readonly numero: number
  /** Le jour où elle fut arrêtée. */
  readonly valideeLe: DateCivile
}

/** `fins` : les fins d’exercice que les faits peuvent traverser. */
export const ecrituresDe = (faits: Faits, plan: Plan, fins: readonly DateCivile[]): readonly Ecriture[] => [
  ...faits.factures.flatMap((f) => [
    ...ecritureDeFacture(f, plan),
    ...fins.flatMap((fin) => ecrituresDeCoupure(f, fin, plan)),
  ]),
  ...faits.reglements.map((r) => ecritureDeReglement(r, plan)),
  ...faits.charges.flatMap((c) => ecrituresDeCharge(c, plan)),
]

export const nomDe = (e: Pick<Ecriture, 'origine' | 'de' | 'cle'>): string => `${e.origine} ${e.de} ${e.cle}`

const comparer = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
const ordre = (a: Ecriture, b: Ecriture): number =>
  comparer(a.jour, b.jour) ||
  comparer(a.journal, b.journal) ||
  comparer(a.piece, b.piece) ||
  comparer(nomDe(a), nomDe(b))

const enMiroir = ({ lignes }: Ecriture): Ecriture['lignes'] =>
  lignes.map((l) => ({ ...l, debit: l.credit, credit: l.debit }))

/**
 * Ce qui défait une écriture passée reprend ses lignes, débit et crédit échangés : un plan, une fin d’exercice changés depuis ne
 * laissent aucun solde. La reprise d’un report passé se fait même si rien ne le dirait plus.
 */
export const defaireLesPassees = (
  toutes: readonly Ecriture[],
  passees: readonly Ecriture[],
): readonly Ecriture[] => {
  const retraits = new Map(toutes.flatMap((e) => (e.origine === 'retrait' ? [[nomDe(e), e]] : [])))
  const miroirs = passees.flatMap((p): Ecriture[] => {
    if (p.origine !== 'report' && p.origine !== 'charge') return []
    const { activite, session, de, cle, journal, piece, pieceLe } = p
    const commun = { activite, session, de, cle, journal, piece, pieceLe, lignes: enMiroir(p) }
    if (p.origine === 'report')
      return [{ ...commun, origine: 'reprise', jour: ajouterJours(cle as DateCivile, 1) }]
    const retrait = retraits.get(nomDe({ ...p, origine: 'retrait' }))
    return retrait ? [{ ...commun, origine: 'retrait', jour: retrait.jour }] : []
  })
  const refaites = new Set(miroirs.map(nomDe))
  return [...toutes.filter((e) => !refaites.has(nomDe(e))), ...miroirs]
}

/** Ce qui reste à passer jusqu’au jour `au`, dans l’ordre, chacune à son jour. `precedent` : le dernier jour arrêté. */
export const aPasser = (
  toutes: readonly Ecriture[],
  passees: ReadonlySet<string>,
  precedent: DateCivile | null,
  au: DateCivile,
): readonly Ecriture[] => {
  const ouvert = precedent === null ? undefined : ajouterJours(precedent, 1)
  // Retirée avant d’être passée, une charge n’a rien à dire.
  const retirees = new Set(toutes.flatMap((e) => (e.origine === 'retrait' ? [e.de] : [])))
  const chargePassee = (e: Ecriture) => passees.has(nomDe({ ...e, origine: 'charge' }))
  const dues = toutes.filter(
    (e) =>
      !passees.has(nomDe(e)) &&
      (e.origine !== 'charge' || !retirees.has(e.de)) &&
      (e.origine !== 'retrait' || chargePassee(e)),
  )
  // Un exercice arrêté ne reçoit plus de report ; la reprise ne défait qu’un report qui fut passé.
  const reports = new Set(
    dues.flatMap((e) =>
      e.origine === 'report' && (ouvert === undefined || e.jour >= ouvert) ? [nomDe(e)] : [],
    ),
  )
  const reporte = (e: Ecriture) => {
    const nom = nomDe({ ...e, origine: 'report' })
    return passees.has(nom) || reports.has(nom)
  }
  return dues
    .filter((e) => (e.origine !== 'report' && e.origine !== 'reprise') || reporte(e))
    .map((e) => (ouvert !== undefined && e.jour < ouvert ? { ...e, jour: ouvert } : e))
    .filter((e) => e.jour <= au)
    .toSorted(ordre)
}

export const numeroter = (
  ecritures: readonly Ecriture[],
  apres: number,
  valideeLe: DateCivile,
): readonly EcriturePassee[] => ecritures.map((e, i) => ({ ...e, numero: apres + i + 1, valideeLe }))

export const refusDArrete = (
  au: DateCivile,
  precedent: DateCivile | null,
  aujourdhui: DateCivile,
): Refus | undefined =>
  au > aujourdhui
    ? refus('jour-a-venir', 'Un arrêté ne dépasse pas aujourd’hui : ce qui vient n’est pas encore arrivé.')
    : precedent !== null && au <= precedent
      ? refus(
          'deja-arrete',
          `Les écritures sont arrêtées jusqu’au ${formaterDate(precedent)} : cette période ne se rouvre pas.`,
        )
      : undefined

export type Changement = { readonly numero: number; readonly piece: string; readonly phrase: string }

/**
 * Ce qui ne se dirait plus pareil d’un fait déjà passé : l’écriture garde ce qu’elle a dit. Les faits d’abord, les seuls numéros de
 * compte ensuite : un plan qui change les redit tous.
 */
export const changementsDepuis = (
  passees: readonly EcriturePassee[],
  toutes: readonly Ecriture[],
): readonly Changement[] => {
  const actuelles = new Map(toutes.map((e) => [nomDe(e), e]))
  const dits = (e: Ecriture, dire: (l: LigneDEcriture) => string) => e.lignes.map(dire).toSorted().join('|')
  const montants = (e: Ecriture) => dits(e, (l) => `${l.debit} ${l.credit}`)
  const comptes = (e: Ecriture) => dits(e, (l) => `${l.compte.numero} ${l.debit} ${l.credit}`)
  const [reels, deCompte]: [Changement[], Changement[]] = [[], []]
  for (const p of passees) {
    const a = actuelles.get(nomDe(p))
    const dire = (phrase: string): Changement => ({ numero: p.numero, piece: p.piece, phrase })
    if (!a) {
      reels.push(dire('ce fait n’est plus compté'))
      continue
    }
    if (a.session !== p.session || a.activite !== p.activite)
      reels.push(dire('elle est rattachée à une autre session, ou à une autre enseigne'))
    if (montants(a) !== montants(p)) reels.push(dire('ses montants se diraient autrement'))
    else if (comptes(a) !== comptes(p)) deCompte.push(dire('ses comptes se diraient autrement'))
  }
  return [...reels, ...deCompte]
}
