import { peutVisiteur } from '#modules/organisme/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { lireSuivis } from '../db/avis.ts'
import { lireVeille } from '../lecture/lire-veille.ts'
import { avisUrl } from '../liens.ts'

/** Ce que les marchés mettent dans la journée : les dates limites des avis suivis. */
export const contributionsMarches: Contributions = {
  async echeances(tx, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'marches.lire')) return []
    // Sans avis suivi, les avis de l’instance ne se lisent pas : la journée s’ouvre cent fois plus souvent que la veille.
    if ((await lireSuivis(tx)).every((s) => s.etat !== 'suivi')) return []
    return (await lireVeille(tx, maintenant)).avis.flatMap((a) =>
      a.etat === 'suivi' && a.jour !== null
        ? [
            {
              jour: a.jour,
              chose: `Date limite de « ${a.lu.avis.objet ?? a.lu.avis.idweb} »`,
              href: avisUrl({ avis: a.lu.avis.idweb }),
              suite: ' : un avis que vous suivez.',
            },
          ]
        : [],
    )
  },
}
