/**
 * Qui n’est pas commerçant ? La clause de compétence n’est valable qu’entre commerçants, et réputée non écrite sinon (CPC, art. 48).
 * Rien ne déclare la forme d’un client : ce qu’il est comme financeur, ou ce que son nom en dit, et à défaut on le tient pour
 * commerçant. Déduit : un nom qui ne dit rien peut être celui d’une association ; la clause ne lui serait alors pas opposable.
 */
import { plier } from '#kernel/texte.ts'
import type { GenreFinanceur } from './dossier.ts'

/** Des associations : les OPCO (L6332-1), Transitions Pro (L6323-17-6), les fonds des indépendants (L6332-9), l’Agefiph (L5214-1). Non relus. */
const associations: ReadonlySet<GenreFinanceur> = new Set(['opco', 'transitions-pro', 'faf', 'agefiph'])

/** Un mot entier, les points des sigles ôtés. Commerciale par sa forme (C. com., L210-1), quoi que dise le reste du nom. */
const commerciale = /(?<!\p{L})(?:sarl|eurl|sas|sasu|sa|snc|scop|scic|societe cooperative)(?!\p{L})/u
/** Associations, syndicats, mutuelles, comités ; et les sociétés civiles, que leur forme ne rend pas commerciales. */
const autres =
  /(?<!\p{L})(?:associations?|asso|loi (?:de )?1901|fondation|federation|syndicat|mutuelle|cse|comite social et economique|societe civile|sci|scp|scm|scea|gaec|earl)(?!\p{L})/u

const mots = (texte: string): string => plier(texte).replaceAll('.', '')

/** Vrai si cette forme, écrite en clair, est celle d’une société commerciale. */
export const formeCommerciale = (texte: string): boolean => commerciale.test(mots(texte))

export const nonCommercant = (c: {
  readonly nom: string
  readonly financeur: GenreFinanceur | null
}): boolean =>
  (c.financeur !== null && associations.has(c.financeur)) ||
  (!formeCommerciale(c.nom) && autres.test(mots(c.nom)))
