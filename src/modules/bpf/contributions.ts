import { formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireOrganisme, peutVisiteur } from '#modules/organisme/index.ts'
import type { Contributions } from '#web/contributions.ts'
import { aRappeler, ecrireExercice, nomExercice } from './domain/exercices.ts'
import { bilanUrl } from './liens.ts'
import { listerExercices } from './lire-vue.ts'

/**
 * Le rappel de l’échéance : le dernier exercice clos, tant que rien n’est transmis. Dû par qui a un numéro de déclaration. Lointain,
 * il se lit à sa date ; dans la semaine ou dépassé, il attend la personne.
 */
export const contributionsDuBilan: Contributions = {
  async aFaire(tx, { visiteur, maintenant }) {
    if (!peutVisiteur(visiteur, 'bpf.etablir') || (await lireOrganisme(tx)).nda === null) return []
    const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
    const dernier = (await listerExercices(tx, jour)).find((e) => e.fin < jour)
    if (!dernier || !aRappeler(dernier.etat, dernier.echeance.retenue, jour)) return []
    const le = formaterDate(dernier.echeance.retenue)
    return [
      {
        href: bilanUrl({ exercice: ecrireExercice(dernier) }),
        verbe: 'Transmettre',
        chose: `le bilan pédagogique et financier ${nomExercice(dernier)}`,
        detail:
          dernier.etat === 'en-retard'
            ? `À transmettre depuis le ${le} : sans bilan, la déclaration d’activité devient caduque (L6351-6).`
            : `À transmettre au plus tard le ${le}, sur Mon Activité Formation.`,
        geste: 'Préparer le bilan',
        terme: { jour: dernier.echeance.retenue, fixe: 'loi' },
      },
    ]
  },
}
