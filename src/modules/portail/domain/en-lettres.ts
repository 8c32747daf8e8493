import { compter } from '#kernel/texte.ts'

/** Au féminin : les nombres que l’on écrit en toutes lettres. */
export const lettres = [
  'zéro',
  'une',
  'deux',
  'trois',
  'quatre',
  'cinq',
  'six',
  'sept',
  'huit',
  'neuf',
  'dix',
  'onze',
  'douze',
]
/** « six coopératives », « vingt-quatre » s’écrit 24. */
export const enLettres = (n: number, mot: string) =>
  lettres[n] ? `${lettres[n]} ${mot}${n > 1 ? 's' : ''}` : compter(n, mot)
