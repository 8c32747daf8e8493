import { direMinutes, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const heuresAttestation: Regle = {
  code: 'heures-attestation',
  titre: 'Attestation et certificat ne disent pas les mêmes heures',
  source: { texte: 'pratique des contrôles (attestation et certificat concordants)', marque: 'deduit' },
  gravite: 'alerte',
  qui: 'equipe',
  remede: 'Émettre de nouveau',
  examiner: (d) =>
    d.pieces.flatMap((p) => {
      if (p.genre !== 'attestation' || p.minutes === null) return []
      const certificat = d.pieces.find((x) => x.genre === 'certificat' && x.objet === p.objet)
      const i = d.inscriptions.find((x) => x.id === p.objet)
      if (!i || !certificat || certificat.minutes === null || certificat.minutes === p.minutes) return []
      // Un certificat qui ne dit plus les heures prouvées est lui-même à refaire : c’est l’autre règle qui le dit.
      if (certificat.minutes !== i.realiseMin) return []
      return [
        {
          cle: i.id,
          phrase: `${nommer(i.personne)} : ${direMinutes(p.minutes)} sur l’attestation ${p.numero}, ${direMinutes(certificat.minutes)} sur le certificat ${certificat.numero}.`,
          ou: { genre: 'attestations' } as const,
        },
      ]
    }),
}
