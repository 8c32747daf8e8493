/** Dire à qui anime qu’une personne rejoint sa session. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { accorder, enumerer } from '#kernel/texte.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { type Arrivante, direSurLaFeuille } from '../domain/arrivee.ts'
import { quiAccueille } from '../lecture/qui-accueille.ts'
import { ecrireDeLaSession } from './ecrire-de-la-session.ts'

/** Rend combien l’ont appris par courriel. */
export const direArrivee = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  gens: readonly Arrivante[],
  arrivee: DateCivile | null,
): Promise<number> => {
  const noms = gens.map((g) => g.nom)
  return ecrireDeLaSession(services, tx, session, await quiAccueille(tx, session, services.clock.now()), {
    objet: accorder(noms.length, 'Une personne arrive', `${noms.length} personnes arrivent`),
    corps: `${enumerer(noms)} ${accorder(noms.length, 'rejoint', 'rejoignent')} la formation «\u00a0${session.intitule}\u00a0» que vous animez${arrivee ? `, à partir du ${formaterDate(arrivee, 'complet')}` : ''}. ${direSurLaFeuille(gens)}`,
  })
}
