import { asId } from '#kernel/id.ts'
import { type PieceDeSonObjet, piecesSuivies } from '#modules/documents/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { lireDossier } from '../db/dossiers.queries.ts'
import { sessionDuDossier } from '../db/pieces.queries.ts'
import { calendrier, memesDates } from '../domain/avis.ts'
import { autreLieu } from '../domain/lieu-perime.ts'
import { prixPerime } from '../domain/prix-perime.ts'
import { demiesDe } from './demies-de.ts'

/** Les états où la session dit ses dates ; reportée, interrompue, elle n’en a pas encore d’autres. */
const datee: ReadonlySet<string> = new Set(['brouillon', 'ouverte', 'confirmee', 'en-cours'])

/**
 * Pourquoi cette pièce ne se signe plus : elle promet des jours ou des heures que la session n’a plus (D6353-1), le prix ou le lieu d’avant.
 * Rien si elle vaut encore. Rien ne s’écrit : les dates, le prix ou le lieu revenus, elle se signe de nouveau.
 */
export const direPerimee = async (tx: TenantTx, piece: PieceDeSonObjet): Promise<string | undefined> => {
  const dossier = piece.objet.genre === 'dossier' ? asId<'Dossier'>(piece.objet.id) : undefined
  const id = dossier && (await sessionDuDossier(tx, dossier))
  const session = id && (await lireSession(tx, id))
  if (!session) return undefined
  const suivie = (await piecesSuivies(tx, [dossier])).find((p) => p.id === piece.id)
  const d = suivie && (await lireDossier(tx, session.id, dossier))
  if (d && prixPerime(suivie, { prix: d.prix, signe: d.signeLe !== null }))
    return 'Le prix a changé depuis que cette pièce est émise : elle ne se signe plus. Une autre la remplace, au nouveau prix.'
  if (!suivie?.seances || !datee.has(session.etat)) return undefined
  if (!memesDates(calendrier(suivie.seances), calendrier(demiesDe(session))))
    return 'Les dates de cette formation ont changé depuis que cette pièce est émise : elle ne se signe plus. Une autre la remplace, aux nouvelles dates.'
  return autreLieu(suivie.lieu, session.lieu)
    ? 'Le lieu de cette formation a changé depuis que cette pièce est émise : elle ne se signe plus. Une autre la remplace, au nouveau lieu.'
    : undefined
}
