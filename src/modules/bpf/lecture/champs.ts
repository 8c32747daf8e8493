import { type Faute, lecteur as lecteurDeChamps, montrer } from '#kernel/champs.ts'
import type { Json } from '#kernel/json.ts'
import { type Fraction, fraction } from '../domain/fraction.ts'

/** Un montant en a quatre : au-delà, c’est un calcul qu’on a oublié d’arrondir. Une heure peut venir de minutes. */
const decimalesDeMontant = 4
const decimalesDHeure = 20
/** Au-delà c’est une faute de frappe, et tout reste lisible par qui reçoit le document. */
const chiffresMax = 12

/** Le lecteur du noyau, et les montants et heures d’un bilan, en fractions exactes. */
export const lecteur = (fautes: Faute[]) => {
  const l = lecteurDeChamps(fautes)
  const decimal = (
    v: Json | undefined,
    chemin: string,
    quoi: string,
    max = decimalesDeMontant,
  ): Fraction | undefined => {
    if (!l.present(v, chemin)) return undefined
    const lu = l.decimalDe(v)
    if (!lu)
      return l.fauter(chemin, `${montrer(v)} n’est pas ${quoi} : un nombre, ou un texte décimal à point.`)
    const diviseur = 10n ** BigInt(lu.decimales)
    if (String((lu.n < 0n ? -lu.n : lu.n) / diviseur).length > chiffresMax)
      return l.fauter(chemin, `${montrer(v)} est trop grand.`)
    if (lu.decimales > max)
      return l.fauter(chemin, `${montrer(v)} a ${lu.decimales} décimales, au lieu de ${max} au plus.`)
    return fraction(lu.n, diviseur)
  }
  /** Des heures, positives ou nulles. */
  const heures = (v: Json | undefined, chemin: string): Fraction | undefined => {
    const lues = decimal(v, chemin, 'une durée en heures', decimalesDHeure)
    return lues && lues.n < 0n ? l.fauter(chemin, `${montrer(v)} : des heures ne sont pas négatives.`) : lues
  }
  return { ...l, decimal, heures }
}

export type Lecteur = ReturnType<typeof lecteur>
