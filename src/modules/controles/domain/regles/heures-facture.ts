import { direMinutes, nommer, sansStatut } from '../lire.ts'
import { NON_VERIFIABLE, type Regle } from '../regle.ts'

/**
 * Ce que la facture compte, face à ce que les certificats disent, ou à défaut les signatures. Un écart entre certificat
 * et signatures est déjà dit : on compare ici à ce qui accompagne la facture.
 */
export const heuresFacture: Regle = {
  code: 'heures-facture',
  titre: 'Heures facturées et certifiées différentes',
  source: {
    texte:
      'les heures non réalisées ne se facturent pas (CAA Paris, 31 janvier 2019 ; CAA Nantes, 4 février 2020)',
    marque: 'certain',
  },
  gravite: 'bloquant',
  qui: 'comptabilite',
  remede: 'Voir le dossier',
  examiner: (d) => {
    if (d.factures === undefined) return NON_VERIFIABLE
    return d.factures.flatMap((f) => {
      const i = d.inscriptions.find((x) => x.id === f.inscription)
      if (!i || sansStatut(d, i.id)) return []
      const certificat = d.pieces.find((p) => p.genre === 'certificat' && p.objet === i.id)
      const dues = certificat?.minutes ?? i.realiseMin
      return dues === f.minutes
        ? []
        : [
            {
              cle: i.id,
              phrase: `${nommer(i.personne)}\u00a0: ${direMinutes(f.minutes, 'facturée')}, ${direMinutes(dues, certificat ? 'certifiée' : 'prouvée')}.`,
              ou: i.dossier
                ? ({ genre: 'dossier', id: i.dossier } as const)
                : ({ genre: 'session' } as const),
            },
          ]
    })
  },
}
