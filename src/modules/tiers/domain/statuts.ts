import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'

type Ligne = 'interne' | 'externe'

/**
 * Sous quel statut une personne anime, et la ligne du cadre E du BPF qui la compte (`docs/modules/bpf.md`).
 * Certain : salarié, bénévole, honoraires et sous-traitant. Déduit, fort : entrepreneur salarié interne (le CESA en
 * fait un salarié de la coopérative). Déduit : dirigeant interne, mise à disposition interne, portage externe.
 * Douteux : le porteur en CAPE, interne faute de facture.
 */
export const statuts = {
  salarie: { nom: 'salarié', ligne: 'interne', chez: false },
  'entrepreneur-salarie': { nom: 'entrepreneur salarié', ligne: 'interne', chez: false },
  dirigeant: { nom: 'dirigeant', ligne: 'interne', chez: false },
  benevole: { nom: 'bénévole', ligne: 'interne', chez: false },
  'mise-a-disposition': { nom: 'mis à disposition', ligne: 'interne', chez: true },
  'porteur-cape': { nom: 'porteur de projet (CAPE)', ligne: 'interne', chez: false },
  honoraires: { nom: 'en honoraires', ligne: 'externe', chez: false },
  'sous-traitant-of': { nom: 'sous-traitant, organisme de formation', ligne: 'externe', chez: true },
  portage: { nom: 'en portage salarial', ligne: 'externe', chez: true },
} as const satisfies Record<string, { nom: string; ligne: Ligne; chez: boolean }>

export type CodeStatut = keyof typeof statuts

/** Compté parmi les personnes internes du cadre E, ou parmi les externes. */
export const ligneBpf = (statut: CodeStatut): Ligne => statuts[statut].ligne

/** À quel titre une personne tient à la coopérative qui l’envoie, dit par une mission, en statut ; l’intérim et ce qui n’y est pas n’ont pas de ligne, et se demandent (V27). */
export const statutDuTitre: Readonly<Record<string, CodeStatut>> = {
  salarie: 'salarie',
  cesa: 'entrepreneur-salarie',
  cape: 'porteur-cape',
  dirigeant: 'dirigeant',
  benevole: 'benevole',
  independant: 'honoraires',
  porte: 'portage',
}

export type PeriodeVoulue = {
  readonly du: DateCivile
  readonly au: DateCivile | null
  readonly statut: CodeStatut
  /** Le nom de la structure d'où elle vient. */
  readonly chez: string
}

export type RefusStatut = Refus<'statut-periode' | 'statut-chez' | 'statut-chevauche'>

/** Deux périodes, début et fin compris, ont un jour en commun ; sans fin, une période ne finit pas. */
export const seChevauchent = (
  a: { readonly du: string; readonly au: string | null },
  b: { readonly du: string; readonly au: string | null },
): boolean => (a.au === null || b.du <= a.au) && (b.au === null || a.du <= b.au)

/** Ce qui empêche d'écrire ce statut à côté des autres. La base refuse aussi le chevauchement : deux écrivent à la fois. */
export const refuserStatut = (
  voulu: PeriodeVoulue,
  autres: readonly { readonly du: DateCivile; readonly au: DateCivile | null; readonly statut: CodeStatut }[],
): RefusStatut | undefined => {
  if (voulu.au !== null && voulu.au < voulu.du)
    return refus('statut-periode', 'Ce statut finit avant de commencer : vérifiez les deux dates.')
  if (statuts[voulu.statut].chez && voulu.chez === '')
    return refus(
      'statut-chez',
      `Pour une personne ${statuts[voulu.statut].nom}, nommez la structure d’où elle vient.`,
    )
  const gene = autres.find((a) => seChevauchent(a, voulu))
  return gene
    ? refus(
        'statut-chevauche',
        `Cette personne est déjà « ${statuts[gene.statut].nom} » ${direPeriode(gene)} : fermez ou corrigez ce statut d’abord.`,
      )
    : undefined
}

/** « depuis le 1er mars 2026 », « du … au … ». */
export const direPeriode = (p: { readonly du: DateCivile; readonly au: DateCivile | null }): string =>
  p.au === null
    ? `depuis le ${formaterDate(p.du)}`
    : p.au === p.du
      ? `le ${formaterDate(p.du)}`
      : `du ${formaterDate(p.du)} au ${formaterDate(p.au)}`
