/** Les courriels du pôle, en texte brut : des faits, une adresse, et rien à cliquer pour rien. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { de, saluer, tronquer, uneLigne } from '#kernel/texte.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { Pole } from '../db/poles.ts'
import type { Decision } from '../domain/decision.ts'
import { direFermeture, direQuand, formats } from '../domain/dire.ts'
import type { Reunion } from '../domain/rencontre.ts'
import { direPole } from '../domain/retour-sur.ts'
import { decisionUrl, poleUrl, retourPublieUrl, reunionUrl } from '../liens.ts'

type Prochaine = Pick<Reunion, 'titre' | 'debut' | 'fin' | 'zone' | 'hote' | 'lieu'>
const lignes = (...l: readonly (string | undefined | false)[]) => l.filter(Boolean).join('\n')

/** Ce qu'un texte de quelqu'un devient dans un courriel : une ligne, courte. */
const bref = (texte: string) => tronquer(uneLigne(texte), 300)

const direProchaine = (r: Prochaine | undefined): string =>
  r
    ? lignes(
        `La prochaine rencontre\u00a0: ${bref(r.titre)}, ${direQuand(r)}.`,
        r.hote !== '' && `Chez ${bref(r.hote)}.`,
        r.lieu !== '' && bref(r.lieu),
      )
    : 'Aucune rencontre n’est encore convoquée\u00a0: vous serez prévenu·e de la prochaine.'

export const invitation = (
  pole: Pick<Pole, 'id' | 'nom'>,
  r: Reunion,
  points: readonly string[],
  a: { readonly courriel: string; readonly prenom: string },
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet: `${bref(r.titre)}, ${direQuand(r)}`,
  texte: `${saluer(a.prenom)}

${pole.nom} vous invite\u00a0: ${bref(r.titre)}.

${lignes(
  `Quand\u00a0: ${direQuand(r)}, ${formats[r.format]}`,
  r.hote !== '' && `Chez\u00a0: ${bref(r.hote)}`,
  r.lieu !== '' && `Où\u00a0: ${bref(r.lieu)}`,
  r.acces !== '' && `Accès\u00a0: ${bref(r.acces)}`,
  r.visio !== '' && `À distance\u00a0: ${bref(r.visio)}`,
)}
${points.length > 0 ? `\nÀ l’ordre du jour, ouvert à vos propositions\u00a0:\n${points.map((p) => `- ${bref(p)}`).join('\n')}\n` : ''}
Dites si votre coopérative vient, et proposez un point\u00a0:
${origine}${reunionUrl({ pole: pole.id, reunion: r.id })}
`,
})

export const bienvenue = (
  pole: Pick<Pole, 'id' | 'nom'>,
  animation: readonly string[],
  prochaine: Prochaine | undefined,
  a: { readonly courriel: string; readonly prenom: string },
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet: `Bienvenue\u00a0: votre coopérative fait partie ${de(bref(pole.nom))}`,
  texte: `${saluer(a.prenom)}

Votre coopérative fait maintenant partie ${de(pole.nom)}.
${animation.length > 0 ? `Le pôle est animé par ${animation.map(bref).join(', ')}.\n` : ''}
${direProchaine(prochaine)}

La page du pôle\u00a0: qui en est, ce que chacune cherche et propose, les décisions.
${origine}${poleUrl({ pole: pole.id })}
`,
})

export const accuseDeDemande = (
  pole: Pick<Pole, 'nom'>,
  prochaine: Prochaine | undefined,
  a: { readonly courriel: string; readonly prenom: string },
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet: `Votre demande est arrivée\u00a0: ${bref(pole.nom)}`,
  texte: `${saluer(a.prenom)}

Votre demande de rejoindre ${pole.nom} est arrivée. Les personnes qui animent le pôle la visent\u00a0; vous
recevrez leur réponse ici.

${direProchaine(prochaine)}
`,
})

type A = { readonly courriel: string; readonly prenom: string }
type DuPole = Pick<Pole, 'id' | 'nom'>

/** Un report ou une annulation, à qui avait reçu l'invitation. */
export const changementDeRencontre = (
  pole: DuPole,
  r: Reunion,
  a: A,
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet:
    r.etat === 'annulee'
      ? `Annulée\u00a0: ${bref(r.titre)}`
      : `Nouvelle date\u00a0: ${bref(r.titre)}, ${direQuand(r)}`,
  texte: `${saluer(a.prenom)}

${
  r.etat === 'annulee'
    ? `${bref(r.titre)} n’aura pas lieu. ${bref(r.motif ?? '')}`
    : `${bref(r.titre)} change de date\u00a0: ${direQuand(r)}.
${lignes(r.hote !== '' && `Chez\u00a0: ${bref(r.hote)}`, r.lieu !== '' && `Où\u00a0: ${bref(r.lieu)}`)}
Dites de nouveau si votre coopérative vient.`
}

${origine}${reunionUrl({ pole: pole.id, reunion: r.id })}
`,
})

/** Un vote s'ouvre, va fermer, ou a son résultat. */
export const nouvelleDuVote = (
  quoi: 'ouvert' | 'rappel' | 'issue',
  pole: DuPole,
  d: Decision,
  a: A,
  origine: string,
): Omit<Message, 'id'> => {
  const titre = bref(d.titre)
  const dits = {
    ouvert: [
      `Votre voix\u00a0: ${titre}`,
      `Un vote est ouvert jusqu’au soir du ${direFermeture(d)}\u00a0: ${titre}`,
    ],
    rappel: [
      `Le vote ferme bientôt\u00a0: ${titre}`,
      `Il manque votre voix. Le vote ferme le soir du ${direFermeture(d)}\u00a0: ${titre}
Le silence n’est pas un consentement\u00a0: sous le quorum, rien n’est décidé.`,
    ],
    issue: [`Résultat\u00a0: ${titre}`, `Le vote est clos\u00a0: ${titre}\n${bref(d.issue ?? '')}`],
  } as const
  const [objet, corps] = dits[quoi]
  return {
    a: a.courriel,
    deLaPart: pole.nom,
    objet,
    texte: `${saluer(a.prenom)}

${corps}

${origine}${decisionUrl({ pole: pole.id, decision: d.id })}
`,
  }
}

/** Ce à quoi l'on s'est engagé vient, ou est passé. */
export const rappelDEngagement = (
  pole: DuPole,
  e: { readonly quoi: string; readonly pour: DateCivile; readonly retard: boolean },
  a: A,
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet: `${e.retard ? 'En retard' : `Pour le ${formaterDate(e.pour)}`}\u00a0: ${bref(e.quoi)}`,
  texte: `${saluer(a.prenom)}

Vous vous étiez engagé·e, dans ${pole.nom}\u00a0: ${bref(e.quoi)}
${e.retard ? `C’était pour le ${formaterDate(e.pour)}.` : `C’est pour le ${formaterDate(e.pour)}.`}

C’est fait, cela glisse, ou cela ne se fera pas\u00a0? Un mot suffit\u00a0:
${origine}${poleUrl({ pole: pole.id })}#engagements
`,
})

/** Ce que sa coopérative cherche et propose ne se montrera bientôt plus. */
export const annonceQuiPasse = (
  pole: DuPole,
  m: { readonly cherche: string; readonly propose: string; readonly jusque: DateCivile },
  a: A,
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet: `Toujours vrai\u00a0? Ce que vous cherchez et proposez au ${direPole(pole.nom)}`,
  texte: `${saluer(a.prenom)}

Votre coopérative a dit au ${direPole(pole.nom)}\u00a0:
${m.cherche ? `Nous cherchons\u00a0: ${bref(m.cherche)}\n` : ''}${m.propose ? `Nous proposons\u00a0: ${bref(m.propose)}\n` : ''}
Les autres le lisent jusqu’au ${formaterDate(m.jusque)}. Si c’est toujours vrai, un bouton suffit\u00a0; sinon, changez-le\u00a0:
${origine}${poleUrl({ pole: pole.id })}#annonce
`,
})

/** Le retour d'une rencontre, à qui l'a demandé. */
export const retourParu = (
  pole: DuPole,
  t: { readonly titre: string; readonly chapo: string; readonly adresse: string },
  a: A,
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: pole.nom,
  objet: `Retour sur\u00a0: ${bref(t.titre)}`,
  texte: `${saluer(a.prenom)}

${bref(t.titre)}
${tronquer(uneLigne(t.chapo), 600)}

À lire, à faire suivre\u00a0:
${origine}${retourPublieUrl({ adresse: t.adresse })}

Pour ne plus le recevoir\u00a0: ${origine}${poleUrl({ pole: pole.id })}#suivre
`,
})

/** À qui propose : la dernière signature qui manquait est là, ou l'avis de l'Union est donné. */
export const nouvelleDeLaProposition = (
  p: { readonly nom: string; readonly signatures: number; readonly avisDe: string | null },
  quoi: 'signatures' | 'avis',
  a: A,
  lien: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  deLaPart: 'Union régionale',
  objet:
    quoi === 'signatures'
      ? `Les signatures sont réunies\u00a0: ${bref(p.nom)}`
      : `L’Union a donné son avis\u00a0: ${bref(p.nom)}`,
  texte: `${saluer(a.prenom)}

${
  quoi === 'signatures'
    ? `${p.signatures} coopératives ont signé ${bref(p.nom)}, la vôtre comprise. Vous pouvez le lancer\u00a0: elles en seront membres, et vous l’animerez.`
    : `${bref(p.avisDe ?? 'L’Union')} a donné son avis sur ${bref(p.nom)}. Il se lit sur la page de la proposition.`
}

${lien}
`,
})
