import type { z } from 'zod'
import type { LigneCsv } from '#platform/csv/lire-csv.ts'
import { type Colonnes, type Correspondance, colonnesDe } from '../domain/colonnes.ts'
import type { Saisie, SaisieEntreprise } from '../domain/saisie.ts'
import { champsEntreprise, champsPersonne, enEntreprise, enPersonne } from './champs.ts'

/** Une ligne du fichier : une saisie comme celle du formulaire, ou ce qui l'empêche d'en être une. */
export type LigneLue<T> =
  | { readonly ligne: number; readonly libelle: string; readonly saisie: T }
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
): LigneLue<T>[] => {
  return lignes.map(({ ligne, cellules }) => {
    const champs: Record<string, string> = { ...communs }
    for (const [champ, rang] of Object.entries(correspondance)) champs[champ] = cellules[rang] ?? ''
    const libelle = nommer(champs).trim().slice(0, 120) || `ligne ${ligne}`
    const lu = schema.safeParse(champs)
    if (lu.success) return { ligne, libelle, saisie: enSaisie(lu.data) }
    const fautes = lu.error.issues.map((i) => {
      const champ = colonnes[String(i.path[0])]?.libelle
      return champ ? `${champ} : ${i.message}` : i.message
    })
    return { ligne, libelle, fautes: [...new Set(fautes)].join(' ') }
  })
}

export const lirePersonnes = (lignes: readonly LigneCsv[], c: Correspondance): LigneLue<Saisie>[] =>
  lireLignes(
    champsPersonne,
    enPersonne,
    colonnesDe('personnes'),
    lignes,
    c,
    (x) => `${x.prenom ?? ''} ${x.nom ?? ''}`,
  )

/** Une entreprise que l'on importe est cliente : le reste (financeur, organisme) se dit sur sa fiche. */
export const lireEntreprises = (
  lignes: readonly LigneCsv[],
  c: Correspondance,
): LigneLue<SaisieEntreprise>[] =>
  lireLignes(champsEntreprise, enEntreprise, colonnesDe('entreprises'), lignes, c, (x) => x.nom ?? '', {
    estClient: 'on',
  })
