/** Les courriels du site de l'Union, en texte brut : un fait, une adresse, et de quoi ne rien faire. */
import { compter, saluer, tronquer, uneLigne } from '#kernel/texte.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { Ecrit } from '../db/contacts.ts'
import { JOURS_SANS_PREUVE } from '../domain/durees.ts'

type Sans = Omit<Message, 'id'>
const bref = (t: string, n = 300) => tronquer(uneLigne(t), n)
const union = 'Union régionale'

export const prouverDemande = (e: Ecrit, lien: string): Sans => ({
  a: e.courriel,
  deLaPart: union,
  objet: 'Confirmez votre message',
  texte: `${saluer(bref(e.nom, 80))}

Un message vient d’être écrit sur le site de l’Union avec votre adresse. Pour qu’il parte, ouvrez cette page et confirmez\u00a0:

${lien}

Sans cela, il s’efface dans ${compter(JOURS_SANS_PREUVE.message, 'jour')}. Si vous n’avez rien écrit, il n’y a rien à faire.
`,
})

export const transmettreDemande = (
  a: { readonly nom: string; readonly courriel: string },
  d: { readonly objet: string; readonly ecrit: Ecrit },
  lien: string,
): Sans => ({
  a: a.courriel,
  deLaPart: union,
  repondreA: d.ecrit.courriel,
  objet: bref(d.objet, 200),
  texte: `${saluer(bref(a.nom, 80))}

${bref(d.ecrit.nom, 120)} vous écrit par le site de l’Union. ${bref(d.objet)}.

${d.ecrit.texte}

Répondre à ce courriel répond à cette personne. Dites sur cette page que vous vous en occupez, puis que vous avez répondu\u00a0:
elle le verra, et personne d’autre ne s’en chargera deux fois.

${lien}
`,
})

export const demanderAvis = (
  a: { readonly nom: string; readonly courriel: string },
  p: {
    readonly nom: string
    readonly raison: string
    readonly cooperative: string
    readonly departement: string
  },
  lien: string,
): Sans => ({
  a: a.courriel,
  deLaPart: union,
  objet: `Votre avis\u00a0: ${bref(p.nom, 120)} (${p.departement})`,
  texte: `${saluer(bref(a.nom, 80))}

${bref(p.cooperative, 200)} propose un pôle aux coopératives de l’Union\u00a0: ${bref(p.nom, 120)}.

${bref(p.raison, 2000)}

Votre avis éclaire celles qui le signent\u00a0; il ne bloque pas. Le donner, en deux lignes\u00a0:

${lien}
`,
})

/** Une coopérative à qui l’on demande une place n’a promis aucun délai. */
export const accuserDemande = (
  e: Ecrit,
  { chez, place }: { readonly chez: string; readonly place: boolean },
  lien: string,
): Sans => ({
  a: e.courriel,
  deLaPart: union,
  objet: 'Votre message est parti',
  texte: `${saluer(bref(e.nom, 80))}

Votre message est chez ${bref(chez, 120)}, qui ${place ? 'vous répond elle-même' : 'répond d’ordinaire sous trois jours ouvrés'}. Où il en est\u00a0:

${lien}
`,
})

export const confirmerCandidature = (
  c: { readonly courriel: string; readonly prenom: string; readonly nom: string },
  prochaine: string,
  lien: string,
): Sans => ({
  a: c.courriel,
  deLaPart: union,
  objet: `Inscrire ${bref(c.nom, 120)}`,
  texte: `${saluer(bref(c.prenom, 80))}

L’inscription de ${bref(c.nom, 200)} est prête. Il reste à confirmer que cette adresse est la vôtre, et à choisir un mot de passe\u00a0:

${lien}
${prochaine ? `\nLa prochaine rencontre\u00a0: ${prochaine}.\n` : ''}
Sans cela, tout s’efface dans ${compter(JOURS_SANS_PREUVE.message, 'jour')}. Si vous n’avez rien demandé, il n’y a rien à faire.
`,
})

export const confirmerLettre = (courriel: string, lien: string): Sans => ({
  a: courriel,
  deLaPart: union,
  objet: 'Confirmez votre abonnement à la lettre',
  texte: `Bonjour,

Cette adresse demande à recevoir la lettre de l’Union. Pour la recevoir, ouvrez cette page et confirmez\u00a0:

${lien}

Sans cela, rien ne partira, et la demande s’efface dans ${compter(JOURS_SANS_PREUVE.lettre, 'jour')}.
`,
})

/** Qui la reçoit déjà et la redemande : de quoi en changer, rien d'autre. */
export const dejaAbonne = (courriel: string, choix: string): Sans => ({
  a: courriel,
  deLaPart: union,
  objet: 'Vous recevez déjà la lettre',
  texte: `Bonjour,

Cette adresse reçoit déjà la lettre de l’Union. Pour changer ce qui vous en arrive\u00a0:

${choix}

Si vous n’avez rien demandé, il n’y a rien à faire.
`,
})

/** La lettre elle-même, dans la boîte d'une personne : se désinscrire est au bout, et dans l'en-tête. */
export const lettre = (
  courriel: string,
  objet: string,
  contenu: string,
  liens: { readonly fin: string; readonly choix: string },
): Sans => ({
  a: courriel,
  deLaPart: union,
  objet,
  desinscription: liens.fin,
  texte: `${contenu}

--
Vous recevez cette lettre parce que vous l’avez demandée, puis confirmée. Changer ce que vous recevez\u00a0:
${liens.choix}
Ne plus la recevoir\u00a0:
${liens.fin}
`,
})
