import { compter, saluer, tronquer, uneLigne } from '#kernel/texte.ts'
import { formaterInstant } from '#kernel/zones.ts'
import type { Message } from '#platform/mail/mail.ts'
import type { AvisEnVeille } from '../domain/veille.ts'
import { avisUrl, marchesUrl, profilUrl } from '../liens.ts'

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
