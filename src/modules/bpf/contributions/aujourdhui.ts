import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { organismeUneFois, peutVisiteur } from '#modules/organisme/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import type { Contributions, Regard } from '#web/contributions.ts'
import { aRappeler, ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { listerExercices } from '../lecture/lire-vue.ts'
import { bilanUrl } from '../liens.ts'

const exercicesUneFois = uneFois((tx, jour) => listerExercices(tx, jour as DateCivile))

/** Le dernier exercice clos, si la personne établit le bilan et si la coopérative en doit un : elle a un numéro de déclaration. */
const dernierClos = async (tx: TenantTx, { visiteur, maintenant }: Regard) => {
  if (!peutVisiteur(visiteur, 'bpf.etablir')) return undefined
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const [{ nda }, exercices] = await Promise.all([organismeUneFois(tx, ''), exercicesUneFois(tx, jour)])
  const dernier = nda === null ? undefined : exercices.find((e) => e.fin < jour)
  return dernier && { dernier, rappele: aRappeler(dernier.etat, dernier.echeance.retenue, jour) }
}

/**
 * L’échéance du bilan, tant que rien n’est transmis. Cent vingt jours avant, c’est un geste, que la page range à sa date ou devant la
 * personne ; plus tôt, une date seulement.
 */
export const contributionsDuBilan: Contributions = {
  async aFaire(tx, regard) {
    const lu = await dernierClos(tx, regard)
    if (!lu?.rappele) return []
    const { dernier } = lu
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
  async echeances(tx, regard) {
    const lu = await dernierClos(tx, regard)
    if (!lu || lu.rappele || lu.dernier.etat !== 'a-transmettre') return []
    const { dernier } = lu
    return [
      {
        jour: dernier.echeance.retenue,
        chose: `Bilan pédagogique et financier ${nomExercice(dernier)}`,
        href: bilanUrl({ exercice: ecrireExercice(dernier) }),
        suite: ' : dernier jour pour le transmettre.',
      },
    ]
  },
}
