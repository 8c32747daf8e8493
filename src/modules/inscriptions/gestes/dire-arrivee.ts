/** Dire à qui anime qu’une personne rejoint sa session. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { accorder, enumerer, saluer } from '#kernel/texte.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import { sendLater } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { type Arrivante, direSurLaFeuille } from '../domain/arrivee.ts'
import { quiAccueille } from '../lecture/qui-accueille.ts'

/** Rend combien l’ont appris par courriel. */
export const direArrivee = async (
  services: Pick<Services, 'keys' | 'clock'>,
  tx: TenantTx,
  session: SessionLue,
  gens: readonly Arrivante[],
  arrivee: DateCivile | null,
): Promise<number> => {
  const noms = gens.map((g) => g.nom)
  const maison = await lireOrganisme(tx)
  const animent = await quiAccueille(tx, session, services.clock.now())
  let dits = 0
  for (const i of animent) {
    if (!i.courriel || !isMailAddress(i.courriel)) continue
    dits += 1
    await sendLater(tx, services, {
      a: i.courriel,
      suivi: { activite: session.activite, etape: 'avis-dates', session: session.id, objet: null },
      deLaPart: maison.nom,
      ...(maison.courriel ? { repondreA: maison.courriel } : {}),
      objet: `${accorder(noms.length, 'Une personne arrive', `${noms.length} personnes arrivent`)}\u00a0: ${session.intitule}`,
      texte: `${saluer(i.nom)}

${enumerer(noms)} ${accorder(noms.length, 'rejoint', 'rejoignent')} la formation «\u00a0${session.intitule}\u00a0» que vous animez${arrivee ? `, à partir du ${formaterDate(arrivee, 'complet')}` : ''}. ${direSurLaFeuille(gens)}

${maison.nom}
`,
    })
  }
  return dits
}
