import { nommer, suivies } from '../lire.ts'
import type { Regle } from '../regle.ts'

/** Qui suit une action le fait au titre d’une convention, d’un contrat, ou d’une commande de financeur : sans dossier, rien ne la paie. */
export const sansEngagement: Regle = {
  code: 'sans-engagement',
  titre: 'Une personne formée sans convention ni contrat',
  source: { texte: 'L6353-1 (convention), L6353-3 (contrat)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Rattacher à un dossier',
  examiner: (d) =>
    suivies(d)
      .filter((i) => i.dossier === null)
      .map((i) => ({
        cle: i.id,
        phrase: `${nommer(i.personne)} suit l’action sans dossier : ni convention, ni contrat.`,
        ou: { genre: 'session' } as const,
      })),
}
