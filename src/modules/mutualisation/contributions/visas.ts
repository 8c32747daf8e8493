/** Ce qui engage la coopérative ici et attend sa réponse : la file des visas d’une coopérative d’activité le montre avec le reste. */
import { nomDuGenre } from '#modules/documents/index.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Regard } from '#web/contributions.ts'
import { lireMissions } from '../db/appels.ts'
import { lireReservations } from '../db/biens.ts'
import { titreDuContrat } from '../domain/contrat-de-mission.ts'
import { attentesDe } from '../domain/missions.ts'
import { bienUrl, missionUrl } from '../liens.ts'

export const visasDesEchanges = async (tx: TenantTx, { visiteur, maintenant }: Regard) => {
  const signe = peutVisiteur(visiteur, 'documents.signer')
  const missions = (await lireMissions(tx)).filter(
    (m) => m.moi === 'envoie' && (!m.aMoi || signe) && attentesDe(m, maintenant).includes('visa-coop'),
  )
  const reservations = peutVisiteur(visiteur, 'salles.tenir')
    ? (await lireReservations(tx)).filter(
        (r) => !r.mienne && r.etat === 'option' && r.expireLe && r.expireLe > maintenant,
      )
    : []
  return [
    ...missions.map((m) => ({
      id: m.mission as string,
      genre: 'contrat-de-mission',
      nom: m.forme === 'pret' ? 'Prêt de main-d’œuvre' : titreDuContrat(m),
      libelle: `${m.nom}, ${m.objet}`,
      avec: m.receveur,
      montant: m.prix as number | null,
      depuis: m.choisieLe,
      href: missionUrl({ mission: m.mission }),
    })),
    ...reservations.map((r) => ({
      id: r.reservation as string,
      genre: 'location-d-un-bien',
      nom: nomDuGenre('location-d-un-bien'),
      libelle: r.titre,
      avec: r.receveur,
      montant: r.prix as number | null,
      depuis: r.demandeeLe,
      href: bienUrl({ bien: r.bien }),
    })),
  ]
}
