import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { AFaire, Contributions, Terme } from '#web/contributions.ts'
import { type Attente, attentes } from '../db/attentes.ts'
import { direJour } from '../domain/dire.ts'
import { direPole } from '../domain/retour-sur.ts'
import { decisionUrl, poleUrl, reunionUrl } from '../liens.ts'
import { encartDuPole } from '../pages/encart.tsx'

/** Une voix, une réponse, un engagement : la coopérative l’a promis aux autres. */
const dater = (quand: Date, fixe: Terme['fixe'] = 'engagement') => ({
  terme: { jour: jourLocal(quand, ZONE_PAR_DEFAUT), fixe },
})

const dire = (a: Attente): AFaire => {
  switch (a.quoi) {
    case 'visa':
      return {
        href: `${poleUrl({ pole: a.pole_id })}#visas`,
        verbe: 'Viser',
        chose: `la demande de ${a.titre}, qui veut rejoindre ${a.pole}`,
        detail: `Depuis le ${direJour(a.quand, ZONE_PAR_DEFAUT)}.`,
        geste: 'Lire la demande',
      }
    case 'voix':
      return {
        href: decisionUrl({ pole: a.pole_id, decision: a.id }),
        verbe: 'Voter',
        chose: `sur « ${a.titre} »`,
        ...dater(new Date(a.quand.getTime() - 1)),
        detail: `${a.pole}\u00a0: le vote ferme le ${direJour(new Date(a.quand.getTime() - 1), ZONE_PAR_DEFAUT)}.`,
        geste: 'Voter',
      }
    case 'reponse':
      return {
        href: reunionUrl({ pole: a.pole_id, reunion: a.id }),
        verbe: 'Répondre',
        chose: `à l’invitation du ${direPole(a.pole)}`,
        ...dater(a.quand),
        detail: `${a.titre}, le ${direJour(a.quand, ZONE_PAR_DEFAUT)}\u00a0: dites si vous venez.`,
        geste: 'Répondre',
      }
    case 'engagement':
      return {
        href: `${poleUrl({ pole: a.pole_id })}#engagements`,
        verbe: 'Tenir',
        chose: `« ${a.titre} »`,
        ...dater(a.quand),
        detail: `${a.pole}\u00a0: vous vous y êtes engagé·e pour le ${direJour(a.quand, ZONE_PAR_DEFAUT)}.`,
        geste: 'Dire où cela en est',
      }
    case 'suite':
      return {
        href: `${decisionUrl({ pole: a.pole_id, decision: a.id })}#suite`,
        verbe: 'Suivre',
        chose: `« ${a.titre} », décidé par le ${direPole(a.pole)}`,
        ...dater(a.quand),
        detail: `Sa suite était attendue le ${direJour(a.quand, ZONE_PAR_DEFAUT)}.`,
        geste: 'Dire où cela en est',
      }
    case 'depouiller':
      return {
        href: `${decisionUrl({ pole: a.pole_id, decision: a.id })}#clore`,
        verbe: 'Dépouiller',
        chose: `« ${a.titre} »`,
        ...dater(new Date(a.quand.getTime() - 1)),
        detail: `${a.pole}\u00a0: le vote est fermé depuis le ${direJour(new Date(a.quand.getTime() - 1), ZONE_PAR_DEFAUT)}.`,
        geste: 'Dépouiller',
      }
    case 'date':
      return {
        href: `${reunionUrl({ pole: a.pole_id, reunion: a.id })}#dates`,
        verbe: 'Retenir',
        chose: `la date de «\u00a0${a.titre}\u00a0», ${a.pole}`,
        ...dater(new Date(a.quand.getTime() - 1)),
        detail: `Le vote est fermé depuis le ${direJour(new Date(a.quand.getTime() - 1), ZONE_PAR_DEFAUT)}\u00a0: retenez une date, ou annulez la rencontre.`,
        geste: 'Retenir une date',
      }
    case 'annonce':
      return {
        href: `${poleUrl({ pole: a.pole_id })}#annonce`,
        verbe: 'Redire',
        chose: `ce que vous cherchez et proposez au ${direPole(a.pole)}`,
        ...dater(a.quand, 'usage'),
        detail: `Montré jusqu’au ${direJour(a.quand, ZONE_PAR_DEFAUT)}\u00a0: est-ce toujours vrai\u00a0?`,
        geste: 'Le redire, ou le changer',
      }
  }
}

/** Ce que les pôles font voir à « Aujourd'hui » : demandes à viser, voix à donner, invitations sans réponse, engagements et suites qui viennent. */
export const contributionsDuPole: Contributions = {
  aFaire: async (tx, { visiteur, maintenant }) =>
    peutVisiteur(visiteur, 'pole.participer') ? (await attentes(tx, maintenant)).map(dire) : [],
  encart: encartDuPole,
}
