import { compter, saluer, tronquer, uneLigne } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import type { Message } from '#platform/mail/mail.ts'
import { type DossierLu, formes, membresPresents, signauxDe } from '../domain/groupement.ts'
import { motManque } from '../domain/interet.ts'
import type { AvisEnVeille } from '../domain/veille.ts'
import { avisUrl, marchesUrl, profilUrl } from '../liens.ts'

/** Demander un avis sur un groupement : qui, pour quel lot, pourquoi ensemble, ce que la règle signale. Ni prix, ni pièce. */
export const demandeDAvis = (
  d: DossierLu,
  a: {
    readonly nom: string
    readonly question: string
    readonly repondreA: string
    readonly lien: string
  },
  cooperative: string,
): { readonly objet: string; readonly texte: string } => {
  const signaux = signauxDe(d)
  return {
    objet: `Avis demandé : ${tronquer(uneLigne(d.g.objet), 120)}`,
    texte: `${saluer(a.nom)}

${cooperative} vous demande un avis sur une réponse à plusieurs à un marché public.

Votre question : ${a.question}

Le lot : ${uneLigne(d.g.objet)}
L’acheteur : ${uneLigne(d.g.acheteur)}
La date limite : ${formaterInstant(d.g.limite, d.g.zone)}
La forme : ${d.g.forme === null ? 'à choisir' : formes[d.g.forme].nom}

Les membres, et pourquoi chacun dit en avoir besoin :
${membresPresents(d)
  .map((m) => {
    const n = d.necessites.find((x) => x.organisme === m.organisme)
    return `- ${m.nom}${m.mandataire ? ', mandataire' : ''} : ${n ? `${n.motifs.map((k) => motManque[k]).join(', ')}${n.capableSeule ? ' ; capable seule, dit-elle' : ''}. « ${n.texte} »` : 'rien d’écrit encore'}`
  })
  .join('\n')}

Ce que la règle signale : ${signaux.length === 0 ? 'rien' : ''}
${signaux.map((s) => `- ${s.dit} ${s.qui.join(', ')}.${s.source === '' ? '' : ` (${s.source})`}`).join('\n')}

Rendez votre avis ici, sans compte : ${a.lien}
Ou répondez à ${a.repondreA}. Cette demande ne porte ni prix, ni pièce.
`,
  }
}

const AVIS_DITS = 20

/** Les avis nouveaux qui passent les filtres, chacun avec son terme et pourquoi il est là. */
export const veilleDuMatin = (
  a: { readonly courriel: string; readonly prenom: string },
  neufs: readonly AvisEnVeille[],
  origine: string,
): Omit<Message, 'id'> => ({
  a: a.courriel,
  objet: `Marchés : ${compter(neufs.length, 'avis nouveau', { pluriel: 'avis nouveaux' })}`,
  texte: `${saluer(a.prenom)}

${neufs
  .slice(0, AVIS_DITS)
  .map(
    ({ lu: { avis }, limite, zone, raisons }) => `${tronquer(uneLigne(avis.objet ?? avis.idweb), 200)}
${tronquer(uneLigne(avis.acheteur.nom ?? 'Acheteur non publié'), 120)}, ${limite === null ? 'date limite non publiée ou à vérifier' : `ferme le ${formaterInstant(limite, zone)}`}
Pourquoi : ${raisons.join(' ; ') || 'aucun filtre n’est réglé'}
${origine}${avisUrl({ avis: avis.idweb })}`,
  )
  .join('\n\n')}
${neufs.length > AVIS_DITS ? `\nEt ${compter(neufs.length - AVIS_DITS, 'autre')} : ${origine}${marchesUrl()}\n` : ''}
Changer ce que vous cherchez, ou ne plus recevoir ce message : ${origine}${profilUrl()}
`,
})
