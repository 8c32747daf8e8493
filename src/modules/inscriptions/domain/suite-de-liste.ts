/** Le geste qui suit d’une session dans une liste : la règle de sa page (`suitesDuFil`), sur ce qu’une liste lit. Pur. */
import type { DateCivile } from '#kernel/dates.ts'
import type { Regime } from './dossier.ts'
import type { EtatGarde } from './etats.ts'
import { type SuiteDuFil, suitesDuFil } from './suite.ts'
import { estEteint } from './vivant.ts'

export type FilDeListe = {
  readonly debut: DateCivile | null
  readonly ouverte: boolean
  readonly finie: boolean
  readonly dossiers: readonly {
    readonly id: string
    readonly client: string
    readonly regime: Regime
    readonly signe: boolean
    readonly retracte: boolean
    readonly echeancier: boolean
  }[]
  readonly gens: readonly {
    readonly id: string
    readonly dossier: string | null
    readonly etat: EtatGarde
    readonly close: boolean
    /** Information et règlement : deux, ou rien n’est remis. */
    readonly remises: number
  }[]
  readonly pieces: readonly {
    readonly id: string
    readonly genre: string
    readonly numero: string
    readonly objet: string
    readonly client: boolean
    readonly organisme: boolean
    readonly envoyee: boolean
  }[]
}

/**
 * Une liste ne lit ni les demi-journées promises par chaque papier, ni les avis : la page seule dit un avenant, un avis dû.
 * Un jour fait est dit `jour` : la liste ne le montre pas.
 */
export const suiteDeListe = (f: FilDeListe, jour: DateCivile): SuiteDuFil | undefined =>
  suitesDuFil({
    aujourdhui: jour,
    calendrier: null,
    avis: null,
    debut: f.debut,
    ouverte: f.ouverte,
    finie: f.finie,
    dossiers: f.dossiers.map((d) => ({
      id: d.id,
      client: d.client,
      regime: d.regime,
      signeLe: d.signe ? jour : null,
      clos: estEteint({ id: d.id, retracteLe: d.retracte ? new Date(0) : null }, f.gens),
      echeancier: d.echeancier,
    })),
    pieces: f.pieces.map((p) => ({ ...p, emiseLe: jour, calendrier: null })),
    gens: f.gens
      .filter((i) => !i.close)
      .map((i) => ({
        id: i.id,
        dossier: i.dossier,
        remis: i.remises >= 2 ? jour : null,
        accuse: true,
        inscrite: i.etat === 'inscrit',
      })),
  })[0]
