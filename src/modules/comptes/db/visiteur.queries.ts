import { sql } from 'kysely'
import type { ActiviteId, OrganismeId, PersonneId } from '#kernel/id.ts'
import type { Database, PublicTx, TenantTx } from '#platform/db/index.ts'

/** Qui tient ce témoin, d'une seule question ; `etat` vaut « second-facteur » tant que le code manque. */
export type LigneVisiteur = {
  readonly etat: 'ouverte' | 'second-facteur'
  readonly compte: PersonneId
  readonly courriel: string
  readonly prenom: string
  readonly nom: string
  readonly organisme: OrganismeId | null
  readonly code: string | null
  readonly organismeNom: string | null
  readonly activite: ActiviteId | null
  readonly activiteNom: string | null
  readonly roles: string[]
  readonly assistance: boolean
  readonly assistanceFin: Date | null
  readonly administreInstance: boolean
  readonly organismes: number
  /** Enseignes ouvertes où la personne peut agir, dans l'organisme en cours. */
  readonly enseignes: number
  /** Assistance, ou auditeur : la base n'ouvre que des transactions en lecture. */
  readonly lectureSeule: boolean
  /** Dernier jour de l'accès, `AAAA-MM-JJ`. */
  readonly jusque: string | null
  /** Elle administrerait l’instance si elle avait un second facteur. */
  readonly instanceFermee: boolean
  /** Le jour (`AAAA-MM-JJ`) à partir duquel sa coopérative ne s’ouvre plus à elle sans second facteur. Passé, `organisme` est nul. */
  readonly codeDu: string | null
  /** L’organisme en cours est une coopérative d’activité et d’emploi. */
  readonly cae: boolean
}

const o = (empreinte: Uint8Array) => sql`${Buffer.from(empreinte)}::bytea`

const visiteur = (empreinte: Uint8Array) =>
  sql<LigneVisiteur>`select etat, compte, courriel, prenom, nom, organisme, code,
      organisme_nom as "organismeNom", activite, activite_nom as "activiteNom", roles, assistance,
      assistance_fin as "assistanceFin", administre_instance as "administreInstance", organismes,
      enseignes, lecture_seule as "lectureSeule", jusque, instance_fermee as "instanceFermee", code_du as "codeDu", cae
      from porte.visiteur(${o(empreinte)})`

export const lireVisiteur = async (
  db: Pick<Database, 'seule'>,
  empreinte: Uint8Array,
): Promise<LigneVisiteur | undefined> => (await db.seule(visiteur(empreinte)))[0]

/** La même question, dans la transaction d'une page. */
export const relireVisiteur = async (
  tx: PublicTx,
  empreinte: Uint8Array,
): Promise<LigneVisiteur | undefined> => (await visiteur(empreinte).execute(tx)).rows[0]

export type OrganismeDuCompte = {
  readonly organisme: OrganismeId
  readonly code: string
  readonly nom: string
  readonly enAttente: boolean
  readonly courant: boolean
}

export const mesOrganismes = (db: Database, empreinte: Uint8Array): Promise<OrganismeDuCompte[]> =>
  db.withoutTenant(async (tx) => {
    const { rows } =
      await sql<OrganismeDuCompte>`select organisme, code, nom, en_attente as "enAttente", courant from porte.mes_organismes(${o(empreinte)})`.execute(
        tx,
      )
    return rows
  })

/** Choisir un organisme dont l'invitation attend l'accepte. Faux : ce n'est pas l'un des siens. */
export const choisirOrganisme = (
  db: Database,
  empreinte: Uint8Array,
  organisme: OrganismeId,
  activite: ActiviteId | null = null,
): Promise<boolean> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{
      r: boolean
    }>`select porte.choisir_organisme(${o(empreinte)}, ${organisme}::uuid, ${activite}::uuid) as r`.execute(
      tx,
    )
    return rows[0]?.r === true
  })

export type EnseigneDuCompte = {
  readonly enseigne: ActiviteId
  readonly nom: string
  readonly commune: boolean
  readonly choisie: boolean
}

/** Les enseignes ouvertes que l'on peut choisir dans l'organisme en cours, la commune d'abord. */
export const mesEnseignes = (db: Database, empreinte: Uint8Array): Promise<EnseigneDuCompte[]> =>
  db.withoutTenant(async (tx) => {
    const { rows } =
      await sql<EnseigneDuCompte>`select enseigne, nom, commune, choisie from porte.mes_enseignes(${o(empreinte)})`.execute(
        tx,
      )
    return rows
  })

/** Où consigner ce que cette session décide pour sa coopérative : l’enseigne choisie, sinon la commune, sinon la première des siennes. */
export const enseigneDeLaSession = async (
  tx: TenantTx,
  empreinte: Uint8Array,
): Promise<ActiviteId | undefined> => {
  const { rows } = await sql<{
    enseigne: ActiviteId
  }>`select enseigne from porte.mes_enseignes(${o(empreinte)})
    order by choisie desc, commune desc, nom, enseigne limit 1`.execute(tx)
  return rows[0]?.enseigne
}

export type SessionOuverte = {
  readonly id: string
  readonly creeLe: Date
  readonly vueLe: Date
  readonly agent: string
  readonly courante: boolean
}

export const mesSessions = (db: Database, empreinte: Uint8Array): Promise<SessionOuverte[]> =>
  db.withoutTenant(async (tx) => {
    const { rows } =
      await sql<SessionOuverte>`select id, cree_le as "creeLe", vue_le as "vueLe", agent, courante from porte.mes_sessions(${o(empreinte)})`.execute(
        tx,
      )
    return rows
  })

/** Écrit qu'une page a été regardée en assistance, dans sa propre transaction, validée avant de rien lire. */
export const tracer = (db: Database, empreinte: Uint8Array, chemin: string): Promise<boolean> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{ r: boolean }>`select porte.tracer(${o(empreinte)}, ${chemin}) as r`.execute(
      tx,
    )
    return rows[0]?.r === true
  })

export const ouvrirAssistance = (
  db: Database,
  empreinte: Uint8Array,
  code: string,
  motif: string,
  minutes: number,
): Promise<'ouverte' | 'introuvable' | 'interdit' | 'sans-accord'> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{
      r: 'ouverte' | 'introuvable' | 'interdit' | 'sans-accord'
    }>`select porte.ouvrir_assistance(${o(empreinte)}, ${code}, ${motif}, ${minutes}::integer) as r`.execute(
      tx,
    )
    return rows[0]?.r ?? 'interdit'
  })

export const fermerAssistance = (db: Database, empreinte: Uint8Array): Promise<boolean> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{ r: boolean }>`select porte.fermer_assistance(${o(empreinte)}) as r`.execute(
      tx,
    )
    return rows[0]?.r === true
  })

/** Vrai tant qu'aucun compte n'existe : la page des premiers pas se montre. */
export const estAFonder = (db: Database): Promise<boolean> =>
  db.withoutTenant(async (tx) => {
    const { rows } = await sql<{ r: boolean }>`select porte.est_a_fonder() as r`.execute(tx)
    return rows[0]?.r === true
  })
