import { aDistance, direMinutes, direSeance, personneDe, seuilsDe } from '../lire.ts'
import type { Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

export const connexionCourte: Regle = {
  code: 'connexion-courte',
  titre: 'Connexion bien plus courte que la demi-journée',
  source: {
    texte: `pratique des contrôles ; la part (${seuilsPublies.connexionPourCent} % de la demi-journée) est un choix du produit`,
    marque: 'douteux',
  },
  gravite: 'a-juger',
  qui: 'formateur',
  remede: 'Noter le départ, ou dire pourquoi',
  concerne: aDistance,
  examiner: (d) => {
    const { connexionPourCent } = seuilsDe(d)
    return d.seances
      .filter((s) => s.distance)
      .flatMap((s) => {
        const minutes = new Map<string, number>()
        for (const l of d.suivi.connexions.filter((x) => x.seance === s.id))
          for (const p of l.presents)
            minutes.set(p.inscription, (minutes.get(p.inscription) ?? 0) + p.minutes)
        return d.cases
          .filter((c) => c.seance === s.id && c.etat === 'presente')
          .filter((c) => {
            const m = minutes.get(c.inscription)
            return m !== undefined && m * 100 < (s.fin - s.debut) * connexionPourCent
          })
          .map((c) => ({
            cle: `${c.inscription}:${s.id}`,
            phrase: `${personneDe(d, c.inscription)} : ${direMinutes(minutes.get(c.inscription) ?? 0)} de connexion pour ${direMinutes(s.fin - s.debut)}, ${direSeance(s)}.`,
            ou: { genre: 'distance' } as const,
          }))
      })
  },
}
