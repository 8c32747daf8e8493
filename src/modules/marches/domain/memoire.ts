/**
 * Le mémoire technique d’un dossier, en blocs : du texte qu’une coopérative garde, et reprend en copie d’un dossier à l’autre. Chaque bloc dit qui l’a
 * écrit, sous quelle licence, et ce qui le prouve ; une autre coopérative du dossier le relit.
 */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import type { Id, OrganismeId } from '#kernel/id.ts'
import type { Licence } from '#modules/pole/index.ts'
import type { Ecrit } from './ecrits.ts'
import type { DossierLu, Membre } from './groupement.ts'
import type { PieceVersee, Reglement } from './pieces.ts'

export type BlocId = Id<'BlocDeMemoire'>
export type Bloc = {
  readonly titre: string
  readonly texte: string
  readonly auteur: string
  readonly licence: Licence
  /** Ce qui montre que c’est vrai, dans les mots de qui l’écrit ; vide : rien n’est dit. */
  readonly preuve: string
  /** De quand date cette preuve ; rien : non dit. */
  readonly preuveLe: string | null
}
/** Un bloc que la coopérative garde. */
export type BlocGarde = Bloc & {
  readonly id: BlocId
  readonly version: number
  readonly le: Date
  readonly retireLe: Date | null
}

/** La copie d’un bloc dans un dossier : la changer ne change pas celui que la coopérative garde. */
export type BlocCopie = Bloc & {
  /** Sa place dans le mémoire ; deux de même place se suivent dans l’ordre où ils sont venus. */
  readonly place: number
  /** La version gardée dont il est la copie ; rien : écrit au dossier. */
  readonly copie: { readonly bloc: string; readonly version: number } | null
  readonly ote: boolean
}
export type Relecture = { readonly rang: number; readonly note: string }
export type BlocDuDossier = {
  readonly cle: string
  readonly organisme: OrganismeId
  readonly rang: number
  readonly le: Date
  readonly motif: string
  readonly contenu: BlocCopie
  /** Les autres coopératives qui ont relu cette version même. */
  readonly relectures: readonly {
    readonly organisme: OrganismeId
    readonly le: Date
    readonly note: string
  }[]
  readonly commentaires: readonly {
    readonly organisme: OrganismeId
    readonly le: Date
    readonly texte: string
  }[]
}

/** Les blocs du mémoire, dans leur ordre. Une relecture ne vaut que de la version relue, et jamais de qui a écrit le bloc. */
export const blocsDuDossier = (ecrits: readonly Ecrit[]): readonly BlocDuDossier[] => {
  const du = (genre: Ecrit['genre']) => ecrits.filter((e) => e.genre === genre)
  return du('bloc')
    .map(
      (e): BlocDuDossier => ({
        cle: e.cle,
        organisme: e.organisme,
        rang: e.rang,
        le: e.le,
        motif: e.motif,
        contenu: e.contenu as BlocCopie,
        relectures: du('relecture').flatMap((x) => {
          const { rang, note } = x.contenu as Relecture
          return x.cle === e.cle && x.organisme !== e.organisme && rang === e.rang
            ? [{ organisme: x.organisme, le: x.le, note }]
            : []
        }),
        commentaires: du('commentaire').flatMap((x) => {
          const dit = x.contenu as { readonly bloc: string; readonly texte: string }
          return dit.bloc === e.cle ? [{ organisme: x.organisme, le: x.le, texte: dit.texte }] : []
        }),
      }),
    )
    .filter((b) => !b.contenu.ote)
    .toSorted((a, b) => a.contenu.place - b.contenu.place || (a.cle < b.cle ? -1 : 1))
}

/** Ce que la licence d’un bloc demande quand il part chez un acheteur : le nommer, ou l’accord de qui tient les droits. */
const motDeLicence = {
  'cc-by-sa': null,
  'cc-by': null,
  'cc-by-nc-sa': 'sans usage commercial',
  pole: 'd’usage interne au pôle',
  reserve: 'tous droits réservés',
} as const satisfies Record<Licence, string | null>
const seCite = (l: Licence): boolean => l.startsWith('cc-')

/** Ce qu’il reste à faire avant de ranger le mémoire ; la page le dit, elle n’empêche pas. */
export const resteDuMemoire = (blocs: readonly BlocDuDossier[]): readonly string[] =>
  blocs.flatMap(({ contenu: b, relectures }) => [
    ...(relectures.length === 0 ? [`« ${b.titre} » : aucun autre membre ne l’a relu.`] : []),
    ...(b.preuve.trim() === '' ? [`« ${b.titre} » : aucune preuve n’est dite.`] : []),
    ...(motDeLicence[b.licence] === null
      ? []
      : [
          `« ${b.titre} » est ${motDeLicence[b.licence]} : demandez l’accord de ${b.auteur} avant de le déposer chez un acheteur.`,
        ]),
  ])

/** Quelle pièce est le mémoire composé ici : un fichier versé à la main, même sous ce nom, n’en est pas un. */
export type MemoireRange = { readonly piece: string }
/** Le mémoire composé ici et rangé parmi les pièces ; rien : aucun, ou il en est retiré. */
export const memoireRange = (
  ecrits: readonly Ecrit[],
  pieces: readonly PieceVersee[],
): PieceVersee | undefined => {
  const e = ecrits.find((x) => x.genre === 'memoire')
  const id = (e?.contenu as MemoireRange | undefined)?.piece
  return pieces.find((p) => p.id === id && p.organisme === e?.organisme && p.retireeLe === null)
}
/** Pourquoi le mémoire rangé ne dit plus ce que dit le dossier ; rien : il le dit, ou aucun n’est rangé. */
export const memoireDepasse = (
  ecrits: readonly Ecrit[],
  pieces: readonly PieceVersee[],
  membres: readonly Membre[],
): string | undefined => {
  const range = memoireRange(ecrits, pieces)
  if (!range) return undefined
  const depuis = (le: Date | null) => le !== null && le > range.le
  if (ecrits.some((e) => e.genre === 'bloc' && depuis(e.le)))
    return 'Mémoire technique : un bloc a changé depuis qu’il est rangé ; le mandataire le range de nouveau.'
  return membres.some((m) => depuis(m.sortiLe) || depuis(m.accepteLe))
    ? 'Mémoire technique : un membre est entré ou sorti depuis qu’il est rangé ; le mandataire le range de nouveau.'
    : undefined
}

export type MemoireCompose = {
  readonly titre: string
  readonly objet: string
  readonly acheteur: string
  readonly reference: string
  readonly membres: string
  readonly blocs: readonly {
    readonly titre: string
    readonly texte: string
    readonly preuve: string
    readonly source: string
    /** Qui l’a écrit, quand la licence demande de le citer ; vide sinon. */
    readonly auteur: string
  }[]
}
/** Ce qui part chez l’acheteur : les blocs, leur preuve, de quelle coopérative ils viennent, qui les a écrits si la licence le demande. Ni commentaire, ni relecture. */
export const composerMemoire = (
  d: Pick<DossierLu, 'g'>,
  presents: readonly Membre[],
  reglement: Pick<Reglement, 'reference'> | undefined,
  blocs: readonly BlocDuDossier[],
): MemoireCompose => ({
  titre: 'Mémoire technique',
  objet: d.g.objet,
  acheteur: d.g.acheteur,
  reference: reglement?.reference ?? '',
  membres: presents.map((m) => m.nom).join(', '),
  blocs: blocs.map(({ organisme, contenu: b }) => ({
    titre: b.titre,
    texte: b.texte,
    preuve:
      b.preuve.trim() === ''
        ? ''
        : `${b.preuve.trim()}${b.preuveLe === null ? '' : ` (${formaterDate(b.preuveLe as DateCivile)})`}`,
    source: presents.find((m) => m.organisme === organisme)?.nom ?? '',
    auteur: seCite(b.licence) ? b.auteur : '',
  })),
})
