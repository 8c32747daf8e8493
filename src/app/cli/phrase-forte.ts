import { jugerPhrase } from '#modules/comptes/index.ts'
import { SauvegardeError } from '#platform/sauvegarde/archive.ts'

/**
 * La phrase d’une sauvegarde garde toute l’instance, clés comprises, chez qui la trouve : la règle des mots de passe, qui refuse ceux
 * que l’on essaie d’abord. À l’écriture seulement : une sauvegarde d’hier s’ouvre avec sa phrase d’hier.
 */
export const exigerPhraseForte = (phrase: string): string => {
  const refus = jugerPhrase(phrase)
  if (refus) throw new SauvegardeError(`Cette phrase de passe ne convient pas. ${refus.phrase}`)
  return phrase
}
