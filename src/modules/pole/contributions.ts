import { ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { peutVisiteur } from '#modules/organisme/index.ts'
import type { AFaire, Contributions } from '#web/contributions.ts'
import { type Attente, attentes } from './db/attentes.ts'
import { direPole } from './domain/retour-sur.ts'
import { decisionUrl, poleUrl, reunionUrl } from './liens.ts'
import { direJour } from './pages/dire.ts'

const dire = (a: Attente): AFaire => {
  switch (a.quoi) {
    case 'visa':
      return {
        href: `${poleUrl({ pole: a.pole_id })}#visas`,
        chose: `${a.titre} demande à rejoindre ${a.pole}`,
        detail: `Depuis le ${direJour(a.quand, ZONE_PAR_DEFAUT)}.`,
        geste: 'Viser la demande',
      }
    case 'voix':
      return {
        href: decisionUrl({ pole: a.pole_id, decision: a.id }),
        chose: a.titre,
        detail: `${a.pole}\u00a0: le vote ferme le ${direJour(new Date(a.quand.getTime() - 1), ZONE_PAR_DEFAUT)}.`,
        geste: 'Voter',
      }
    case 'reponse':
      return {
        href: reunionUrl({ pole: a.pole_id, reunion: a.id }),
        chose: `${a.titre}, ${a.pole}`,
        detail: `Le ${direJour(a.quand, ZONE_PAR_DEFAUT)}\u00a0: dites si vous venez.`,
        geste: 'Répondre',
      }
    case 'engagement':
      return {
        href: `${poleUrl({ pole: a.pole_id })}#engagements`,
        chose: a.titre,
        detail: `${a.pole}\u00a0: vous vous y êtes engagé·e pour le ${direJour(a.quand, ZONE_PAR_DEFAUT)}.`,
        geste: 'Dire où cela en est',
      }
    case 'suite':
      return {
        href: `${decisionUrl({ pole: a.pole_id, decision: a.id })}#suite`,
        chose: `${a.titre}, décidé par ${a.pole}`,
        detail: `Sa suite était attendue le ${direJour(a.quand, ZONE_PAR_DEFAUT)}.`,
        geste: 'Dire où cela en est',
      }
    case 'depouiller':
      return {
        href: `${decisionUrl({ pole: a.pole_id, decision: a.id })}#clore`,
        chose: a.titre,
        detail: `${a.pole}\u00a0: le vote est fermé depuis le ${direJour(new Date(a.quand.getTime() - 1), ZONE_PAR_DEFAUT)}.`,
        geste: 'Dépouiller',
      }
    case 'date':
      return {
        href: `${reunionUrl({ pole: a.pole_id, reunion: a.id })}#dates`,
        chose: `La date de «\u00a0${a.titre}\u00a0», ${a.pole}`,
        detail: `Le vote est fermé depuis le ${direJour(new Date(a.quand.getTime() - 1), ZONE_PAR_DEFAUT)}\u00a0: retenez une date, ou annulez la rencontre.`,
        geste: 'Retenir une date',
      }
    case 'annonce':
      return {
        href: `${poleUrl({ pole: a.pole_id })}#annonce`,
        chose: `Ce que vous cherchez et proposez au ${direPole(a.pole)}`,
        detail: `Montré jusqu’au ${direJour(a.quand, ZONE_PAR_DEFAUT)}\u00a0: est-ce toujours vrai\u00a0?`,
        geste: 'Le redire, ou le changer',
      }
  }
}

/** Ce que les pôles font voir à « Aujourd'hui » : demandes à viser, voix à donner, invitations sans réponse, engagements et suites qui viennent. */
export const contributionsDuPole: Contributions = {
  aFaire: async (tx, { visiteur, maintenant }) =>
    peutVisiteur(visiteur, 'pole.participer') ? (await attentes(tx, maintenant)).map(dire) : [],
}
