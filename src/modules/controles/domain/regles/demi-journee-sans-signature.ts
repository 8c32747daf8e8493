import { compter } from '#kernel/texte.ts'
import { direSeance, personneDe } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'

/** Toute une salle attestée par qui forme, ne compterait-elle qu’une personne : rien n’y vient des personnes elles-mêmes. */
export const demiJourneeSansSignature: Regle = {
  code: 'demi-journee-sans-signature',
  titre: 'Une demi-journée sans aucune signature',
  source: {
    texte: 'signature de chaque stagiaire à chaque demi-journée (CAA Nantes, 20 avril 2021)',
    marque: 'certain',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) =>
    d.seances.flatMap((s) => {
      const presentes = d.cases.filter((c) => c.seance === s.id && c.etat === 'presente')
      const [premiere, seconde] = presentes
      return !premiere || presentes.some((c) => !c.attestee)
        ? []
        : [
            {
              cle: s.id,
              phrase: seconde
                ? `Les ${compter(presentes.length, 'présence')} sont attestées par qui forme, personne n’a signé : ${direSeance(s)}.`
                : `La seule présence, celle de ${personneDe(d, premiere.inscription)}, est attestée par qui forme, sans sa signature : ${direSeance(s)}.`,
              ou: { genre: 'seance', id: s.id } as const,
            },
          ]
    }),
}
