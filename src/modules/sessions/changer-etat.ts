import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { ecrireEtat } from './db/sessions.ecritures.ts'
import { lireSession, type SessionId, type SessionLue } from './db/sessions.queries.ts'
import {
  changerEtat,
  type EtatSession,
  type Garde,
  gardes,
  type RefusTransition,
  type Reponses,
} from './domain/etats.ts'
import { motEtat } from './domain/mots.ts'

const estGarde = (nom: string): nom is Garde => Object.hasOwn(gardes, nom)

/** Ce que la session sait d'elle-même ; `ailleurs` : ce que répondent les modules de rang supérieur. */
export const reponsesDe = (
  s: SessionLue,
  ailleurs: Readonly<Record<string, boolean>>,
  maintenant: Date,
): Reponses => {
  const [premiere, derniere] = [s.seances[0], s.seances.at(-1)]
  const siennes: Reponses = {
    'offre-publiee': s.offreAdoptee,
    'dates-posees': s.seances.length > 0,
    'lieu-pose': s.lieu !== '',
    'formateur-pressenti': s.formateur !== '',
    'formateur-affecte': s.formateur !== '',
    'capacite-posee': s.capacite !== null,
    'premiere-seance-atteinte': premiere !== undefined && premiere.debut <= maintenant,
    'derniere-seance-passee': derniere !== undefined && derniere.fin <= maintenant,
  }
  return { ...Object.fromEntries(Object.entries(ailleurs).filter(([nom]) => estGarde(nom))), ...siennes }
}

export type ChangementVoulu = {
  readonly id: SessionId
  readonly vers: EtatSession
  readonly motif: string
  readonly ailleurs: Readonly<Record<string, boolean>>
}

/** Fait passer la session dans un autre état. Ce qu'aucun module ne sait vérifier est dit, et consigné. */
export const passerALEtat = async (
  tx: TenantTx,
  { id, vers, motif, ailleurs }: ChangementVoulu,
  le: Date,
): Promise<
  Result<{ session: SessionLue; nonVerifiees: readonly Garde[] }, RefusTransition | Refus<'introuvable'>>
> => {
  const session = await lireSession(tx, id, { verrouiller: true })
  if (!session) return ko(refus('introuvable', 'Cette session n’existe pas ici.'))
  // Deux clics : le second trouve la session où il la voulait.
  if (session.etat === vers) return ok({ session, nonVerifiees: [] })
  const passage = changerEtat(session.etat, vers, reponsesDe(session, ailleurs, le), motif)
  if (!passage.ok) return passage
  const { nonVerifiees } = passage.value
  await ecrireEtat(tx, id, vers, passage.value.motif)
  await consigner(tx, {
    activite: session.activite,
    faitLe: le,
    module: 'sessions',
    geste: vers === 'annulee' ? 'annuler-session' : 'changer-etat-session',
    objet: { genre: 'session', id },
    phrase: `{session:${id}} passe de « ${motEtat[session.etat]} » à « ${motEtat[vers]} »${
      nonVerifiees.length > 0 ? ', avec des conditions non vérifiables' : ''
    }.`,
    details: { de: session.etat, vers, motif: passage.value.motif, nonVerifiables: [...nonVerifiees] },
  })
  return ok({ session: { ...session, etat: vers, motif: passage.value.motif }, nonVerifiees })
}
