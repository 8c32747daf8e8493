/** Ce qui manque à la part à distance d’une session qui vient ou qui court ; rien pour les autres, et rien n’est alors lu. */
import { lireVersion, listerVersions } from '#modules/catalogue/index.ts'
import {
  aUnePartADistance,
  etatsModifiables,
  modaliteTenue,
  partTenue,
  type SessionLue,
  sessionUrl,
} from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { notesADistance } from '../db/autour.queries.ts'
import { type ManqueADistance, manquesADistance, offreMuette } from '../domain/a-distance.ts'

/** Une fois la dernière demi-journée passée, les contrôles le disent, par personne. */
const aPrevoir = (session: SessionLue, maintenant: Date): boolean =>
  session.modalite !== 'presentiel' &&
  etatsModifiables.has(session.etat) &&
  session.seances.some((s) => s.tenue && s.fin > maintenant)

/** Ce qui s’en tient : une session mixte dont aucune demi-journée n’est restée à distance ne demande plus rien de tel. */
const tenueDe = (session: SessionLue) => ({ ...session, seances: partTenue(session).seances })

/** L’écran où l’élément se note. L’émargement le tient, de rang supérieur : son adresse se tire de celle de la session. */
export const noterADistanceUrl = (session: Pick<SessionLue, 'id'>, genre: ManqueADistance['genre']): string =>
  `${sessionUrl({ session: session.id })}/distance/noter/${genre}`

export const lireADistance = async (
  tx: TenantTx,
  session: SessionLue,
  maintenant: Date,
): Promise<readonly ManqueADistance[]> =>
  aPrevoir(session, maintenant) && aUnePartADistance(tenueDe(session))
    ? manquesADistance(await notesADistance(tx, session.id))
    : []

/** Ce que l’offre de cette session ne dit pas, et que ses pièces exigent ; sans version figée, c’est elle qui manque d’abord. */
export const lireOffreMuette = async (tx: TenantTx, session: SessionLue, maintenant: Date) => {
  if (!aPrevoir(session, maintenant)) return undefined
  const version = session.version
    ? await lireVersion(tx, session.version)
    : (await listerVersions(tx, session.offre))[0]
  return version && offreMuette(modaliteTenue(tenueDe(session)), version.contenu)
}
