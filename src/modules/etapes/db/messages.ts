/** Les messages d’une étape ou d’un écrit, un par adresse : la clé est l’arbitre. */
import { sql } from 'kysely'
import type { ActiviteId } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Raison } from '../domain/raisons.ts'
import type { EtatEnvoi } from './envois.ts'

export type Voulu = {
  readonly activite: ActiviteId
  readonly session: string | null
  readonly code: string
  readonly ecrit: string | null
  /** Ce qui fait qu’un second n’est pas un autre : l’étape ou l’écrit, et la cible. */
  readonly cle: string
  readonly adresseCle: Buffer
  readonly personne: string | null
  readonly inscription: string | null
  /** Prénom et nom, entiers. */
  readonly nom: string
  readonly courriel: string
}

export type MessageLu = {
  readonly id: string
  readonly activite: ActiviteId
  readonly session: string | null
  readonly code: string
  readonly ecrit: string | null
  readonly personne: string | null
  readonly inscription: string | null
  readonly prenom: string | null
  readonly nom: string
  readonly courriel: string
  readonly deposeLe: Date
  readonly par: string | null
  readonly etat: EtatEnvoi | null
  readonly raison: Raison | null
  readonly le: Date | null
}

/** L’identifiant sous lequel le courriel part, et sa trace se lit. */
export const idDuCourriel = (message: string): string => `etape-${message}`

const lire = async (tx: TenantTx, ou: ReturnType<typeof sql>): Promise<MessageLu[]> =>
  (
    await sql<MessageLu>`select m.id, m.activite_id as activite, m.session_id as session, m.code, m.ecrit_id as ecrit, m.personne_id as personne,
      m.inscription_id as inscription, p.prenom, m.nom, m.courriel, m.depose_le as "deposeLe", m.par, x.etat, x.raison, x.le
    from etapes.message m left join etapes.envoi x on x.organisme_id = m.organisme_id and x.message = 'etape-' || m.id::text
      left join tiers.personne p on p.organisme_id = m.organisme_id and p.id = m.personne_id
    where m.organisme_id = (select app.organisme()) and ${ou} order by m.nom, m.id limit 5000`.execute(tx)
  ).rows

export const lireMessage = async (tx: TenantTx, id: string): Promise<MessageLu | undefined> =>
  (await lire(tx, sql`m.id = ${id}::uuid`))[0]

export const messagesDeLaSession = (tx: TenantTx, session: string): Promise<MessageLu[]> =>
  lire(tx, sql`m.session_id = ${session}::uuid`)

export const messagesDeLEcrit = (tx: TenantTx, ecrit: string): Promise<MessageLu[]> =>
  lire(tx, sql`m.ecrit_id = ${ecrit}::uuid`)
