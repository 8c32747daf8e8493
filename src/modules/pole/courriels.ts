/** Les courriels du pôle, en texte brut : des faits, une adresse, et rien à cliquer pour rien. */
import { tronquer, uneLigne } from '#kernel/texte.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { Pole } from './db/poles.ts'
import type { Reunion } from './db/reunions.ts'
import { poleUrl, reunionUrl } from './liens.ts'
import { direQuand, formats } from './pages/dire.ts'

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
  texte: `Bonjour ${a.prenom},

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
  objet: `Bienvenue\u00a0: votre coopérative est de ${bref(pole.nom)}`,
  texte: `Bonjour ${a.prenom},

Votre coopérative fait maintenant partie de ${pole.nom}.
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
  texte: `Bonjour ${a.prenom},

Votre demande de rejoindre ${pole.nom} est arrivée. Les personnes qui animent le pôle la visent\u00a0; vous
recevrez leur réponse ici.

${direProchaine(prochaine)}
`,
})
