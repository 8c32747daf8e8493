import { jourLocal } from '#kernel/zones.ts'
import { direSeance, heureDe, isolees, personneDe } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

/** Déjà signée, une demi-journée ne se régularise pas : le motif du retard s’écrit sur le constat. */
export const signatureHorsDelai: Regle = {
  code: 'signature-hors-delai',
  titre: 'Signature après le délai',
  source: {
    texte: `signature à chaque demi-journée (CAA Paris, 19 janvier 2017) ; le délai (${seuilsPublies.sortieMin} minutes après la fin) est un choix du produit`,
    marque: 'deduit',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) =>
    isolees(d)
      .filter((x) => jourLocal(x.le, d.session.zone) === x.s.jour && x.le > x.s.fermeLe)
      .map(({ c, s, le }) => ({
        cle: `${c.inscription}:${s.id}`,
        phrase: `${personneDe(d, c.inscription)} a signé à ${heureDe(d, le)}, le délai passé : ${direSeance(s)}.`,
        ou: { genre: 'seance', id: s.id },
      })),
}
