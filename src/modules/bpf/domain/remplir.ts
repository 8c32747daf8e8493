import { arrondirHeures } from './arrondir-heures.ts'
import type { Bpf } from './composer.ts'
import type { VersionCerfa } from './dossier.ts'
import { formulaires, type LigneFormulaire } from './formulaire.ts'
import { enNombre } from './fraction.ts'
import type { Effectif, Lignes } from './lignes.ts'
import { specialites } from './nsf.ts'

/** Ce qu’une case porte, arrondi comme le formulaire le veut. `ouiNon` nul : personne ne l’a dit. */
export type Valeur =
  | { readonly genre: 'euros' | 'pourcent' | 'nombre'; readonly n: number }
  | { readonly genre: 'effectif'; readonly n: number; readonly h: number }
  | { readonly genre: 'oui-non'; readonly oui: boolean | null }

export type CaseRemplie = Omit<LigneFormulaire, 'forme'> & { readonly valeur: Valeur }
export type CadreRempli = {
  readonly lettre: string
  readonly titre: string
  readonly cases: readonly CaseRemplie[]
}

const effectif = ({ n, h }: Effectif): Valeur => ({ genre: 'effectif', n, h: enNombre(h) })

const valeurDe = (l: Lignes, { id, forme }: LigneFormulaire): Valeur => {
  const [cadre, cle] = [id.slice(0, id.indexOf('.')), id.slice(id.indexOf('.') + 1)]
  const table = (l as unknown as Record<string, Record<string, unknown>>)[cadre] ?? {}
  switch (forme) {
    case 'oui-non':
      return { genre: 'oui-non', oui: l.B.distance }
    case 'pourcent':
      return { genre: 'pourcent', n: l.C.part }
    case 'nombre':
      return { genre: 'nombre', n: l.F1.distance ?? 0 }
    case 'euros':
      return { genre: 'euros', n: table[cle] as number }
    default:
      return effectif(id === 'F2' ? l.F2 : id === 'G' ? l.G : (table[cle] as Effectif))
  }
}

/** Le formulaire dans son ordre, chaque case remplie ; les spécialités de F-4 y ont chacune leur ligne. */
export const remplir = (version: VersionCerfa, bpf: Pick<Bpf, 'lignes' | 'lectures'>): CadreRempli[] => {
  const lignes = arrondirHeures(bpf.lignes, bpf.lectures)
  return formulaires[version].cadres.map(({ lettre, titre, lignes: cases }) => ({
    lettre,
    titre,
    cases: cases.flatMap(({ forme, ...c }): CaseRemplie[] =>
      c.id === 'F4.specialites'
        ? lignes.F4.specialites.map((s) => ({
            id: `F4.${s.code}`,
            repere: s.code,
            libelle: specialites[s.code] ?? '',
            valeur: effectif(s),
          }))
        : [{ ...c, valeur: valeurDe(lignes, { forme, ...c }) }],
    ),
  }))
}

/** Ce que l’on recopie, en toutes lettres, espaces ordinaires ôtés : « 2250 », « 10 et 133 », « oui ». */
export const enClair = (v: Valeur): string => {
  switch (v.genre) {
    case 'oui-non':
      return v.oui === null ? '?' : v.oui ? 'oui' : 'non'
    case 'effectif':
      return `${v.n} et ${v.h}`
    default:
      return String(v.n)
  }
}

/** Rien n’y est porté. */
export const estVide = (v: Valeur): boolean =>
  v.genre === 'oui-non' ? v.oui === null : v.n === 0 && (v.genre !== 'effectif' || v.h === 0)

/** « C 9 Contrats avec des personnes… » : le cadre, le repère imprimé s’il en est un, le libellé. */
export const nommerCase = (cadre: string, c: Pick<CaseRemplie, 'repere' | 'libelle'>): string =>
  [
    cadre,
    ['Total', 'dont', '%'].includes(c.repere) ? '' : c.repere,
    c.repere === 'dont' ? 'dont' : '',
    c.libelle,
  ]
    .filter(Boolean)
    .join(' ')
