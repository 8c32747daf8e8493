import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { compter, de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { organismeUneFois, peutVisiteur } from '#modules/organisme/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import type { Contributions, Regard } from '#web/contributions.ts'
import { enseignesDeQuiLit } from '../db/enseignes.queries.ts'
import { aRappeler, ecrireExercice, nomExercice } from '../domain/exercices.ts'
import { bilanUneFois, completeuse, manquesParEnseigne } from '../lecture/lire-manques.ts'
import { listerExercices } from '../lecture/lire-vue.ts'
import { aCompleterUrl, bilanUrl } from '../liens.ts'

const exercicesUneFois = uneFois((tx, jour) => listerExercices(tx, jour as DateCivile))

/** Le dernier exercice clos, si la coopérative en doit un bilan : elle a un numéro de déclaration. */
const dernierClos = async (tx: TenantTx, { maintenant }: Pick<Regard, 'maintenant'>) => {
  const jour = jourLocal(maintenant, ZONE_PAR_DEFAUT)
  const [{ nda }, exercices] = await Promise.all([organismeUneFois(tx, ''), exercicesUneFois(tx, jour)])
  const dernier = nda === null ? undefined : exercices.find((e) => e.fin < jour)
  return dernier && { dernier, rappele: aRappeler(dernier.etat, dernier.echeance.retenue, jour) }
}

/** Ce que la personne qui lit peut compléter de chacune de ses enseignes, quand vient le temps du bilan ; rien à qui lit le bilan entier. */
const aCompleter = async (tx: TenantTx, regard: Regard) => {
  const { visiteur } = regard
  if (!visiteur.cae || !peutVisiteur(visiteur, 'activites.lire', { estSien: true })) return []
  const enseignes = await enseignesDeQuiLit(tx)
  const lu = enseignes.length > 0 ? await dernierClos(tx, regard) : undefined
  if (!lu?.rappele) return []
  const { dernier } = lu
  const comptes = manquesParEnseigne(await bilanUneFois(tx, dernier), await completeuse(tx, visiteur))
  return enseignes.flatMap(({ id, nom }) => {
    const n = comptes.get(id) ?? 0
    if (n === 0) return []
    return [
      {
        href: aCompleterUrl({ exercice: ecrireExercice(dernier), activite: id }),
        verbe: 'Compléter',
        chose: `le bilan ${nomExercice(dernier)} ${de(nom)}\u00a0: ${compter(n, 'ligne')}`,
        detail: 'La coopérative ne transmet pas son bilan tant que ce n’est pas dit.',
        geste: 'Compléter',
        terme: { jour: dernier.echeance.retenue, fixe: 'loi' as const },
      },
    ]
  })
}

/**
 * L’échéance du bilan, tant que rien n’est transmis. Cent vingt jours avant, c’est un geste, que la page range à sa date ou devant la
 * personne ; plus tôt, une date seulement.
 */
export const contributionsDuBilan: Contributions = {
  async aFaire(tx, regard) {
    if (!peutVisiteur(regard.visiteur, 'bpf.etablir')) return aCompleter(tx, regard)
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
    if (!peutVisiteur(regard.visiteur, 'bpf.etablir')) return []
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
