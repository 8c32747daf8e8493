/** Ce que disent les pièces qui valent : le JSON figé de chacune, ramené aux faits que l’on compare. */
import { sql } from 'kysely'
import type { FactureDeSession } from '#modules/facturation/index.ts'
import { objetsDeLaSession } from '#modules/inscriptions/index.ts'
import { uneFois } from '#platform/db/index.ts'
import type { GenrePieceControlee, PieceControlee, SuiviControle } from '../domain/dossier.ts'

type Ligne = {
  readonly id: string
  readonly genre: string
  readonly numero: string
  readonly emiseLe: Date
  readonly objet: string
  readonly donnees: string
}

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

const genres: Readonly<Record<string, GenrePieceControlee>> = {
  convention: 'convention',
  contrat: 'convention',
  avenant: 'convention',
  convocation: 'convocation',
  'certificat-realisation': 'certificat',
  attestation: 'attestation',
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

const enPiece = (l: Ligne): { piece: PieceControlee; action: Action } | undefined => {
  const genre = genres[l.genre]
  if (!genre) return undefined
  const lu = JSON.parse(l.donnees) as { action?: Action; stagiaires?: readonly unknown[] }
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
      // Un certificat de période ne va pas jusqu’au bout de l’action : ses bords sont les siens.
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

/** Celles des dossiers et des inscriptions de la session ; demandées avec elle, sans attendre de les connaître. */
export const piecesUneFois = uneFois(
  async (
    tx,
    session,
  ): Promise<{ readonly pieces: readonly PieceControlee[]; readonly annonce: SuiviControle['annonce'] }> => {
    // Remplacée, une pièce ne vaut plus ; complétée par un avenant, c’est l’avenant, pièce entière, qui dit le dernier état.
    const { rows } =
      await sql<Ligne>`select p.id, p.genre, p.numero, p.emise_le as "emiseLe", p.objet_id as objet, p.donnees
    from documents.piece p
    where p.objet_id = any (${objetsDeLaSession(session)})
      and p.genre in ('convention', 'contrat', 'avenant', 'convocation', 'certificat-realisation', 'attestation')
      and not exists (select from documents.piece r where r.organisme_id = p.organisme_id and (r.remplace_id = p.id or r.complete_id = p.id))
    order by p.emise_le, p.id`.execute(tx)
    const lues = rows.flatMap((l) => enPiece(l) ?? [])
    const annonces = lues.flatMap((l) =>
      l.piece.genre === 'convention' && l.action.distance ? [l.action.distance] : [],
    )
    const [annonce] = annonces
    return {
      pieces: lues.map((l) => l.piece),
      annonce: annonce
        ? { activites: (annonce.activites ?? '').trim() !== '', minutes: annonce.minutes ?? 0 }
        : null,
    }
  },
)
