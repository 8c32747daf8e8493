import type { LignesJson } from '../domain/lignes.ts'
import type { Lectures } from '../domain/parametres.ts'
import type { RegleId } from '../domain/regles.ts'
import { type CasBrut, unCas, uneAction, uneSeance, unProduit } from './dossiers.ts'

/** Un dossier, ce qu’on y regarde, et ce qu’une règle fausse donnerait. */
export type Epreuve = {
  readonly cas: CasBrut
  readonly lire: (l: LignesJson) => unknown
  readonly juste: unknown
  /** Ce que donnerait la règle fausse qu’on rencontre ailleurs. */
  readonly faux: unknown
  readonly lectures?: Partial<Lectures>
}
export type Epreuves<R extends RegleId> = Readonly<Record<R, readonly [Epreuve, ...Epreuve[]]>>

export const h = (n: number, heures: number) => ({ n, h: heures })
export const deuxDemi = [
  uneSeance({ heures: 3.5, demiJournee: 'matin' }),
  uneSeance({ id: 's2', heures: 3.5, demiJournee: 'apres-midi' }),
]
export const par = (formateurId: string) =>
  uneSeance({ interventions: [{ formateur: formateurId, heures: 7 }] })
export const avec = (a: Parameters<typeof uneAction>[0], c: Partial<CasBrut> = {}) =>
  unCas({ actions: [uneAction(a)], ...c })
export const paye = (...financeurs: readonly (readonly [string, number])[]) =>
  unCas({
    produits: financeurs.map(([financeur, montantHT], i) => unProduit({ id: `P${i}`, financeur, montantHT })),
  })
