/** Ce que les autres coopératives factureront à la nôtre : les missions reçues, les biens réservés. Qui ne peut les lire n’en voit rien. */

import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { DepenseAttendue } from '#modules/facturation/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { missionsAPayer } from '../db/appels.ts'
import { lireReservations } from '../db/biens.ts'
import { duDe } from '../domain/biens.ts'
import { formes } from '../domain/formes/formes.ts'
import type { MissionAPayer } from '../domain/missions.ts'

/** Le remboursement d’un prêt paie du personnel prêté (621) ; le bilan n’y voit pas un achat de formation. */
export const depenseDeMission = (m: MissionAPayer, jour: DateCivile): DepenseAttendue => {
  const achat = formes.find((f) => f.code === m.forme)?.bpf.receveur.includes('D.achats') ?? false
  return {
    genre: 'mission',
    id: m.mission,
    dit: `Mission ${de(m.envoyeur)} : ${m.objet}`.slice(0, 250),
    siren: m.siret.slice(0, 9) || null,
    noms: [m.envoyeur],
    jour,
    montant: centimes(m.centimes),
    session: null,
    compte: achat ? '604' : '6214',
    prestation: achat,
  }
}

export const depensesDesEchanges = async (tx: TenantTx): Promise<readonly DepenseAttendue[]> => {
  const { zone } = await lireOrganisme(tx)
  const jourDe = (instant: Date) => jourLocal(instant, zone)
  // Annulée trop tard, une part reste due : elle se paie comme le prix.
  const reservations = (await lireReservations(tx)).filter((r) => r.mienne && duDe(r) > 0)
  return [
    ...(await missionsAPayer(tx)).map((m) => depenseDeMission(m, jourDe(m.fin))),
    // Une réservation ne dit pas le SIREN de qui prête : son nom suffit.
    ...reservations.map(
      (r): DepenseAttendue => ({
        genre: 'salle',
        id: r.reservation,
        dit: `${r.titre}, ${de(r.envoyeur)} : ${r.etat === 'annulee' ? 'retenue d’annulation' : r.objet}`.slice(
          0,
          250,
        ),
        siren: null,
        noms: [r.envoyeur],
        jour: jourDe(r.fin),
        montant: duDe(r),
        session: null,
        compte: '6132',
        prestation: false,
      }),
    ),
  ]
}
