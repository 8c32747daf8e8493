import { sql } from 'kysely'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Portee } from '#platform/db/access.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'

/** Un membre de l'organisme, présent ou passé. En attente : il n'a pas accepté, son nom est celui de l'invitation. */
export type Adhesion = {
  readonly compte: PersonneId
  readonly courriel: string
  readonly prenom: string
  readonly nom: string
  readonly roles: readonly string[]
  readonly portee: Portee
  /** Jours civils ; `au` est le dernier jour, null s'il n'est pas fixé. */
  readonly du: string
  readonly au: string | null
  readonly enAttente: boolean
}

type Ligne = Omit<Adhesion, 'portee'> & { toutes: boolean; activites: ActiviteId[] }

/** Les membres de l'organisme de la transaction, passés compris (le journal les nomme). Vide pour le porteur d'un lien. */
export const adhesions = async (tx: TenantTx): Promise<Adhesion[]> => {
  const { rows } = await sql<Ligne>`select compte, courriel, prenom, nom, roles, toutes, activites, du, au,
    en_attente as "enAttente" from porte.adhesions() order by nom, prenom, compte`.execute(tx)
  return rows.map(({ toutes, activites, ...reste }) => ({ ...reste, portee: toutes ? '*' : activites }))
}

/** Ceux dont l’accès vaut ce jour (`AAAA-MM-JJ`), début et fin compris. */
export const presentes = <M extends Pick<Adhesion, 'du' | 'au' | 'enAttente'>>(
  membres: readonly M[],
  jour: string,
): readonly M[] => membres.filter((m) => !m.enAttente && m.du <= jour && (m.au === null || jour <= m.au))

export type Invitation = {
  readonly courriel: string
  readonly prenom: string
  readonly nom: string
  readonly roles: readonly string[]
  readonly portee: Portee
  /** Le dernier jour de l'accès, `AAAA-MM-JJ` ; null : sans fin. */
  readonly au?: string | null | undefined
}

export type RefusAdhesion = Refus<
  | 'interdit'
  | 'deja-membre'
  | 'enseigne-inconnue'
  | 'introuvable'
  | 'dernier'
  | 'vide'
  | 'terme-passe'
  | 'auditeur-borne'
>

const phrases = {
  interdit: 'Seules l’administration et la direction de la coopérative changent son équipe.',
  'deja-membre': 'Cette adresse est déjà celle d’un membre de la coopérative.',
  'enseigne-inconnue': 'L’une des enseignes choisies n’est pas de cette coopérative.',
  introuvable: 'Cette personne ne fait pas partie de la coopérative.',
  dernier:
    'Il ne resterait personne pour administrer la coopérative. Donnez d’abord ce rôle à quelqu’un d’autre, sans date de fin.',
  'terme-passe': 'Cette date est passée. Pour fermer l’accès tout de suite, retirez la personne de l’équipe.',
  'auditeur-borne':
    'Qui audite lit toute la coopérative, pour un temps\u00a0: ce rôle se tient seul, avec une date de fin.',
} as const

const non = (code: string): Result<never, RefusAdhesion> => {
  const connu = Object.hasOwn(phrases, code) ? (code as keyof typeof phrases) : 'interdit'
  return refuser(connu, phrases[connu])
}

const vide = (roles: readonly string[], portee: Portee): Result<never, RefusAdhesion> | undefined =>
  roles.length === 0
    ? refuser('vide', 'Choisissez au moins un rôle.')
    : portee !== '*' && portee.length === 0
      ? refuser('vide', 'Choisissez au moins une enseigne, ou toute la coopérative.')
      : undefined

// Un tableau passe en texte : vide, il resterait sans type.
const textes = (v: readonly string[]) => sql`${`{${v.map((t) => JSON.stringify(t)).join(',')}}`}::text[]`
const enseignes = (p: Portee) => sql`${p === '*' ? '{}' : `{${p.join(',')}}`}::uuid[]`

/**
 * Invite, ou réinvite ; le lien part par courriel, fait par une tâche. Rien ne dit si l'adresse avait un compte.
 * La base vérifie que la personne qui demande administre la coopérative (ou qu'une tâche demande).
 */
export const inviter = async (
  tx: TenantTx,
  { courriel, prenom, nom, roles, portee, au = null }: Invitation,
): Promise<Result<PersonneId, RefusAdhesion>> => {
  const manque = vide(roles, portee)
  if (manque) return manque
  const { rows } = await sql<{
    resultat: string
    compte: PersonneId
  }>`select resultat, compte from porte.inviter(
    ${newId<'Personne'>()}::uuid, ${courriel}, ${prenom}, ${nom}, ${textes(roles)}, ${portee === '*'}, ${enseignes(portee)},
    ${au}::date)`.execute(tx)
  const r = rows[0]
  return r?.resultat === 'invitee' ? ok(r.compte) : non(r?.resultat ?? 'interdit')
}

/** Remplace rôles, portée et date de fin (`AAAA-MM-JJ`, le dernier jour ; null l'ôte). */
export const changerAdhesion = async (
  tx: TenantTx,
  compte: PersonneId,
  roles: readonly string[],
  portee: Portee,
  au: string | null = null,
): Promise<Result<true, RefusAdhesion>> => {
  const manque = vide(roles, portee)
  if (manque) return manque
  const { rows } = await sql<{
    r: string
  }>`select porte.changer_adhesion(${compte}::uuid, ${textes(roles)}, ${portee === '*'}, ${enseignes(portee)}, ${au}::date) as r`.execute(
    tx,
  )
  return rows[0]?.r === 'fait' ? ok(true) : non(rows[0]?.r ?? 'interdit')
}

/** Ferme la porte à l'instant : la session en cours de la personne n'ouvre plus cet organisme. */
export const retirerAdhesion = async (
  tx: TenantTx,
  compte: PersonneId,
): Promise<Result<true, RefusAdhesion>> => {
  const { rows } = await sql<{ r: string }>`select porte.retirer_adhesion(${compte}::uuid) as r`.execute(tx)
  return rows[0]?.r === 'fait' ? ok(true) : non(rows[0]?.r ?? 'interdit')
}

/** Ferme toutes les sessions d’une personne de l’équipe : elle entre de nouveau avec son mot de passe. */
export const deconnecterMembre = async (
  tx: TenantTx,
  compte: PersonneId,
): Promise<Result<true, RefusAdhesion>> => {
  const { rows } = await sql<{ r: string }>`select porte.deconnecter_membre(${compte}::uuid) as r`.execute(tx)
  return rows[0]?.r === 'fait' ? ok(true) : non(rows[0]?.r ?? 'interdit')
}

/** Le second facteur que la coopérative demande : à partir de quand (`AAAA-MM-JJ`), et qui, de l’équipe, n’en a pas. Rien pour qui ne la règle pas. */
export const exigenceSecondFacteur = async (
  tx: TenantTx,
): Promise<{ readonly du: string | null; readonly sans: readonly PersonneId[] } | undefined> => {
  const { rows } = await sql<{ du: string | null; sans: PersonneId[] }>`select du, sans
    from porte.exigence_second_facteur()`.execute(tx)
  return rows[0]
}

/** Dans tant de jours, quatre-vingt-dix au plus ; `null` : la coopérative n’en demande plus. */
export const exigerSecondFacteur = async (
  tx: TenantTx,
  jours: number | null,
): Promise<Result<true, RefusAdhesion>> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.exiger_second_facteur(${jours}::integer) as r`.execute(tx)
  return rows[0]?.r ? ok(true) : non('interdit')
}

export type VisiteDAssistance = {
  readonly id: string
  readonly agent: string
  readonly motif: string
  readonly ouverteLe: Date
  readonly expireLe: Date
  readonly fermeeLe: Date | null
  readonly pages: readonly string[]
}

/** Qui est venu regarder, pourquoi, quand, quelles pages. */
export const assistances = async (tx: TenantTx): Promise<VisiteDAssistance[]> => {
  const { rows } = await sql<VisiteDAssistance>`select id, agent, motif, ouverte_le as "ouverteLe",
    expire_le as "expireLe", fermee_le as "fermeeLe", pages from porte.assistances()`.execute(tx)
  return rows
}

/** Jusqu’à quand la coopérative accepte qu’on vienne l’assister (rien : elle ne l’accepte pas), et si la personne en décide. */
export type AccordDAssistance = { readonly jusqua: Date | null; readonly regle: boolean }

export const accordDAssistance = async (tx: TenantTx): Promise<AccordDAssistance> => {
  const { rows } =
    await sql<AccordDAssistance>`select jusqua, regle from porte.accord_d_assistance()`.execute(tx)
  return rows[0] ?? { jusqua: null, regle: false }
}

/** Accepte les visites pour tant d’heures, ou les refuse (`null`) et ferme celle qui est en cours. Faux : la personne n’en décide pas. */
export const accepterAssistance = async (tx: TenantTx, heures: number | null): Promise<boolean> => {
  const { rows } = await sql<{
    r: boolean
  }>`select porte.accepter_assistance(${heures}::integer) as r`.execute(tx)
  return rows[0]?.r === true
}
