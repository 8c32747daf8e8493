import { enumerer } from '#kernel/texte.ts'
import { nommer, parTrentaine, suivies } from '../lire.ts'
import type { Regle } from '../regle.ts'

/**
 * Qui suit une action le fait au titre d’une convention, d’un contrat, ou d’une commande de financeur : sans dossier, rien ne la paie.
 * Un constat par session, qui nomme chacun.
 */
export const sansEngagement: Regle = {
  code: 'sans-engagement',
  titre: 'Des personnes formées sans convention ni contrat',
  source: { texte: 'L6353-1 (convention), L6353-3 (contrat)', marque: 'certain' },
  gravite: 'bloquant',
  qui: 'equipe',
  remede: 'Rattacher à un dossier',
  examiner: (d) =>
    parTrentaine(
      suivies(d)
        .filter((i) => i.dossier === null)
        .map((i) => nommer(i.personne)),
    ).map((gens, n) => ({
      cle: n === 0 ? d.session.id : `${d.session.id}:${n}`,
      phrase: `${enumerer(gens)} ${gens.length > 1 ? 'suivent' : 'suit'} l’action sans dossier : ni convention, ni contrat.`,
      ou: { genre: 'session' } as const,
    })),
}
