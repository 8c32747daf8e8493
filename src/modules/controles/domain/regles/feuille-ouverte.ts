import { direSeance } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const feuilleOuverte: Regle = {
  code: 'feuille-ouverte',
  titre: 'Feuille non close',
  source: {
    texte: 'choix du produit : la clôture inscrit la feuille au registre des preuves',
    marque: 'deduit',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: 'Clore la feuille',
  examiner: (d) =>
    d.seances
      .filter((s) => {
        const cases = d.cases.filter((c) => c.seance === s.id)
        return (
          !s.close &&
          s.fermeLe <= d.maintenant &&
          cases.length > 0 &&
          cases.every((c) => c.etat !== 'attendue')
        )
      })
      .map((s) => ({
        cle: s.id,
        phrase: `Tout est statué, la feuille reste ouverte : ${direSeance(s)}.`,
        ou: { genre: 'seance', id: s.id },
      })),
}
