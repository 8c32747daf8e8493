/** Les heures qu’une mission fait compter au cadre E d’ici, ligne par ligne : ce que le bilan de cette coopérative compte, non ce que la forme annonce. */
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { intervenants, ligneBpf, statutAuJour, statutDuTitre } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { seancesEmargees } from '../db/appels.ts'
import type { Animee } from '../domain/bilans.ts'
import { joursDe, type Mission, porteLeNom } from '../domain/missions.ts'

/** D’après nos feuilles closes : chaque demi-journée, sous le statut que la personne a ce jour-là. */
export const animeesDesFeuilles = async (
  tx: TenantTx,
  m: Pick<Mission, 'prenom' | 'famille' | 'creneaux'>,
): Promise<readonly Animee[]> => {
  const animees: Animee[] = []
  for (const s of await seancesEmargees(tx, m)) {
    const statut = await statutAuJour(tx, s.personne, jourLocal(s.debut, ZONE_PAR_DEFAUT))
    animees.push({ ligne: statut ? ligneBpf(statut.statut) : null, minutes: s.minutes })
  }
  return animees
}

/** Chez qui envoie, sans session reçue : les minutes du constat, sous le statut de la fiche au dernier jour, ou à défaut le titre que la mission dit. */
export const animeesDuConstat = async (tx: TenantTx, m: Mission): Promise<readonly Animee[]> => {
  const dernier = joursDe(m).at(-1)
  if (!dernier || m.faitMinutes === null) return []
  const fiche = (await intervenants(tx, dernier)).find((x) => x.compte !== null && porteLeNom(x, m))
  const statut = fiche?.statut ?? statutDuTitre[m.statut]
  return [{ ligne: statut ? ligneBpf(statut) : null, minutes: m.faitMinutes }]
}
