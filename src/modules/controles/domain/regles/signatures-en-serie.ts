import { compter, enumerer } from '#kernel/texte.ts'
import { direSeance, personneDe, seuilsDe, signees } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

/**
 * « À la chaîne » : un même appareil, une même porte, à l’horloge de l’appareil. Trente personnes qui signent dans la
 * même minute, chacune sur son téléphone, n’ont pas d’appareil commun : rien ne s’en déduit. Une tablette hors ligne
 * qui se synchronise d’un bloc non plus : c’est son horloge qui compte, pas celle du serveur.
 */
export const signaturesEnSerie: Regle = {
  code: 'signatures-en-serie',
  titre: 'Signatures à la chaîne sur un appareil',
  source: {
    texte: `signatures « à la chaîne », écartées en contrôle ; le seuil (${seuilsPublies.serieNombre} signatures d’un même appareil, chacune à ${seuilsPublies.serieSecondes} secondes au plus de la précédente) est un choix du produit`,
    marque: 'douteux',
  },
  gravite: 'alerte',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) => {
    const { serieNombre, serieSecondes } = seuilsDe(d)
    return d.seances.flatMap((s) => {
      const lieux = Map.groupBy(
        signees(d).filter((x) => x.s.id === s.id && x.c.appareil !== null),
        (x) => `${x.c.appareil}:${x.c.porte}`,
      )
      return [...lieux.values()].flatMap((signes) => {
        const quand = (x: (typeof signes)[number]) => (x.c.horloge ?? x.le).getTime()
        const suite = signes.toSorted((a, b) => quand(a) - quand(b))
        let [plus, courant, fin] = [1, 1, 0]
        for (const [i, x] of suite.entries()) {
          const avant = suite[i - 1]
          if (!avant) continue
          courant = quand(x) - quand(avant) <= serieSecondes * 1000 ? courant + 1 : 1
          if (courant > plus) [plus, fin] = [courant, i]
        }
        const gens = suite.slice(fin - plus + 1, fin + 1).map((x) => personneDe(d, x.c.inscription))
        if (plus < serieNombre) return []
        return [
          {
            cle: `${s.id}:${signes[0]?.c.appareil}`,
            phrase: `${compter(plus, 'signature')} sur un même appareil à quelques secondes d’écart, ${enumerer(gens)} : ${direSeance(s)}.`,
            ou: { genre: 'seance', id: s.id } as const,
          },
        ]
      })
    })
  },
}
