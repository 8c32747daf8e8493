import type { DateCivile } from '#kernel/dates.ts'
import { enVigueur, ligneEnVigueur, type ParametreDate } from '#kernel/parametres.ts'
import type { EtatIndicateur } from './moteur.ts'

/** La part du chiffre CPF d’une année civile que l’on peut confier au dehors, en pour cent. Source secondaire : l’arrêté n’a pas été lu en direct. */
const plafondCpf: ParametreDate<number> = [
  { depuis: '1900-01-01', valeur: 100, source: 'aucun plafond avant 2024' },
  {
    depuis: '2024-01-01',
    valeur: 80,
    source: 'décret n° 2023-1350 et arrêté du 3 janvier 2024 ; source secondaire, à confirmer',
  },
]
/**
 * Le jour où la Caisse des dépôts attend la déclaration annuelle des sous-traitants du CPF, « MM-JJ ». Une échéance observée, qu’aucun
 * texte lu ne fixe : l’écran la dit à confirmer.
 */
export const declarationCpf: ParametreDate<string> = [
  { depuis: '1900-01-01', valeur: '11-30', source: 'échéance observée ; à confirmer' },
]

/** Le plafond qui vaut ce jour, et d’où il vient. */
export const direPlafond = (jour: DateCivile): string => {
  const { valeur, source } = ligneEnVigueur(plafondCpf, jour)
  return `${valeur} % au plus : ${source}.`
}

/** À ce point du plafond, on prévient. Choix du produit. */
export const seuilAlerteCpf = 10

export type VolumeCpf = {
  /** Quatre chiffres. */
  readonly annee: string
  /** Ce que le CPF paie, hors taxes, des dossiers dont la session commence cette année-là, en centimes. */
  readonly chiffre: number
  /** Le montant des contrats de sous-traitance dits « CPF », en centimes. */
  readonly confie: number
  readonly contrats: number
  /** Contrats CPF dont le montant n’est pas écrit : la part est alors sous-estimée. */
  readonly sansMontant: number
}

const pourcent = (n: number) => `${n.toLocaleString('fr-FR', { maximumFractionDigits: 1 })} %`

/** L’état du plafond d’une année, en une phrase. */
export const jugerPlafond = (
  v: VolumeCpf,
): {
  readonly part: number | null
  readonly plafond: number
  readonly etat: EtatIndicateur
  readonly phrase: string
} => {
  const plafond = enVigueur(plafondCpf, `${v.annee}-12-31` as DateCivile)
  const manque =
    v.sansMontant > 0
      ? ` ${v.sansMontant > 1 ? `${v.sansMontant} contrats n’ont` : 'Un contrat n’a'} pas de montant : la part est sous-estimée.`
      : ''
  if (v.chiffre === 0)
    return {
      part: null,
      plafond,
      etat: v.contrats > 0 ? 'a-juger' : 'sans-objet',
      phrase:
        v.contrats > 0
          ? `Rien n’est encore vendu au CPF en ${v.annee}, et des contrats s’y rapportent.`
          : `Rien n’est vendu au CPF en ${v.annee}.`,
    }
  // À l’écran, la part s’arrondit ; le plafond, lui, se juge au centime.
  const auDela = (pct: number) => v.confie * 100 > pct * v.chiffre
  const part = Math.round((v.confie * 1_000) / v.chiffre) / 10
  const phrase = `${pourcent(part)} du chiffre CPF de ${v.annee} est confié au dehors, pour ${pourcent(plafond)} au plus.${manque}`
  return {
    part,
    plafond,
    etat: auDela(plafond)
      ? 'manquant'
      : auDela(plafond - seuilAlerteCpf)
        ? 'partiel'
        : v.sansMontant > 0
          ? 'a-juger'
          : 'prouve',
    phrase,
  }
}
