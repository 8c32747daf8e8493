import { enumerer } from '#kernel/texte.ts'
import { direSeance, personneDe, seuilsDe, signees } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

/**
 * Un lien personnel, un code de salle s’ouvrent chacun sur le téléphone de la personne. Le même navigateur pour plusieurs se voit à sa
 * marque, en salle comme à distance. La tablette de la salle passe de main en main : elle est faite pour cela.
 */
export const appareilPourPlusieurs: Regle = {
  code: 'appareil-pour-plusieurs',
  titre: 'Un même navigateur a signé pour plusieurs',
  source: {
    texte: `pratique des contrôles (signatures données par une autre personne) ; le nombre (${seuilsPublies.marqueNombre} personnes d’une demi-journée) est un choix du produit`,
    marque: 'douteux',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) => {
    const { marqueNombre } = seuilsDe(d)
    return d.seances.flatMap((s) => {
      const personnels = signees(d).filter(
        (x) => x.s.id === s.id && (x.c.porte === 'lien' || x.c.porte === 'qr') && x.c.marque,
      )
      return [...Map.groupBy(personnels, (x) => x.c.marque)].flatMap(([, siens]) =>
        siens.length < marqueNombre
          ? []
          : [
              {
                cle: `${s.id}:${siens.map((x) => x.c.inscription).toSorted()[0]}`,
                phrase: `Un même navigateur a signé pour ${enumerer(siens.map((x) => personneDe(d, x.c.inscription)))} : ${direSeance(s)}.`,
                ou: { genre: 'seance', id: s.id } as const,
              },
            ],
      )
    })
  },
}
