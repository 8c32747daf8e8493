/** Ce que les inscriptions mettent dans « Échéances » : les délais de rétractation qui finissent. */
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { contratsRecents } from './db/retractations.queries.ts'
import { dossierUrl } from './liens.ts'
import { retractationDe } from './suivre-dossier.ts'

/** Au plus : une rentrée de trente contrats ferait une liste de la même phrase. */
const max = 4

export const contributionsInscriptions: Contributions = {
  async echeances(tx, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'inscriptions.lire') || !peutVisiteur(visiteur, 'engagements.lire')) return []
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    return (await contratsRecents(tx, maintenant))
      .flatMap((d) => {
        const delai = retractationDe(d, d)
        return delai && delai.dernierJour >= jour ? [{ d, dernier: delai.dernierJour }] : []
      })
      .toSorted((a, b) => a.dernier.localeCompare(b.dernier))
      .slice(0, max)
      .map(({ d, dernier }) => ({
        jour: dernier,
        chose: `Fin du délai de rétractation ${de(d.client)}`,
        href: dossierUrl({ session: d.session, dossier: d.id }),
        // Le CPF se paie autrement : l’article ne parle que du contrat conclu avec la personne.
        suite: d.regime === 'contrat' ? ' : aucune somme n’est due avant (C. trav., art. L6353-6).' : '.',
      }))
  },
}
