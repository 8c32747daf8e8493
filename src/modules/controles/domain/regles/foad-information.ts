import { aDistance, suiviesADistance } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** D6313-3-1, 2° : les activités à effectuer et leur durée moyenne, par un plan, ou annoncées à la convention. */
export const foadInformation: Regle = {
  code: 'foad-information',
  titre: 'À distance, activités ou durées non annoncées',
  source: { texte: 'D6313-3-1, 2°', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Écrire le plan',
  concerne: aDistance,
  examiner: (d) => {
    if (!aDistance(d) || suiviesADistance(d).length === 0) return []
    const plan = d.suivi.plan.filter((a) => a.genre === 'asynchrone')
    const muettes = plan.filter((a) => a.minutes === null)
    if (muettes.length > 0)
      return muettes.map((a) => ({
        cle: a.id,
        phrase: 'Une activité du plan n’a pas de durée estimée.',
        ou: { genre: 'distance' },
      }))
    if (plan.length > 0 || (d.suivi.annonce?.activites && d.suivi.annonce.minutes > 0)) return []
    return [
      {
        cle: 'plan',
        phrase: 'Ni plan d’activités, ni activités et durées à la convention.',
        ou: { genre: 'distance' },
      },
    ]
  },
}
