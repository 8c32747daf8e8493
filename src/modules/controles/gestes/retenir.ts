/** La prise de la facturation : ce que les contrôles retiennent d’une facture, à l’instant. */
import type { PrisesFacturation } from '#modules/facturation/index.ts'
import { verrouillerSession } from '../db/constats.ts'
import { heuresFacture } from '../domain/regles/heures-facture.ts'
import { retientLaFacture } from '../domain/retenir.ts'
import { motQui } from '../lecture/mots.ts'
import { jugerHref, remedeUrl } from '../liens.ts'
import { nommerPhrases, releverSession } from './relever.ts'

/** Elle compare ce qui est facturé : c’est la facture suivante, ou un avoir, qui la satisfait. */
const parLaFacture: ReadonlySet<string> = new Set([heuresFacture.code])

export const retenuesDeLaFacture: PrisesFacturation['retenues'] = async (
  tx,
  { session, dossier },
  maintenant,
  { figer },
) => {
  if (figer) await verrouillerSession(tx, session)
  const r = await releverSession(tx, session, maintenant)
  if (!r) return []
  const retenues = retientLaFacture(r.dossier, r.constats, dossier, parLaFacture)
  const dire = await nommerPhrases(
    tx,
    retenues.map((c) => c.phrase),
  )
  return retenues.map((c) => ({
    titre: c.titre,
    phrase: dire(c.phrase),
    href: remedeUrl(session, c.ou),
    geste: c.remede,
    qui: motQui[c.qui],
    accepter: jugerHref(session, c),
  }))
}
