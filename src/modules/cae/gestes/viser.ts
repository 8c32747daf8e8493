import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { PieceId } from '#modules/documents/index.ts'
import type { Acces } from '#platform/db/access.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { garderVisa, noterOuverture } from '../db/visas.ecritures.ts'
import { lireAViser, lireCellesAViser, type PieceAViser, visasDeLaCae } from '../db/visas.ts'
import { direPourquoiPas, LOT_MAX, type Lot } from '../domain/plafonds.ts'

export type Decision =
  | { readonly decision: 'accorde' }
  | { readonly decision: 'refuse'; readonly motif: string }

const dejaVisee = () =>
  refuser('deja-visee', 'Cette pièce n’attend plus de visa : quelqu’un vient d’en décider.')

const auDessus = (erreur: unknown): boolean =>
  erreur instanceof Error && 'constraint' in erreur && erreur.constraint === 'plafond'

/** Garde la décision, si la personne peut la prendre. La base le vérifie encore : un plafond se révoque entre deux pages. */
const decider = async (
  tx: TenantTx,
  lue: PieceAViser | undefined,
  d: Decision,
  le: Date,
  lot: Id<'Lot'> | null,
): Promise<Result<{ numero: string }, Refus>> => {
  if (!lue) return dejaVisee()
  if (d.decision === 'accorde' && !lue.permis) return refuser('plafond', direPourquoiPas(lue.pourquoi))
  const motif = d.decision === 'refuse' ? d.motif.trim() : ''
  const { id: piece, activite, numero } = lue
  if (!(await garderVisa(tx, { piece, activite, decision: d.decision, motif, le, lot }))) return dejaVisee()
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'cae',
    geste: d.decision === 'accorde' ? 'accorder-visa' : 'refuser-visa',
    objet: { genre: 'piece', id: piece },
    phrase: d.decision === 'accorde' ? `Visa accordé à ${numero}.` : `Visa refusé à ${numero}.`,
  })
  return ok({ numero })
}

/** Accorde ou refuse le visa d’une pièce, une fois. Refusée, elle ne se corrige pas : une autre la remplace. */
export const viser = async (
  { db, clock }: Services,
  acces: Acces,
  piece: PieceId,
  d: Decision,
  lot: Id<'Lot'> | null = null,
): Promise<Result<{ readonly numero: string }, Refus>> => {
  if (d.decision === 'refuse' && d.motif.trim().length < 3)
    return refuser('motif', 'Dites pourquoi : la personne corrigera sa pièce d’après vous.')
  try {
    const rendu = await db.withTenant(acces, async (tx) =>
      decider(tx, await lireAViser(tx, piece), d, clock.now(), lot),
    )
    return rendu ?? refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')
  } catch (erreur) {
    if (auDessus(erreur)) return refuser('plafond', direPourquoiPas('au-dessus'))
    throw erreur
  }
}

/**
 * La pièce que la personne ouvre avant d’en décider ; l’ouverture n’est notée que de qui peut la lire ici (`vise`, ou son plafond).
 * `decidee` : elle est d’ici, et n’attend plus.
 */
export const ouvrirAViser = (
  { db }: Services,
  acces: Acces,
  piece: PieceId,
  vise: boolean,
): Promise<{ readonly lue?: PieceAViser; readonly decidee?: boolean } | undefined> =>
  db.withTenant(acces, async (tx) => {
    const lue = await lireAViser(tx, piece)
    if (!lue) return { decidee: (await visasDeLaCae.etats(tx, [piece])).has(piece) }
    if (vise || lue.permis) await noterOuverture(tx, lue)
    return { lue }
  })

/**
 * Accorde le visa de plusieurs pièces d’un geste. Chacune a sa transaction : ce qu’un plafond, une autre personne ou une pièce
 * jamais ouverte retient est laissé, avec sa phrase, et n’arrête pas les autres.
 */
export const viserUnLot = async (
  services: Services,
  acces: Acces,
  pieces: readonly PieceId[],
): Promise<Result<Lot, Refus>> => {
  const voulues = [...new Set(pieces)]
  if (voulues.length === 0) return refuser('vide', 'Cochez au moins une pièce que vous avez ouverte.')
  if (voulues.length > LOT_MAX)
    return refuser('trop', `Un lot vise ${LOT_MAX} pièces au plus : décochez-en, puis recommencez.`)
  const lues = await services.db.withTenant(acces, (tx) => lireCellesAViser(tx, voulues))
  const lot = newId<'Lot'>()
  const visees: string[] = []
  const laissees: { numero: string; phrase: string }[] = []
  for (const p of lues ?? []) {
    if (!p.ouverte) {
      laissees.push({ numero: p.numero, phrase: 'Vous ne l’avez pas ouverte : ouvrez-la d’abord.' })
      continue
    }
    const r = await viser(services, acces, p.id, { decision: 'accorde' }, lot)
    if (r.ok) visees.push(r.value.numero)
    else laissees.push({ numero: p.numero, phrase: r.error.phrase })
  }
  if (lues && lues.length < voulues.length)
    laissees.push({
      numero: 'Les autres',
      phrase: 'Elles n’attendent plus de visa : quelqu’un vient d’en décider.',
    })
  return ok({ visees, laissees })
}
