/** Ce que disent les pièces qui valent : le JSON figé de chacune, ramené aux faits que l’on compare. */
import { ficheDe, type PieceSuivieEntiere } from '#modules/documents/index.ts'
import type { FactureDeSession } from '#modules/facturation/index.ts'
import type { GenrePieceControlee, PieceControlee, SuiviControle } from '../domain/dossier.ts'

type Action = {
  readonly intitule?: string
  readonly nature?: string
  readonly debut?: string
  readonly fin?: string
  readonly minutes?: number
  readonly minutesRealisees?: number
  readonly minutesSuivies?: number
  readonly intermediaire?: boolean
  readonly lieu?: string | { readonly nom?: string }
  readonly seances?: readonly { readonly date: string; readonly debut: string; readonly fin: string }[]
  readonly distance?: { readonly activites?: string; readonly minutes?: number }
}

/** La convention écrit « action de formation » là où la session a son code. */
const natures: readonly (readonly [RegExp, string])[] = [
  [/bilan/i, 'bilan'],
  [/acquis de l/i, 'vae'],
  [/apprentissage/i, 'apprentissage'],
  [/formation/i, 'formation'],
]
const codeNature = (texte: string | undefined): string | null =>
  texte ? (natures.find(([motif]) => motif.test(texte))?.[1] ?? texte) : null

const enPiece = (l: PieceSuivieEntiere): { piece: PieceControlee; action: Action } | undefined => {
  const genre: GenrePieceControlee | null = ficheDe(l.genre)?.controlee ?? null
  if (!genre || l.completee || l.contenu === null) return undefined
  const lu = l.contenu as { action?: Action; stagiaires?: readonly unknown[] }
  const a = lu.action ?? {}
  const lieu = typeof a.lieu === 'string' ? a.lieu : a.lieu?.nom
  return {
    action: a,
    piece: {
      id: l.id,
      genre,
      numero: l.numero,
      emiseLe: l.emiseLe,
      objet: l.objet,
      intitule: a.intitule ?? null,
      nature: codeNature(a.nature),
      // Un certificat de période ne va pas jusqu’au bout de l’action : ses dates sont les siennes.
      debut: a.intermediaire ? null : (a.debut ?? null),
      fin: a.intermediaire ? null : (a.fin ?? null),
      lieu: lieu ?? null,
      minutes:
        genre === 'certificat'
          ? a.intermediaire
            ? null
            : (a.minutesRealisees ?? null)
          : genre === 'attestation'
            ? (a.minutesSuivies ?? null)
            : (a.minutes ?? null),
      creneaux: a.seances ? a.seances.map((s) => `${s.date} ${s.debut}-${s.fin}`) : null,
      effectif: genre === 'convention' && lu.stagiaires ? lu.stagiaires.length : null,
    },
  }
}

/** Une facture d’ici dit l’intitulé, le lieu, la période et les heures ; enregistrée d’un autre outil, sa période seule. */
export const pieceDeFacture = (f: FactureDeSession): PieceControlee => ({
  id: f.id,
  genre: 'facture',
  numero: f.numero,
  emiseLe: f.emiseLe,
  objet: f.dossier ?? '',
  intitule: f.action?.intitule ?? null,
  nature: null,
  debut: f.periode?.du ?? null,
  fin: f.periode?.au ?? null,
  lieu: f.action?.lieu ?? null,
  // Un acompte ne compte aucune heure.
  minutes: f.action && f.action.minutes > 0 ? f.action.minutes : null,
  creneaux: null,
  effectif: null,
})

/**
 * Celles de la session qui disent quelque chose que l’on compare, de la plus ancienne à la plus récente. Complétée par un avenant, une
 * pièce ne compte plus : c’est l’avenant, pièce entière, qui dit le dernier état.
 */
export const piecesControlees = (
  toutes: readonly PieceSuivieEntiere[],
): { readonly pieces: readonly PieceControlee[]; readonly annonce: SuiviControle['annonce'] } => {
  const lues = toutes.toReversed().flatMap((l) => enPiece(l) ?? [])
  const annonce = lues.find((l) => l.piece.genre === 'convention' && l.action.distance)?.action.distance
  return {
    pieces: lues.map((l) => l.piece),
    annonce: annonce
      ? { activites: (annonce.activites ?? '').trim() !== '', minutes: annonce.minutes ?? 0 }
      : null,
  }
}
