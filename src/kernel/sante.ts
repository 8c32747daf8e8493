import { plier } from './texte.ts'

/** Repliés. Un mot de plus en fait un autre : « accident de train » n’en est pas. */
const mots =
  /\b(?:malad(?:e|es|ie|ies)|arret (?:de travail|medical)|accident du travail|medica(?:l|le|ux|ment|ments)|medecin|hopital|hospitalise(?:e|s|es)?|hospitalisation|grossesse|enceinte|(?:conge )?maternite|covid|grippe|depression|cancer|burn ?out|handicap(?:e|ee|es|ees)?|fausse couche)\b/

/**
 * Un motif écrit librement parle-t-il de la santé de quelqu’un ? Rien n’oblige à le savoir pour tenir une feuille ou une inscription
 * (RGPD, art. 5 et 9). On reconnaît les mots courants, non toute tournure.
 */
export const ditLaSante = (texte: string): boolean => mots.test(plier(texte).replace(/[^a-z0-9]+/g, ' '))

export const SANS_SANTE =
  'N’écrivez rien de la santé d’une personne : « empêchée, justificatif remis » suffit, et le papier reste hors de Coforme.'
