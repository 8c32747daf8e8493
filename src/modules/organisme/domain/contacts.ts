import type { Role } from './droits.ts'

/**
 * Pour quoi l’on appelle, et le rôle de qui répond, dans l’ordre où l’on cherche. Qui forme ou audite n’y est pas : on l’appelle
 * pour sa session, ou pour son audit.
 */
export const sujets = [
  ['Une inscription, une convocation, un papier', 'assistant'],
  ['Une offre, le planning, une intervention', 'responsable-pedagogique'],
  ['Une proposition, la clientèle', 'commercial'],
  ['Un handicap, un besoin d’adaptation', 'referent-handicap'],
  ['Une réclamation, la qualité, un audit', 'referent-qualite'],
  ['Une facture, un règlement', 'comptable'],
  ['Un visa, une enseigne', 'equipe-appui'],
  ['Des données personnelles, un droit d’accès', 'dpo'],
  ['Un accès, un rôle, un réglage', 'administration'],
  ['Une décision, une signature', 'responsable'],
] as const satisfies readonly (readonly [string, Role])[]

/** Qui appeler pour quoi. Hors d’une CAE, le visa et les enseignes n’y sont que si une personne est de l’équipe d’appui. */
export const quiAppeler = <M extends { readonly roles: readonly string[] }>(
  membres: readonly M[],
  cae: boolean,
): { readonly sujet: string; readonly role: Role; readonly membres: readonly M[] }[] =>
  sujets
    .map(([sujet, role]) => ({ sujet, role, membres: membres.filter((m) => m.roles.includes(role)) }))
    .filter(({ role, membres }) => role !== 'equipe-appui' || cae || membres.length > 0)
