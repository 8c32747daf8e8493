import type { Bpf } from './composer.ts'
import type { ControlePasse } from './controles/controler.ts'
import type { Exercice, VersionCerfa } from './dossier.ts'
import { ecrire, type Fraction } from './fraction.ts'
import { enJson, type LignesJson } from './lignes.ts'
import type { Lectures } from './parametres.ts'
import { type CadreRempli, enClair, nommerCase, remplir } from './remplir.ts'

/** Un enregistrement d'une case, avec ce qu'on en a dit ce jour-là. */
export type LigneFigee = {
  readonly genre: string
  readonly cle: string
  readonly qui: string
  readonly quoi: string
  readonly part: string
  /** Décimal exact, ou « n/d ». */
  readonly exact: string
  readonly regles: readonly string[]
}
export type CaseFigee = {
  readonly id: string
  readonly exact: string
  readonly nombre: number
  readonly lignes: readonly LigneFigee[]
}

/** Ce qu'un dépôt fige : la version du formulaire, les lectures, les cases et leurs enregistrements, les contrôles. */
export type ContenuDeDepot = {
  readonly format: 'coforme-bpf/1'
  readonly organisme: {
    readonly nom: string
    readonly siret: string
    readonly nda: string | null
    /** Cadre A ; absent d’un dépôt d’avant que l’application le garde. */
    readonly adressePublique?: boolean | null
  }
  readonly exercice: Exercice
  readonly cerfa: VersionCerfa
  readonly lectures: Lectures
  readonly lignes: LignesJson
  readonly cadres: readonly CadreRempli[]
  readonly cases: readonly CaseFigee[]
  readonly controles: readonly ControlePasse[]
}

export type LigneAFiger = Omit<LigneFigee, 'exact'> & { readonly exact: Fraction }

export const figer = (
  bpf: Bpf,
  organisme: ContenuDeDepot['organisme'],
  controles: readonly ControlePasse[],
  lignesDe: (id: string) => readonly LigneAFiger[],
): ContenuDeDepot => ({
  format: 'coforme-bpf/1',
  organisme,
  exercice: { debut: bpf.faits.exercice.debut, fin: bpf.faits.exercice.fin },
  cerfa: bpf.version,
  lectures: bpf.lectures,
  lignes: enJson(bpf.lignes),
  cadres: remplir(bpf.version, bpf),
  cases: [...bpf.cases.values()].map((c) => ({
    id: c.id,
    exact: ecrire(c.exact),
    nombre: c.nombre,
    lignes: lignesDe(c.id).map(({ genre, cle, qui, quoi, part, exact, regles }) => ({
      genre,
      cle,
      qui,
      quoi,
      part,
      exact: ecrire(exact),
      regles,
    })),
  })),
  controles,
})

export type Difference = {
  readonly id: string
  readonly nom: string
  readonly depose: string
  readonly aujourdhui: string
}

/** Les cases qui ne valent plus ce qui a été déposé, dans l'ordre du formulaire. */
export const comparer = (
  depose: readonly CadreRempli[],
  aujourdhui: readonly CadreRempli[],
): Difference[] => {
  const plats = (cadres: readonly CadreRempli[]) =>
    new Map(
      cadres.flatMap((k) =>
        k.cases.map((c) => [c.id, { nom: nommerCase(k.lettre, c), vaut: enClair(c.valeur) }] as const),
      ),
    )
  const [avant, apres] = [plats(depose), plats(aujourdhui)]
  return [...new Set([...avant.keys(), ...apres.keys()])].flatMap((id) => {
    const [a, b] = [avant.get(id), apres.get(id)]
    return a?.vaut === b?.vaut
      ? []
      : [{ id, nom: a?.nom ?? b?.nom ?? id, depose: a?.vaut ?? 'absente', aujourdhui: b?.vaut ?? 'absente' }]
  })
}
