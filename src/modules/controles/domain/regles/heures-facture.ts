import { direMinutes, sansStatut } from '../lire.ts'
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
  remede: 'Voir la facture',
  examiner: (d) => {
    if (d.factures === undefined) return NON_VERIFIABLE
    return d.factures.flatMap((f) => {
      const siennes = d.inscriptions.filter((i) => i.dossier === f.dossier)
      if (f.minutes === null || siennes.some((i) => sansStatut(d, i.id))) return []
      const dues = siennes.reduce((t, i) => {
        const certificat = d.pieces.find((p) => p.genre === 'certificat' && p.objet === i.id)
        return t + (certificat?.minutes ?? i.realiseMin)
      }, 0)
      return dues === f.minutes
        ? []
        : [
            {
              cle: f.id,
              phrase: `La facture ${f.numero} compte ${direMinutes(f.minutes)}, les certificats ${direMinutes(dues)}.`,
              ou: { genre: 'dossier', id: f.dossier } as const,
            },
          ]
    })
  },
}
