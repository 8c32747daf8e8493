import type { z } from 'zod'
import type { LigneCsv } from '#platform/csv/lire-csv.ts'
import { type Colonnes, type Correspondance, colonnesDe, type GenreImport } from '../domain/colonnes.ts'
import type { Saisie, SaisieEntreprise } from '../domain/saisie.ts'
import { champsEntreprise, champsPersonne, enEntreprise, enPersonne } from './champs.ts'

/** Une ligne du fichier : une saisie comme celle du formulaire, ou ce qui l'empêche d'en être une. */
export type LigneLue<T> =
  | {
      readonly ligne: number
      readonly libelle: string
      readonly saisie: T
      /** Ce qui, facultatif, ne se lisait pas : la ligne est prise sans. */
      readonly sans?: string
    }
  | { readonly ligne: number; readonly libelle: string; readonly fautes: string }

/** Chaque ligne, lue par les règles d'un formulaire ; ses fautes portent le nom de la colonne. */
export const lireLignes = <S extends z.ZodType, T>(
  schema: S,
  enSaisie: (d: z.output<S>) => T,
  colonnes: Colonnes,
  lignes: readonly LigneCsv[],
  correspondance: Correspondance,
  nommer: (champs: Readonly<Record<string, string>>) => string,
  communs: Readonly<Record<string, string>> = {},
  /** Les champs dont la faute n’arrête pas la ligne : elle est prise sans eux, et le dit. */
  accessoires: readonly string[] = [],
): LigneLue<T>[] =>
  lignes.map(({ ligne, cellules }) => {
    let champs: Record<string, string> = { ...communs }
    for (const [champ, rang] of Object.entries(correspondance)) champs[champ] = cellules[rang] ?? ''
    const libelle = nommer(champs).trim().slice(0, 120) || `ligne ${ligne}`
    const dites = new Set<string>()
    for (;;) {
      const lu = schema.safeParse(champs)
      if (lu.success) {
        const sans = dites.size > 0 && { sans: `${[...dites].join(' ')} Le reste de la ligne est pris.` }
        return { ligne, libelle, saisie: enSaisie(lu.data), ...sans }
      }
      const { issues } = lu.error
      for (const i of issues) {
        const champ = colonnes[String(i.path[0])]?.libelle
        dites.add(champ ? `${champ}\u00a0: ${i.message}` : i.message)
      }
      const enFaute = new Set(issues.map((i) => String(i.path[0])))
      const gardes = Object.entries(champs).filter(([c]) => !(enFaute.has(c) && accessoires.includes(c)))
      if (gardes.length === Object.keys(champs).length)
        return { ligne, libelle, fautes: [...dites].join(' ') }
      champs = Object.fromEntries(gardes)
    }
  })

/** Une entreprise se reconnaît à ses numéros : les siens, faux, la refusent. */
const accessoires = (genre: GenreImport): string[] =>
  Object.entries(colonnesDe(genre)).flatMap(([champ, c]) =>
    c.requise || (genre === 'entreprises' && (champ === 'siret' || champ === 'siren')) ? [] : [champ],
  )

export const lirePersonnes = (lignes: readonly LigneCsv[], c: Correspondance): LigneLue<Saisie>[] =>
  lireLignes(
    champsPersonne,
    enPersonne,
    colonnesDe('personnes'),
    lignes,
    c,
    (x) => `${x.prenom ?? ''} ${x.nom ?? ''}`,
    {},
    accessoires('personnes'),
  )

/** Une entreprise que l'on importe est cliente : le reste (financeur, organisme) se règle sur sa fiche. */
export const lireEntreprises = (
  lignes: readonly LigneCsv[],
  c: Correspondance,
): LigneLue<SaisieEntreprise>[] =>
  lireLignes(
    champsEntreprise,
    enEntreprise,
    colonnesDe('entreprises'),
    lignes,
    c,
    (x) => x.nom ?? '',
    { estClient: 'on' },
    accessoires('entreprises'),
  )
