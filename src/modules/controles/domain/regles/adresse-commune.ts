import { compter } from '#kernel/texte.ts'
import { direSeance, seuilsDe, signees } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

/** Dans une salle, un même réseau est l’ordinaire ; à distance, un seul appareil pour tous ne l’est pas. */
export const adresseCommune: Regle = {
  code: 'adresse-commune',
  titre: 'À distance, tous d’un même appareil',
  source: {
    texte: `pratique des contrôles (adresse identique pour tous, hors salle) ; le nombre (${seuilsPublies.adresseNombre} personnes) est un choix du produit`,
    marque: 'douteux',
  },
  gravite: 'a-juger',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) => {
    const { adresseNombre } = seuilsDe(d)
    return d.seances
      .filter((s) => s.distance)
      .flatMap((s) => {
        const parLien = signees(d).filter(
          (x) => x.s.id === s.id && x.c.porte === 'lien' && x.c.origine !== null,
        )
        const [premiere] = parLien
        if (!premiere || parLien.length < adresseNombre) return []
        if (!parLien.every((x) => x.c.origine === premiere.c.origine)) return []
        return [
          {
            cle: s.id,
            phrase: `${compter(parLien.length, 'lien')} personnels ouverts du même appareil et de la même adresse, à distance : ${direSeance(s)}.`,
            ou: { genre: 'seance', id: s.id } as const,
          },
        ]
      })
  },
}
