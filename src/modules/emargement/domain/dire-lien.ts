import { saluer } from '#kernel/texte.ts'
import { direOuverture } from './signer-demi-journee.ts'

/** Le courriel d’un lien d’émargement, mot pour mot : ce qui part, et ce qu’un aperçu en montre. */
export const ecrireLien = (l: {
  readonly prenom: string
  readonly intitule: string
  readonly quand: string
  readonly formateur: string
  readonly organisme: string
  readonly lien: string
  /** Minutes avant le début où la signature s’ouvre ; au début, sans rien dire. */
  readonly avanceMin?: number
  /** « 14 h 30 » : l’heure où l’on ne signe plus ; un aperçu n’en dit pas. */
  readonly fermeture?: string
  /** Celui de la coopérative ; vide : on n’appelle personne. */
  readonly telephone?: string
}): { readonly objet: string; readonly texte: string } => ({
  objet: `Signer votre présence\u00a0: ${l.quand}`,
  texte: `${saluer(l.prenom)}

Voici votre lien personnel pour signer votre présence à «\u00a0${l.intitule}\u00a0», ${l.quand}, avec ${l.formateur}.

${l.lien}

Il n’est qu’à vous et ne sert qu’une fois. La signature s’ouvre ${direOuverture(l.avanceMin ?? 0)} de la demi-journée${l.fermeture ? `, et se ferme à ${l.fermeture}` : ''}. Sans téléphone, dites-le à la personne qui forme.${l.telephone ? ` Un empêchement\u00a0? Appelez le ${l.telephone}.` : ''}

${l.organisme}
`,
})
