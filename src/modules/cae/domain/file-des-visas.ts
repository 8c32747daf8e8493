import { type Refus, refus } from '#kernel/refus.ts'
import { direPourquoiPas } from './plafonds.ts'

/** Un genre qui se vise sans qu’une pièce naisse ici, tel que son module le déclare : comment il se nomme, et sur quelle page il se lit. */
export type GenreAViser = {
  /** « contrat-de-mission » : ce que le filtre de la file, les plafonds et le second visa nomment. */
  readonly genre: string
  /** Son nom, d’après ce que la base en précise (la forme d’une mission). */
  readonly nom: (detail: string) => string
  /** « la mission » : ce que l’on relit avant de viser. */
  readonly defini: string
  readonly href: (page: string) => string
  /** « La coopérative qui demande le bien » : qui lit la raison d’un refus, et commence la phrase ; d’après la même précision. */
  readonly lecteur: (detail: string) => string
}

const phrases: Readonly<Record<string, string>> = {
  introuvable: 'Cela n’attend plus de visa : quelqu’un vient d’en décider, ou le délai est passé.',
  decidee: 'Cela n’attend plus de visa : quelqu’un vient d’en décider.',
  motif: 'Dites pourquoi, en quelques mots.',
}
const deLaRegle: readonly string[] = ['au-dessus', 'cumul', 'sans-plafond', 'sans-montant', 'premier', 'soi']

/** Ce que dit la porte d’un pas de visa (`porte.viser_objet`) ; rien : il est fait. */
export const direRefusDObjet = (mot: string): Refus | undefined => {
  if (deLaRegle.includes(mot)) return refus('plafond', direPourquoiPas(mot))
  const phrase = Object.hasOwn(phrases, mot) ? phrases[mot] : undefined
  return phrase ? refus(mot === 'motif' ? 'motif' : 'deja-visee', phrase) : undefined
}
