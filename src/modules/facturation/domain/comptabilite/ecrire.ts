/**
 * Ce que la comptabilité écrit de chaque fait : une facture, un règlement, une charge, un produit d’un exercice à venir. Pur : des
 * faits et un plan, des écritures équilibrées. Montants en centimes, jours AAAA-MM-JJ.
 */
import { ajouterJours, type DateCivile, ecartEnJours, formaterDate } from '#kernel/dates.ts'
import { centimes, type Montant, moins, proportion, somme } from '#kernel/montant.ts'
import type { GenreFacture, Moyen, Nature, Periode } from '../facture.ts'
import { totaliser } from '../totaux.ts'
import { type Compte, cleDeNature, type Journal, type Plan } from './plan.ts'

/** De quoi vient une écriture. `retrait` : une charge passée, puis retirée ; `report` : ce qu’une fin d’exercice coupe, et `reprise`, le lendemain. */
export const origines = ['facture', 'reglement', 'charge', 'retrait', 'report', 'reprise'] as const
export type Origine = (typeof origines)[number]

export type Auxiliaire = { readonly numero: string; readonly nom: string }

export type LigneDEcriture = {
  readonly compte: Compte
  readonly auxiliaire?: Auxiliaire
  readonly libelle: string
  readonly debit: Montant
  readonly credit: Montant
}
export type Ecriture = {
  readonly origine: Origine
  /** L’identifiant du fait. */
  readonly de: string
  /** D’un report et de sa reprise : la fin d’exercice ; vide ailleurs. Avec l’origine et le fait, elle nomme l’écriture. */
  readonly cle: string
  readonly journal: Journal
  readonly jour: DateCivile
  readonly piece: string
  readonly pieceLe: DateCivile
  readonly activite: string
  readonly session: string | null
  readonly lignes: readonly LigneDEcriture[]
}

type Situe = { readonly id: string; readonly activite: string; readonly session: string | null }

export type FactureAPasser = Situe & {
  readonly numero: string
  readonly genre: GenreFacture
  readonly emiseLe: DateCivile
  readonly periode: Periode | null
  readonly payeur: Auxiliaire
  /** `remise` : d’un avoir, elle garde ses heures facturées. */
  readonly lignes: readonly {
    readonly nature: Nature
    readonly remise: boolean
    readonly montant: Montant
    readonly taux: number
  }[]
}
export type ReglementAPasser = Situe & {
  readonly jour: DateCivile
  /** Négatif : rendu, ou défait. */
  readonly montant: Montant
  readonly moyen: Moyen
  readonly reference: string | null
  readonly payeur: Auxiliaire
}
export type ChargeAPasser = Situe & {
  readonly jour: DateCivile
  readonly compte: string
  readonly libelle: string
  readonly fournisseur: Auxiliaire
  readonly montant: Montant
  readonly piece: string | null
  /** Le jour où elle fut retirée. */
  readonly retireeLe: DateCivile | null
}

const zero = centimes(0)
/** Une ligne, du côté que son signe dit ; rien d’un montant nul. */
const ligne = (
  compte: Compte,
  libelle: string,
  auDebit: Montant,
  auxiliaire?: Auxiliaire,
): readonly LigneDEcriture[] =>
  auDebit === 0
    ? []
    : [
        {
          compte,
          ...(auxiliaire ? { auxiliaire } : {}),
          libelle,
          debit: auDebit > 0 ? auDebit : zero,
          credit: auDebit < 0 ? centimes(-auDebit) : zero,
        },
      ]

const situer = ({ id, activite, session }: Situe) => ({ de: id, cle: '', activite, session })

/** Une facture, un acompte, un avoir : une écriture, ses produits par compte, sa taxe en une ligne par taux. Rien si elle est soldée d’avance. */
export const ecritureDeFacture = (f: FactureAPasser, plan: Plan): readonly Ecriture[] => {
  const libelle = `${f.numero} ${f.payeur.nom}`
  const totaux = totaliser(f.lignes)
  const parCompte = Map.groupBy(f.lignes, (l) => (l.remise ? 'remise' : cleDeNature[l.nature]))
  const lignes = [
    ...ligne(plan.client, libelle, totaux.ttc, f.payeur),
    ...[...parCompte].flatMap(([cle, siennes]) =>
      ligne(plan[cle], libelle, centimes(-somme(siennes.map((l) => l.montant)))),
    ),
    ...totaux.parTaux.flatMap((t) => ligne(plan.tva, libelle, centimes(-t.tva))),
  ]
  return lignes.length === 0
    ? []
    : [
        {
          ...situer(f),
          origine: 'facture',
          journal: 'ventes',
          jour: f.emiseLe,
          piece: f.numero,
          pieceLe: f.emiseLe,
          lignes,
        },
      ]
}

export const ecritureDeReglement = (r: ReglementAPasser, plan: Plan): Ecriture => {
  const libelle = `${r.montant < 0 ? 'Rendu à' : 'Reçu de'} ${r.payeur.nom}`
  const tresorerie = r.moyen === 'especes' ? plan.caisse : plan.banque
  return {
    ...situer(r),
    origine: 'reglement',
    journal: 'banque',
    jour: r.jour,
    piece: r.reference?.trim() || `R-${r.id.slice(-8)}`,
    pieceLe: r.jour,
    lignes: [
      ...ligne(tresorerie, libelle, r.montant),
      ...ligne(plan.client, libelle, centimes(-r.montant), r.payeur),
    ],
  }
}

/** La charge, hors taxes : la seule somme que l’on tient. Retirée, une seconde écriture la défait, du jour du retrait. */
export const ecrituresDeCharge = (c: ChargeAPasser, plan: Plan): readonly Ecriture[] => {
  // Le plan comptable compte en trois chiffres : « 60 » y est 600.
  const compte = { numero: c.compte.padEnd(3, '0'), libelle: `Charges, compte ${c.compte}` }
  const duAuPersonnel = c.compte.startsWith('64')
  const passer = (origine: 'charge' | 'retrait', jour: DateCivile, montant: Montant): Ecriture => ({
    ...situer(c),
    origine,
    journal: 'achats',
    jour,
    piece: c.piece ?? `C-${c.id.slice(-8)}`,
    pieceLe: c.jour,
    lignes: [
      ...ligne(compte, c.libelle, montant),
      ...ligne(
        duAuPersonnel ? plan.personnel : plan.fournisseur,
        c.libelle,
        centimes(-montant),
        duAuPersonnel ? undefined : c.fournisseur,
      ),
    ],
  })
  return [
    passer('charge', c.jour, c.montant),
    ...(c.retireeLe === null
      ? []
      : [passer('retrait', [c.jour, c.retireeLe].toSorted()[1] ?? c.jour, centimes(-c.montant))]),
  ]
}

/**
 * Ce qu’une fin d’exercice coupe d’une facture : émise avant, la part des jours à venir se retire (produits constatés d’avance) ; émise
 * après, la part des jours passés s’ajoute (factures à établir). Écrit au dernier jour, défait le lendemain. Au temps écoulé, comme le
 * bilan (douteux, à confirmer). Un avoir est du jour où il est émis.
 */
export const ecrituresDeCoupure = (f: FactureAPasser, fin: DateCivile, plan: Plan): readonly Ecriture[] => {
  const p = f.periode
  if (f.genre !== 'facture' || p === null) return []
  const jours = ecartEnJours(p.du, p.au) + 1
  const apres = p.au <= fin ? 0 : p.du > fin ? jours : ecartEnJours(fin, p.au)
  const dAvance = f.emiseLe <= fin
  const [coupes, compteDAttente] = dAvance
    ? [apres, plan['constate-d-avance']]
    : [jours - apres, plan['a-etablir']]
  if (coupes === 0) return []
  const libelle = `${f.numero}, part ${dAvance ? 'd’après' : 'd’avant'} le ${formaterDate(fin, 'chiffres')}`
  const parCompte = Map.groupBy(
    f.lignes.filter((l) => l.nature !== 'acompte' && l.nature !== 'dedit'),
    (l) => cleDeNature[l.nature],
  )
  const parts = [...parCompte].map(
    ([cle, siennes]) => [plan[cle], proportion(somme(siennes.map((l) => l.montant)), coupes, jours)] as const,
  )
  const enTout = somme(parts.map(([, part]) => part))
  const passer = (origine: 'report' | 'reprise', jour: DateCivile, sens: 1 | -1): Ecriture => ({
    ...situer(f),
    cle: fin,
    origine,
    journal: 'operations-diverses',
    jour,
    piece: f.numero,
    pieceLe: f.emiseLe,
    lignes: [
      ...parts.flatMap(([compte, part]) => ligne(compte, libelle, centimes(sens * part))),
      ...ligne(compteDAttente, libelle, centimes(-sens * enTout)),
    ],
  })
  // D’avance, le produit se retire (au débit) ; à établir, il s’ajoute.
  const sens = dAvance ? 1 : -1
  return [passer('report', fin, sens), passer('reprise', ajouterJours(fin, 1), dAvance ? -1 : 1)].filter(
    (e) => e.lignes.length > 0,
  )
}

export const totalDe = (
  e: Pick<Ecriture, 'lignes'>,
): { readonly debit: Montant; readonly credit: Montant } => ({
  debit: somme(e.lignes.map((l) => l.debit)),
  credit: somme(e.lignes.map((l) => l.credit)),
})
export const estEquilibree = (e: Pick<Ecriture, 'lignes'>): boolean =>
  moins(totalDe(e).debit, totalDe(e).credit) === 0
