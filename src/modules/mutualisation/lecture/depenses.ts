/** Ce que les autres coopératives factureront à la nôtre : les missions reçues, les biens réservés. Qui ne peut les lire n’en voit rien. */
import { centimes } from '#kernel/montant.ts'
import { jourLocal } from '#kernel/zones.ts'
import type { DepenseAttendue } from '#modules/facturation/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { lireMissions } from '../db/appels.ts'
import { lireReservations } from '../db/biens.ts'

export const depensesDesEchanges = async (tx: TenantTx): Promise<readonly DepenseAttendue[]> => {
  const { zone } = await lireOrganisme(tx)
  const jourDe = (instant: Date | string) => jourLocal(new Date(instant), zone)
  const missions = (await lireMissions(tx)).filter(
    (m) => m.moi === 'recoit' && (m.etat === 'ferme' || m.etat === 'faite'),
  )
  const reservations = (await lireReservations(tx)).filter((r) => r.mienne && r.etat === 'ferme')
  return [
    ...missions.flatMap((m): DepenseAttendue[] => {
      const fin = m.creneaux.at(-1)?.[1]
      return fin === undefined
        ? []
        : [
            {
              genre: 'mission',
              id: m.mission,
              dit: `Mission de ${m.envoyeur} : ${m.objet}`.slice(0, 250),
              siren: m.envoyeurSiret.slice(0, 9) || null,
              noms: [m.envoyeur],
              jour: jourDe(fin),
              montant: centimes(m.faitCentimes ?? m.prix),
              session: null,
              compte: '604',
              prestation: true,
            },
          ]
    }),
    // Une réservation ne dit pas le SIREN de qui prête : son nom suffit.
    ...reservations.map(
      (r): DepenseAttendue => ({
        genre: 'salle',
        id: r.reservation,
        dit: `${r.titre}, de ${r.envoyeur} : ${r.objet}`.slice(0, 250),
        siren: null,
        noms: [r.envoyeur],
        jour: jourDe(r.fin),
        montant: r.prix,
        session: null,
        compte: '6132',
        prestation: false,
      }),
    ),
  ]
}
