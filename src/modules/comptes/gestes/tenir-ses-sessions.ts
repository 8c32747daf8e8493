/** Ce qu’une personne entrée décide de ses sessions : pour quel organisme agir, quel appareil déconnecter, l’assistance ouverte et fermée. */
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Database } from '#platform/db/index.ts'
import {
  choisirOrganisme,
  fermerAssistance,
  ouvrirAssistance,
  revoquerSession,
} from '../db/visiteur.queries.ts'

/** `empreinte` : celle du jeton de la session. Choisir un organisme dont l’invitation attend l’accepte. */
export const agirPour = async (
  db: Database,
  empreinte: Uint8Array,
  organisme: OrganismeId,
  enseigne: ActiviteId | undefined,
): Promise<Result<void, Refus>> =>
  (await choisirOrganisme(db, empreinte, organisme, enseigne ?? null))
    ? ok(undefined)
    : refuser('ailleurs', 'Cet organisme n’est pas l’un des vôtres.')

/** `laquelle` : une session, ou toutes les autres. Rend combien d’appareils sont déconnectés. */
export const deconnecter = async (
  db: Database,
  empreinte: Uint8Array,
  laquelle: string | 'autres',
): Promise<Result<number, Refus>> => {
  const n = await revoquerSession(db, empreinte, laquelle === 'autres' ? null : laquelle)
  return n === 0 && laquelle !== 'autres' ? refuser('introuvable', 'Cette session est déjà fermée.') : ok(n)
}

export const commencerLAssistance = async (
  db: Database,
  empreinte: Uint8Array,
  a: { readonly code: string; readonly motif: string; readonly minutes: number },
): Promise<Result<void, Refus<'interdit' | 'introuvable'>>> => {
  const r = await ouvrirAssistance(db, empreinte, a.code, a.motif, a.minutes)
  if (r === 'interdit') return refuser('interdit', 'Vous n’ouvrez pas d’assistance.')
  return r === 'introuvable'
    ? refuser('introuvable', 'Aucune coopérative ne porte ce nom court.')
    : ok(undefined)
}

export const terminerLAssistance = async (db: Database, empreinte: Uint8Array): Promise<void> => {
  await fermerAssistance(db, empreinte)
}
