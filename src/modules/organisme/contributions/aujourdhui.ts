import { ajouterJours, type DateCivile, formaterDate } from '#kernel/dates.ts'
import { secondFacteurUrl } from '#modules/comptes/index.ts'
import type { Contributions } from '#web/contributions.ts'

/** « Aujourd’hui » : le code que la coopérative demande, tant que la personne ne l’a pas. Passé le jour dit, ses pages l’y mènent. */
export const contributionsOrganisme: Contributions = {
  aFaire: async (_tx, { visiteur }) =>
    visiteur.codeDu
      ? [
          {
            href: secondFacteurUrl(),
            verbe: 'Activer',
            chose: 'votre code en plus du mot de passe',
            detail: `Votre coopérative le demande à toute son équipe à partir du ${formaterDate(visiteur.codeDu as DateCivile)}.`,
            geste: 'Activer mon code',
            // Le jour même, cette page ne s’ouvre déjà plus.
            terme: { jour: ajouterJours(visiteur.codeDu as DateCivile, -1), fixe: 'engagement' as const },
          },
        ]
      : [],
}
