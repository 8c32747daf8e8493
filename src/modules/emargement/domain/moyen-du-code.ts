/** Par où part le code qui s’ajoute à un lien, et comment on le dit sans le montrer. Pur. */
import { lireMobile } from '#kernel/telephone.ts'

export type MoyenDuCode =
  | { readonly par: 'sms' | 'courriel'; readonly a: string }
  /** Ni mobile ni courriel : on signe avec qui forme. */
  | { readonly par: 'aucun' }

/** « 06 •• •• •• 78 », « f•••@exemple.example » : de quoi le reconnaître, rien à en apprendre. */
const masquerNumero = (numero: string): string => `•• •• •• ${numero.slice(-2)}`
const masquerCourriel = (adresse: string): string => {
  const [compte = '', domaine = ''] = adresse.split('@')
  return `${compte.slice(0, 1)}•••@${domaine}`
}

/** Le SMS d’abord, quand la coopérative a une passerelle et la personne un mobile ; à défaut le courriel. */
export const moyenDuCode = (m: {
  readonly courriel: string | null
  readonly telephone: string | null
  readonly sms: boolean
}): MoyenDuCode => {
  const mobile = m.sms && m.telephone ? lireMobile(m.telephone) : undefined
  if (mobile) return { par: 'sms', a: masquerNumero(mobile) }
  return m.courriel ? { par: 'courriel', a: masquerCourriel(m.courriel) } : { par: 'aucun' }
}
