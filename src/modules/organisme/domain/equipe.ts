import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enumerer } from '#kernel/texte.ts'
import { type Role, roles, rolesSensibles } from './droits.ts'

export const rolesOfferts = Object.keys(roles) as Role[]

/**
 * La date de fin d'un accès est le dernier jour où il vaut. L'auditeur en a toujours une, et ne tient que ce rôle : avec
 * un autre il écrirait. Règle de ce logiciel ; aucun texte ne fixe la durée d'un audit, elle n'est donc pas bornée.
 */
export const bornerAcces = (
  choisis: readonly string[],
  au: DateCivile | undefined,
  jour: DateCivile,
): Result<true, Refus<'auditeur-seul' | 'terme-manquant' | 'terme-passe'>> => {
  if (choisis.includes('auditeur') && choisis.length > 1)
    return refuser(
      'auditeur-seul',
      'Qui audite lit et ne change rien\u00a0: ce rôle ne se donne pas avec un autre.',
    )
  if (choisis.includes('auditeur') && au === undefined)
    return refuser(
      'terme-manquant',
      'Qui audite lit pour un temps\u00a0: écrivez le dernier jour de son accès.',
    )
  if (au !== undefined && au < jour)
    return refuser(
      'terme-passe',
      'Cette date est passée. Pour fermer l’accès tout de suite, retirez la personne de l’équipe.',
    )
  return ok(true)
}

/**
 * L'administration règle les comptes et ne signe rien : elle ne peut donc ni se faire responsable, ni défaire un
 * responsable, ni donner (à elle-même pas plus qu’à d’autres) ou prolonger un rôle qui ouvre des données sensibles. Elle en retire :
 * fermer un accès n’attend personne. `prolonge` : l’accès finira plus tard qu’avant, et ses rôles se donnent donc de nouveau.
 */
export const donnerRoles = (
  acteur: readonly string[],
  avant: readonly string[],
  apres: readonly string[],
  prolonge = false,
): Result<true, Refus<'responsable-reserve' | 'role-reserve'>> => {
  if (acteur.includes('responsable')) return ok(true)
  if (avant.includes('responsable') !== apres.includes('responsable'))
    return refuser(
      'responsable-reserve',
      'Seule une personne responsable donne ou retire le rôle de responsable : il emporte la signature.',
    )
  const reserves = rolesSensiblesDonnes(prolonge ? [] : avant, apres)
  return reserves.length === 0
    ? ok(true)
    : refuser(
        'role-reserve',
        `Seule la direction donne ou prolonge ce qui ouvre des données sensibles\u00a0: ${enumerer(reserves.map((r) => roles[r].nom))}.`,
      )
}

/** Ceux que la personne reçoit et qu’elle n’avait pas : la direction et elle en sont prévenues. */
export const rolesSensiblesDonnes = (avant: readonly string[], apres: readonly string[]): readonly Role[] =>
  rolesSensibles.filter((r) => apres.includes(r) && !avant.includes(r))
