import { ajouterJours } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { type Rappel, rappelsDesMarches } from '../db/pieces.ts'
import { resteAvantLimite } from '../domain/echeance.ts'
import { JOURS_DE_RAPPEL } from '../domain/pieces.ts'
import { lireVeille } from '../lecture/lire-veille.ts'
import { avisUrl, coffreUrl, depotUrl, piecesUrl } from '../liens.ts'

const desAvis = async (tx: TenantTx, maintenant: Date) =>
  (await lireVeille(tx, maintenant)).avis.flatMap((a) =>
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

const deLaPiece = (p: Rappel & { genre: 'piece' }) => ({
  jour: p.jour,
  chose: `« ${p.chose} » ne vaut plus ensuite`,
  href: coffreUrl(),
  suite: ' : demandez la nouvelle.',
})

/** Le gel, puis la date limite. */
const duDossier = (d: Rappel & { genre: 'dossier' }, maintenant: Date) => {
  const { gel, moment } = resteAvantLimite(d.limite, maintenant)
  if (moment === 'passe') return []
  return [
    {
      jour: jourLocal(gel, d.zone),
      chose: `Gel de « ${d.chose} »`,
      href: piecesUrl({ groupement: d.groupement }),
      suite: ' : les pièces et les prix sont prêts.',
    },
    {
      jour: jourLocal(d.limite, d.zone),
      chose: `Date limite de « ${d.chose} »`,
      href: depotUrl({ groupement: d.groupement }),
      suite: ' : le mandataire dépose avant.',
    },
  ]
}

/** Ce que les marchés mettent dans la journée : des dates limites, et les pièces à renouveler. */
export const contributionsMarches: Contributions = {
  async echeances(tx, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'marches.lire')) return []
    const jusque = ajouterJours(jourLocal(maintenant, ZONE_PAR_DEFAUT), JOURS_DE_RAPPEL)
    const rappels = await rappelsDesMarches(tx, jusque)
    return [
      // Sans avis suivi, les avis de l’instance ne se lisent pas : la journée s’ouvre cent fois plus souvent que la veille.
      ...(rappels.some((r) => r.genre === 'avis') ? await desAvis(tx, maintenant) : []),
      ...rappels.flatMap((r) =>
        r.genre === 'piece' ? [deLaPiece(r)] : r.genre === 'dossier' ? duDossier(r, maintenant) : [],
      ),
    ]
  },
}
