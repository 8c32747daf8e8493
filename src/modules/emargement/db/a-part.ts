/** Le plan, les éléments probants et les listes de connexion d’une session. */
import { sql } from 'kysely'
import type { ActiviteId, Id } from '#kernel/id.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type {
  ActivitePrevue,
  ConnexionASeance,
  ElementProbant,
  GenreElement,
  PrevueId,
} from '../domain/a-part.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId, SeanceId } from '../domain/signer-demi-journee.ts'

export type ListeId = Id<'ListeConnexion'>

export type Logiciel = 'zoom' | 'bigbluebutton' | 'teams' | 'meet' | 'webex'

export const lirePlan = async (tx: TenantTx, session: SessionId): Promise<ActivitePrevue[]> => {
  const { rows } =
    await sql<ActivitePrevue>`select id, genre, intitule, minutes from emargement.activite_prevue
    where organisme_id = (select app.organisme()) and session_id = ${session}::uuid and retiree_le is null
    order by rang, id`.execute(tx)
  return rows
}

/** Les éléments qui valent : ni une annulation, ni ce qu’elle annule. */
export const lireElements = async (tx: TenantTx, session: SessionId): Promise<ElementProbant[]> => {
  const { rows } = await sql<
    Omit<ElementProbant, 'fichier'> & { fichier: string | null; nom: string | null }
  >`select e.id, e.genre, e.inscription_id as inscription, e.prevue_id as prevue, e.le, e.minutes, e.intitule, e.canal,
      e.delai_heures as "delaiHeures", e.resultat, e.fichier, e.fichier_nom as nom
    from emargement.element_probant e
    where e.organisme_id = (select app.organisme()) and e.session_id = ${session}::uuid and e.genre <> 'annulation'
      and not exists (select from emargement.element_probant a where a.organisme_id = e.organisme_id and a.annule_id = e.id)
    order by e.le, e.note_le, e.id`.execute(tx)
  return rows.map(({ fichier, nom, ...e }) => ({
    ...e,
    fichier: fichier ? { empreinte: fichier, nom: nom ?? '' } : null,
  }))
}

export type ConnexionLue = {
  readonly rang: number
  readonly nom: string
  readonly courriel: string | null
  readonly debutLe: Date | null
  readonly finLe: Date | null
  readonly minutes: number
  /** Nulle : personne ne l’a confirmée, ou ce n’est personne d’inscrit. */
  readonly inscription: InscriptionId | null
  readonly confirmee: boolean
}

export type ListeLue = {
  readonly id: ListeId
  readonly seance: SeanceId
  readonly logiciel: Logiciel
  readonly fichier: string
  readonly fichierNom: string
  readonly recueLe: Date
  readonly connexions: readonly ConnexionLue[]
}

export const lireListes = async (tx: TenantTx, session: SessionId): Promise<ListeLue[]> => {
  const { rows } = await sql<
    Omit<ListeLue, 'connexions'> & {
      connexions: (Omit<ConnexionLue, 'debutLe' | 'finLe'> & {
        debutLe: string | null
        finLe: string | null
      })[]
    }
  >`select l.id, l.seance_id as seance, l.logiciel, l.fichier, l.fichier_nom as "fichierNom", l.recue_le as "recueLe",
      (select coalesce(jsonb_agg(jsonb_build_object('rang', c.rang, 'nom', c.nom, 'courriel', c.courriel, 'debutLe', c.debut_le,
          'finLe', c.fin_le, 'minutes', c.minutes, 'inscription', r.inscription_id, 'confirmee', r.version is not null) order by c.rang), '[]')
        from emargement.connexion c
          left join lateral (select x.version, x.inscription_id from emargement.rapprochement x where x.organisme_id = c.organisme_id
            and x.connexion_id = c.id order by x.version desc limit 1) r on true
        where c.organisme_id = l.organisme_id and c.liste_id = l.id) as connexions
    from emargement.liste_connexion l join sessions.seance se on se.organisme_id = l.organisme_id and se.id = l.seance_id
    where l.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid order by l.recue_le, l.id`.execute(
    tx,
  )
  return rows.map((l) => ({
    ...l,
    connexions: l.connexions.map((c) => ({
      ...c,
      debutLe: c.debutLe ? new Date(c.debutLe) : null,
      finLe: c.finLe ? new Date(c.finLe) : null,
    })),
  }))
}

/** Les séances de la session qui ont une liste de connexion, et ce qu’elles disent de chaque inscription. */
export const connexionsDe = async (
  tx: TenantTx,
  session: SessionId,
): Promise<(inscription: InscriptionId) => ConnexionASeance[]> => {
  const { rows } = await sql<{
    seance: SeanceId
    rapproches: InscriptionId[]
  }>`select l.seance_id as seance,
      coalesce(array_agg(r.inscription_id::text) filter (where r.inscription_id is not null), '{}') as rapproches
    from emargement.liste_connexion l
      join sessions.seance se on se.organisme_id = l.organisme_id and se.id = l.seance_id
      left join emargement.connexion c on c.organisme_id = l.organisme_id and c.liste_id = l.id
      left join lateral (select x.inscription_id from emargement.rapprochement x where x.organisme_id = c.organisme_id
        and x.connexion_id = c.id order by x.version desc limit 1) r on true
    where l.organisme_id = (select app.organisme()) and se.session_id = ${session}::uuid
    group by l.seance_id`.execute(tx)
  return (inscription) =>
    rows.map(({ seance, rapproches }) => ({
      seance,
      sienne: rapproches.includes(inscription),
      rapprochee: rapproches.length > 0,
    }))
}

export type Prevoir = {
  readonly id: PrevueId
  readonly activite: ActiviteId
  readonly session: SessionId
  readonly genre: ActivitePrevue['genre']
  readonly intitule: string
  readonly minutes: number
  readonly le: Date
}

export type Noter = Omit<ElementProbant, 'genre'> & {
  readonly genre: GenreElement
  readonly activite: ActiviteId
  readonly session: SessionId
  readonly noteLe: Date
}

export type LigneDeListe = Pick<ConnexionLue, 'nom' | 'courriel' | 'debutLe' | 'finLe' | 'minutes'>
