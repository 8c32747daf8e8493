import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { demandesOuvertes } from '../db/demandes.ts'
import { droitsDesPersonnes, urgenceDe } from '../domain/demande.ts'
import { demandeUrl } from '../liens.ts'

/** « Aujourd’hui » : les demandes des personnes, avec leur délai. */
export const contributionsDonnees: Contributions = {
  avertit: true,
  async aFaire(tx, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'donnees.effacer')) return []
    const auj = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    return (await demandesOuvertes(tx)).map((d) => ({
      href: demandeUrl({ demande: d.id }),
      verbe: 'Répondre',
      chose: `à ${d.nom}, qui demande à ${droitsDesPersonnes[d.genre].nom}`,
      detail:
        urgenceDe(d.echeance as DateCivile, auj) === 'depassee'
          ? `Le délai est dépassé depuis le ${formaterDate(d.echeance as DateCivile)}.`
          : `À répondre avant le ${formaterDate(d.echeance as DateCivile)} (RGPD, article 12).`,
      geste: 'Ouvrir la demande',
      terme: { jour: d.echeance as DateCivile, fixe: 'loi' as const },
      avis: 'reclamation',
    }))
  },
}
