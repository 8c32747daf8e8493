import { direMinutes, nommer, sansStatut } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const heuresCertificat: Regle = {
  code: 'heures-certificat',
  titre: 'Certificat et signatures ne disent pas les mêmes heures',
  source: { texte: 'R6332-26 ; arrêté du 21 décembre 2018 (heures réalisées)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Émettre de nouveau',
  examiner: (d) =>
    d.pieces.flatMap((p) => {
      const i = p.genre === 'certificat' ? d.inscriptions.find((x) => x.id === p.objet) : undefined
      if (!i || p.minutes === null || p.minutes === i.realiseMin || sansStatut(d, i.id)) return []
      return [
        {
          cle: i.id,
          phrase: `${nommer(i.personne)} : ${direMinutes(i.realiseMin, 'prouvée')}, ${direMinutes(p.minutes)} sur le certificat ${p.numero}.`,
          ou: { genre: 'certificats' } as const,
        },
      ]
    }),
}
