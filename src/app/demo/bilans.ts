/** L’exercice clos des Tisserands, tenu ailleurs jusqu’ici : repris d’un fichier, comme la commande le ferait. */
import { morceaux } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireDossier, portsDeReprise, reprendreDossier } from '#modules/bpf/index.ts'
import { enseigneParDefaut, exerciceDe, lireOrganisme } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import fichier from './bilan-des-tisserands.json' with { type: 'json' }

/** L’année de clôture du fichier : ses dates avancent d’années entières, jusqu’au dernier exercice clos du jour. */
const anneeDuFichier = 2026

const avancer = (annees: number): string =>
  JSON.stringify(fichier).replaceAll(
    /"(202[4-7])-(\d\d-\d\d)"/g,
    (_, annee: string, suite: string) => `"${Number(annee) + annees}-${suite}"`,
  )

export const reprendreExerciceClos = async (tx: TenantTx, maintenant: Date): Promise<void> => {
  const { cloture } = await lireOrganisme(tx)
  const enCours = exerciceDe(jourLocal(maintenant, ZONE_PAR_DEFAUT), cloture)
  const lus = lireDossier(avancer(morceaux(enCours.debut).annee - anneeDuFichier))
  const enseigne = await enseigneParDefaut(tx)
  const [dossier] = lus.ok ? lus.value : []
  if (!dossier || !enseigne) throw new Error('Le bilan de démonstration ne se lit pas.')
  const fait = await reprendreDossier(dossier, enseigne.id, portsDeReprise(tx, maintenant), maintenant)
  if (!fait.ok) throw new Error(fait.error.phrase)
}
