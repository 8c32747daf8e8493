import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import { derivePassword } from '#platform/auth/password.ts'
import type { Portee } from '#platform/db/access.ts'
import { type MaintenanceTx, newId } from '#platform/db/index.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { normaliserMotDePasse } from '../domain/mot-de-passe.ts'

export type CompteVoulu = {
  readonly id?: PersonneId
  readonly courriel: string
  readonly prenom?: string
  readonly nom: string
  /** Absent : invité, sans mot de passe. */
  readonly motDePasse?: string
  /** Ce que coûte la dérivation ; presque rien si ce n’est pas dit. */
  readonly parametres?: string
  readonly administreInstance?: boolean
}

/**
 * Une dérivation cent fois moins chère que celle des vrais comptes. Un compte garde ses paramètres : chaque connexion
 * d’essai coûte alors moins d’une milliseconde de calcul. Ce que la base donne aux vrais comptes s’éprouve dans `portes.itest.ts`
 * et `pages.itest.ts`.
 */
const parametresDEssai = 'argon2id m=1024 t=1 p=1'

/** Pose un compte tel quel, sous la maintenance : pour les essais, jamais pour une page. */
export const poserCompte = async (tx: MaintenanceTx, keys: Keys, c: CompteVoulu): Promise<PersonneId> => {
  const id = c.id ?? newId<'Personne'>()
  await sql`insert into compte.compte (id, courriel, prenom, nom, administre_instance)
    values (${id}, ${c.courriel}, ${c.prenom ?? ''}, ${c.nom}, ${c.administreInstance ?? false})`.execute(tx)
  if (c.motDePasse !== undefined) {
    const sel = randomBytes(16)
    const parametres = c.parametres ?? parametresDEssai
    const derivee = await derivePassword(keys, normaliserMotDePasse(c.motDePasse), sel, parametres)
    await sql`update compte.compte set sel = ${sel}, parametres = ${parametres}, derivee = ${empreinteDe(derivee)}
      where id = ${id}`.execute(tx)
  }
  return id
}

/** La base garde SHA-256 de la dérivée. */
const empreinteDe = (derivee: Buffer) => sql`sha256(${derivee}::bytea)`

export type AdhesionVoulue = {
  readonly organisme: OrganismeId
  readonly compte: PersonneId
  readonly roles: readonly string[]
  readonly portee?: Portee
  /** Faux : l'invitation attend. */
  readonly acceptee?: boolean
  /** Dernier jour ; un auditeur en a toujours un, lointain s'il n'est pas dit. */
  readonly au?: string
}

export const poserAdhesion = async (
  tx: MaintenanceTx,
  { organisme, compte, roles, portee = '*', acceptee = true, au }: AdhesionVoulue,
): Promise<void> => {
  const activites: readonly ActiviteId[] = portee === '*' ? [] : portee
  await sql`insert into compte.adhesion (organisme_id, compte_id, roles, toutes, activites, acceptee_le, au)
    values (${organisme}, ${compte}, ${`{${roles.map((r) => `"${r}"`).join(',')}}`}::text[], ${portee === '*'},
      ${`{${activites.join(',')}}`}::uuid[], case when ${acceptee} then now() end,
      ${au ?? (roles.includes('auditeur') ? '2099-12-31' : null)}::date)`.execute(tx)
}
