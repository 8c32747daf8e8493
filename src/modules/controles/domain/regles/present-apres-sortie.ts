import { direSeance, nommer } from '../lire.ts'
import type { Regle } from '../regle.ts'

export const presentApresSortie: Regle = {
  code: 'present-apres-sortie',
  titre: 'Présence après la sortie',
  source: { texte: 'cohérence du dossier : abandon ou exclusion, puis présence', marque: 'deduit' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Reprendre l’inscription',
  examiner: (d) =>
    d.inscriptions.flatMap((i) => {
      const { sortieLe } = i
      if (!sortieLe) return []
      return d.seances
        .filter((s) => s.ouvreLe > sortieLe)
        .filter((s) =>
          d.cases.some((c) => c.inscription === i.id && c.seance === s.id && c.etat === 'presente'),
        )
        .map((s) => ({
          cle: `${i.id}:${s.id}`,
          phrase: `${nommer(i.personne)} est notée présente après sa sortie : ${direSeance(s)}.`,
          ou: { genre: 'seance', id: s.id } as const,
        }))
    }),
}
