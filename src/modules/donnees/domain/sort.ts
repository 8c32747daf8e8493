/**
 * Ce qu’un effacement ôterait aujourd’hui d’une personne, et ce qui reste, jusqu’à quand et pourquoi. Pur : les faits sont lus ailleurs.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { type Categorie, categories, type Regle, regleDe, termeDe } from './conservation.ts'

/** Une chose gardée d’une personne : une pièce, les parts d’une session, un parcours. */
export type Chose = {
  readonly cle: string
  readonly genre:
    | 'piece'
    | 'registre'
    | 'parcours'
    | 'reclamation'
    | 'handicap'
    | 'liste'
    | 'intervention'
    | 'fiche'
  readonly categorie: Categorie
  readonly nom: string
  /** D’où la durée se compte : fin de session, clôture de l’exercice, dernier échange. */
  readonly depart: DateCivile
  readonly financeurs: readonly string[]
}

export type ChoseJugee = Chose & {
  readonly regle: Regle
  readonly terme: DateCivile
  /** Elle reste : son terme n’est pas venu, et elle s’oppose à la demande (ou personne n’a rien demandé). */
  readonly gardee: boolean
}

export type Sort = {
  readonly gardees: readonly ChoseJugee[]
  readonly effacables: readonly ChoseJugee[]
  /** Rien ne retient plus la fiche : son nom s’efface aussi. */
  readonly complet: boolean
  /** Le premier terme à venir ; absent quand tout s’efface. */
  readonly prochaine: DateCivile | undefined
}

/** `demande` : la personne le demande ; ce qui ne s’y oppose pas s’efface alors sans attendre son terme. */
export const juger = (
  choses: readonly Chose[],
  regles: readonly Regle[],
  { jour, demande }: { readonly jour: DateCivile; readonly demande: boolean },
): Sort => {
  const jugees = choses.map((c): ChoseJugee => {
    const regle = regleDe(regles, c.categorie, c.financeurs, jour)
    const terme = termeDe(regle, c.depart)
    return {
      ...c,
      regle,
      terme,
      gardee: jour < terme && (!demande || categories[c.categorie].oppose),
    }
  })
  const gardees = jugees.filter((c) => c.gardee).toSorted((a, b) => (a.terme < b.terme ? -1 : 1))
  return {
    gardees,
    effacables: jugees.filter((c) => !c.gardee),
    complet: gardees.length === 0,
    prochaine: gardees[0]?.terme,
  }
}
