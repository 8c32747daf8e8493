import { compter } from '#kernel/texte.ts'
import { direSeance, seuilsDe, signees } from '../lire.ts'
import type { Regle } from '../regle.ts'

/**
 * « À la chaîne » : un même appareil, une même porte, à l’horloge de l’appareil. Trente personnes qui signent dans la
 * même minute, chacune sur son téléphone, n’ont pas d’appareil commun : rien ne s’en déduit. Une tablette hors ligne
 * qui se synchronise d’un bloc non plus : c’est son horloge qui compte, pas celle du serveur.
 */
export const signaturesEnSerie: Regle = {
  code: 'signatures-en-serie',
  titre: 'Signatures à la chaîne sur un appareil',
  source: {
    texte: 'signatures « à la chaîne », écartées en contrôle ; le seuil est un choix du produit',
    marque: 'douteux',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: 'Dire comment on a signé',
  examiner: (d) => {
    const { serieNombre, serieSecondes } = seuilsDe(d)
    return d.seances.flatMap((s) => {
      const lieux = Map.groupBy(
        signees(d).filter((x) => x.s.id === s.id && x.c.appareil !== null),
        (x) => `${x.c.appareil}:${x.c.porte}`,
      )
      return [...lieux.values()].flatMap((signes) => {
        const heures = signes.map((x) => (x.c.horloge ?? x.le).getTime()).toSorted((a, b) => a - b)
        let [plus, courant] = [1, 1]
        for (let i = 1; i < heures.length; i += 1) {
          courant = (heures[i] ?? 0) - (heures[i - 1] ?? 0) <= serieSecondes * 1000 ? courant + 1 : 1
          plus = Math.max(plus, courant)
        }
        if (plus < serieNombre) return []
        return [
          {
            cle: `${s.id}:${signes[0]?.c.appareil}`,
            phrase: `${compter(plus, 'signature')} sur un même appareil à quelques secondes d’écart : ${direSeance(s)}.`,
            ou: { genre: 'seance', id: s.id } as const,
          },
        ]
      })
    })
  },
}
