import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { Id, PersonneId } from '#kernel/id.ts'
import type { PublicTx, TenantTx } from '#platform/db/index.ts'
import type { ModaliteSeance } from '../domain/modalite.ts'
import type { SessionId } from '../domain/ou-et-qui.ts'

export type AbonnementId = Id<'Abonnement'>

export type GenreAbonnement = 'personne' | 'salle' | 'session' | 'pole' | 'marches'

/** Une adresse d'agenda donnée à un téléphone : celle d'une personne, d'une salle, d'une session, d'un pôle, des marchés suivis. */
export type Abonnement = {
  readonly id: AbonnementId
  readonly genre: GenreAbonnement
  readonly objet: string
  readonly nom: string
  readonly creePar: PersonneId
  readonly creeLe: Date
  readonly revoqueLe: Date | null
  /** À l'heure près. */
  readonly luLe: Date | null
}

/** Les adresses que l'on a créées ; toutes, pour qui voit toute la coopérative. Les vivantes d'abord. */
export const listerAbonnements = async (tx: TenantTx): Promise<Abonnement[]> =>
  (
    await sql<Abonnement>`select id, genre, objet_id as objet, nom, cree_par as "creePar", cree_le as "creeLe",
        revoque_le as "revoqueLe", lu_le as "luLe"
      from sessions.abonnement order by revoque_le nulls first, cree_le desc, id limit 300`.execute(tx)
  ).rows

export type SeanceAbonnee = {
  readonly seance: string
  readonly debut: Date
  readonly fin: Date
  readonly tenue: boolean
  /** Nuls : une heure prise que la portée de l'abonnement ne montre pas. */
  readonly session: SessionId | null
  readonly numero: string | null
  readonly intitule: string | null
  readonly lieu: string | null
  readonly lien: string | null
  readonly salles: string | null
  readonly modalite: ModaliteSeance | null
}

/** Par le secret, sans compte ; rien d'une adresse inconnue, révoquée, ou dont l'auteur n'est plus d'ici. */
export const lireAbonnement = async (
  tx: PublicTx,
  secret: string,
): Promise<{ readonly nom: string; readonly seances: readonly SeanceAbonnee[] } | undefined> => {
  const { rows } = await sql<
    SeanceAbonnee & { nom: string; seance: string | null }
  >`select * from porte.agenda_abonne(${Buffer.from(secret, 'base64url')})`.execute(tx)
  const nom = rows[0]?.nom
  return nom === undefined ? undefined : { nom, seances: rows.filter((l) => l.seance !== null) }
}

/** Une mission au-dehors, un prêt de la salle : des heures, fermes ou en option, sans contenu. */
export type HeurePromise = {
  readonly engagement: string
  readonly debut: Date
  readonly fin: Date
  readonly option: boolean
}
/** Ce que le même abonnement tient hors des séances d’ici ; rien si l’adresse ne s’ouvre plus. */
export const heuresPromises = async (tx: PublicTx, secret: string): Promise<readonly HeurePromise[]> =>
  (
    await sql<HeurePromise>`select engagement, debut, fin, option from porte.heures_promises(${Buffer.from(secret, 'base64url')})`.execute(
      tx,
    )
  ).rows

export type RencontreAbonnee = {
  readonly pole: string
  readonly reunion: string
  readonly debut: Date
  readonly fin: Date
  readonly tenue: boolean
  readonly titre: string
  readonly lieu: string
  readonly acces: string
  readonly visio: string
}

/**
 * De même pour l'agenda d'un pôle ; rien non plus si la coopérative de son auteur n'en est plus. `roles`, `jusque` : ce que son auteur y
 * tient ce jour ; à qui lit de juger si cela ouvre encore la vie des pôles.
 */
export const lireAbonnementDePole = async (
  tx: PublicTx,
  secret: string,
): Promise<
  | {
      readonly nom: string
      readonly rencontres: readonly RencontreAbonnee[]
      readonly roles: readonly string[]
      readonly jusque: DateCivile | null
    }
  | undefined
> => {
  const { rows } = await sql<
    RencontreAbonnee & { nom: string; reunion: string | null; roles: string[]; jusque: DateCivile | null }
  >`select * from porte.agenda_de_pole_abonne(${Buffer.from(secret, 'base64url')})`.execute(tx)
  const [tete] = rows
  if (!tete) return undefined
  const { nom, roles, jusque } = tete
  return { nom, rencontres: rows.filter((l) => l.reunion !== null), roles, jusque }
}
