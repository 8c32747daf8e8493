import { aDistance, direSeance, personneDe } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** À distance, la signature seule ne prouve pas que l’on était connecté, ni la liste seule que l’on était là. */
export const connexionAbsente: Regle = {
  code: 'connexion-absente',
  titre: 'Classe virtuelle sans liste de connexion',
  source: {
    texte: 'R6313-3 ; liste de connexion et émargement ensemble (TA Toulouse, novembre 2023)',
    marque: 'deduit',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: 'Apporter la liste',
  concerne: aDistance,
  examiner: (d) =>
    d.seances
      .filter((s) => s.distance && s.finLe <= d.maintenant)
      .flatMap((s) => {
        const presents = d.cases.filter((c) => c.seance === s.id && c.etat === 'presente')
        const listes = d.suivi.connexions.filter((l) => l.seance === s.id)
        if (presents.length === 0) return []
        if (listes.length === 0)
          return [
            {
              cle: s.id,
              phrase: `Aucune liste de connexion : ${direSeance(s)}.`,
              ou: { genre: 'distance' } as const,
            },
          ]
        const vus = new Set(listes.flatMap((l) => l.presents.map((p) => p.inscription)))
        return presents
          .filter((c) => !vus.has(c.inscription))
          .map((c) => ({
            cle: `${c.inscription}:${s.id}`,
            phrase: `${personneDe(d, c.inscription)} a signé mais n’est pas à la liste de connexion : ${direSeance(s)}.`,
            ou: { genre: 'distance' } as const,
          }))
      }),
}
