import type { Controle } from '../controle.ts'
import { informerConcevoir } from './critere-1-2.ts'
import { accompagner } from './critere-3.ts'
import { outillerQualifier } from './critere-4-5.ts'
import { relierEcouter } from './critere-6-7.ts'

/** Les quatre-vingt-sept contrôles, dans l’ordre des indicateurs. */
export const controles: readonly Controle[] = [
  ...informerConcevoir,
  ...accompagner,
  ...outillerQualifier,
  ...relierEcouter,
]

export const controleDe = (code: string): Controle | undefined => controles.find((c) => c.code === code)
