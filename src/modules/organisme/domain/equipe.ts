import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { type Role, roles } from './droits.ts'

/** Un auditeur n'a jamais qu'un accès daté, que l'invitation ne sait pas encore borner : il ne s'offre pas ici. */
export const rolesOfferts = (Object.keys(roles) as Role[]).filter((r) => r !== 'auditeur')

/**
 * L'administration règle les comptes et ne signe rien : elle ne peut donc ni se faire responsable, ni défaire un
 * responsable. Le reste va à qui gère les membres.
 */
export const donnerRoles = (
  acteur: readonly string[],
  avant: readonly string[],
  apres: readonly string[],
): Result<true, Refus<'responsable-reserve'>> =>
  avant.includes('responsable') !== apres.includes('responsable') && !acteur.includes('responsable')
    ? refuser(
        'responsable-reserve',
        'Seule une personne responsable donne ou retire le rôle de responsable : il emporte la signature.',
      )
    : ok(true)
