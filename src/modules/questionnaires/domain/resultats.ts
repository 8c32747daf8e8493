/** Ce que disent des réponses réunies, et ce qu’elles ne peuvent pas dire : un effectif accompagne toujours un résultat. */
import { INSECABLE } from '#kernel/texte.ts'
import type { QuestionPosee } from './contenu.ts'
import { optionsDe } from './contenu.ts'

/** Sous cet effectif, un résultat se lit avec prudence. Choix du produit, qu’aucun texte ne fixe : douteux. */
export const petitEffectif = 10
/** Un recueil anonyme ne se lit pas sous ce nombre de réponses. Choix du produit, réglable : douteux. */
export const seuilAnonyme = 5

/** Ce que la base compte d’une question, par code de réponse. */
export type Compte = {
  readonly question: string
  readonly code: string | null
  readonly nombre: number
  /** Combien de personnes : une par réponse de rang 0. */
  readonly personnes: number
  readonly somme: number | null
  readonly mini: number | null
  readonly maxi: number | null
}

export type Resultat = {
  readonly question: QuestionPosee
  /** Combien ont répondu à cette question. */
  readonly n: number
  readonly repartition: readonly {
    readonly code: string
    readonly label: string
    readonly nombre: number
    readonly part: number
  }[]
  /** Millièmes. */
  readonly moyenne: number | null
  readonly mini: number | null
  readonly maxi: number | null
}

/** La part en pour mille, ou nulle si personne n’a répondu : jamais de division par zéro, jamais de 0 % inventé. */
export const part = (numerateur: number, denominateur: number): number | null =>
  denominateur > 0 ? Math.round((numerateur * 1000) / denominateur) : null

export const direPart = (milliemes: number | null): string =>
  milliemes === null ? 'sans réponse' : `${Math.round(milliemes / 10)}${INSECABLE}%`

/** « 4,2 » */
export const direMoyenne = (millemes: number | null): string =>
  millemes === null ? '' : (Math.round(millemes / 100) / 10).toFixed(1).replace('.', ',')

export const synthese = (
  questions: readonly QuestionPosee[],
  comptes: readonly Compte[],
): readonly Resultat[] =>
  questions.map((question) => {
    const siens = comptes.filter((c) => c.question === question.id)
    const n = siens.reduce((t, c) => t + c.personnes, 0)
    const mesures = siens.filter((c) => c.somme !== null)
    const mesurees = mesures.reduce((t, c) => t + c.nombre, 0)
    const bornes = mesures.flatMap((c) => (c.mini === null || c.maxi === null ? [] : [c.mini, c.maxi]))
    return {
      question,
      n,
      repartition: optionsDe(question).map(({ value, label }) => {
        const nombre = siens.find((c) => c.code === value)?.nombre ?? 0
        return { code: value, label, nombre, part: part(nombre, n) ?? 0 }
      }),
      moyenne: mesurees > 0 ? Math.round(mesures.reduce((t, c) => t + (c.somme ?? 0), 0) / mesurees) : null,
      mini: bornes.length > 0 ? Math.min(...bornes) : null,
      maxi: bornes.length > 0 ? Math.max(...bornes) : null,
    }
  })

/** Les réponses qui disent oui : les deux plus hautes notes (8, 9 et 10 sur 10), ou « oui ». */
export const codesSatisfaits = (q: Pick<QuestionPosee, 'genre' | 'max'>): readonly string[] =>
  q.genre === 'choix'
    ? // Insertion : emploi, création, études ; les choix suivants n’en sont pas.
      ['1', '2', '3']
    : q.genre === 'oui-non'
      ? ['oui']
      : q.genre !== 'echelle'
        ? []
        : q.max === 10
          ? ['8', '9', '10']
          : q.max === 4
            ? ['3', '4']
            : ['4', '5']

/** La formule telle qu’elle se publie : le public doit pouvoir la refaire (RNQ, indicateur 2). */
export const formuleDe = (q: Pick<QuestionPosee, 'genre' | 'max' | 'libelle' | 'choix'>): string => {
  const codes = codesSatisfaits(q)
  const dites =
    q.genre === 'choix'
      ? `réponses ${(q.choix ?? [])
          .slice(0, 3)
          .map((x) => `« ${x} »`)
          .join(', ')}`
      : q.genre === 'oui-non'
        ? 'réponses « oui »'
        : `notes ${codes.slice(0, -1).join(', ')} et ${codes.at(-1) ?? ''} sur ${q.max ?? 5}`
  return `Nombre de ${dites} à la question « ${q.libelle} », divisé par le nombre de réponses à cette question.`
}

/**
 * Un recueil anonyme ne se montre que clos (tout le monde a répondu, ou le terme est passé) et au-dessus du seuil : vu avant, il dirait
 * par différence ce que la dernière personne a répondu.
 */
export const seMontre = (
  c: { readonly anonyme: boolean; readonly clos: boolean; readonly reponses: number },
  seuil: number = seuilAnonyme,
): boolean => !c.anonyme || (c.clos && c.reponses >= seuil)
