import { compter } from '#kernel/texte.ts'
import { nommer, seuilsDe } from '../lire.ts'
import { direPourquoi, type Regle } from '../regle.ts'
import { seuilsPublies } from '../seuils.ts'

export const regularisationsNombreuses: Regle = {
  code: 'regularisations-nombreuses',
  titre: 'Beaucoup de présences attestées après coup',
  source: {
    texte: `pratique des contrôles ; la part (${seuilsPublies.regulariseesPourCent} % des demi-journées d’une personne) est un choix du produit`,
    marque: 'douteux',
  },
  gravite: 'a-juger',
  qui: 'formateur',
  remede: direPourquoi,
  examiner: (d) => {
    const { regulariseesPourCent } = seuilsDe(d)
    return d.inscriptions.flatMap((i) => {
      const presentes = d.cases.filter((c) => c.inscription === i.id && c.etat === 'presente')
      const attestees = presentes.filter((c) => c.attestee).length
      return attestees >= 2 && attestees * 100 > presentes.length * regulariseesPourCent
        ? [
            {
              cle: i.id,
              phrase: `${nommer(i.personne)} : ${compter(attestees, 'présence')} sur ${presentes.length} attestées après coup, sans sa signature.`,
              ou: { genre: 'assiduite' } as const,
            },
          ]
        : []
    })
  },
}
