/** Ce que chaque membre veut qu’on lui écrive, ce qu’on lui a dit, et son résumé du jour. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { PersonneId } from '#kernel/id.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { asGenreAvis, type Choix, type GenreAvis, type LigneDAvis, type Quand } from '../domain/avis.ts'

/** Ceux qui sont de la coopérative ce jour-là, et l’ont accepté. */
export const membresAu = async (tx: TenantTx, jour: DateCivile): Promise<readonly Adhesion[]> =>
  (await adhesions(tx)).filter((m) => !m.enAttente && m.du <= jour && (m.au === null || m.au >= jour))

/** Le membre d’ici qui a cette adresse ; rien si elle n’est pas d’un membre. */
export const membreDe = async (tx: TenantTx, courriel: string): Promise<Adhesion | undefined> =>
  (await adhesions(tx)).find((m) => !m.enAttente && m.courriel === courriel.toLowerCase())

/** Ce qu’un membre lit : ses rôles, ses enseignes. */
export type AccesDuMembre = Pick<Adhesion, 'compte' | 'roles' | 'portee'>
export const accesDuMembre = async (tx: TenantTx, compte: PersonneId): Promise<AccesDuMembre | undefined> =>
  (await adhesions(tx)).find((m) => m.compte === compte)

const tableau = (valeurs: readonly string[]) => `{${valeurs.join(',')}}`
/** Ses rôles et ses enseignes, tels qu’une nouvelle les garde ; toute la coopérative : nul. */
export const rolesEtEnseignes = ({ roles, portee }: AccesDuMembre) =>
  sql`${tableau(roles)}::text[], ${portee === '*' ? null : tableau(portee)}::uuid[]`

/** Vrai de la nouvelle `x` que cette personne a encore le droit de lire : rien ne lui fut ôté depuis qu’on la lui a dite. */
export const encorePermise = (x: string, { roles, portee }: AccesDuMembre) =>
  sql<boolean>`coalesce(${sql.ref(`${x}.roles`)} <@ ${tableau(roles)}::text[] and ${
    portee === '*' ? sql`true` : sql`${sql.ref(`${x}.enseignes`)} <@ ${tableau(portee)}::uuid[]`
  }, false)`

export const lireChoix = async (tx: TenantTx, compte: PersonneId): Promise<Choix> =>
  (await lireTousLesChoix(tx, compte)).get(compte) ?? {}

export const lireTousLesChoix = async (
  tx: TenantTx,
  compte?: PersonneId,
): Promise<ReadonlyMap<PersonneId, Choix>> => {
  const { rows } = await sql<{ compte: PersonneId; genre: string; quand: Quand }>`
    select compte_id as compte, genre, quand from etapes.cadence where organisme_id = (select app.organisme())
      and ${compte ? sql`compte_id = ${compte}::uuid` : sql`true`}`.execute(tx)
  const par = new Map<PersonneId, Partial<Record<GenreAvis, Quand>>>()
  for (const r of rows) {
    const genre = asGenreAvis(r.genre)
    if (genre) par.set(r.compte, { ...par.get(r.compte), [genre]: r.quand })
  }
  return par
}

/** Les genres que cette personne ne veut pas dans sa page. */
export const horsDeSaPage = async (tx: TenantTx, compte: PersonneId): Promise<ReadonlySet<GenreAvis>> =>
  new Set(
    (
      await sql<{
        genre: string
      }>`select genre from etapes.cadence where organisme_id = (select app.organisme())
        and compte_id = ${compte}::uuid and not en_page`.execute(tx)
    ).rows.flatMap((r) => asGenreAvis(r.genre) ?? []),
  )

/**
 * Les nouvelles de cette personne depuis un jour, la dernière d’abord : ce qu’on lui a écrit, et ce que sa page seule lui dit. Un droit, ou une
 * enseigne, ôté depuis, et elles n’y sont plus.
 */
export const nouvellesDe = async (
  tx: TenantTx,
  m: AccesDuMembre,
  depuis: Date,
): Promise<readonly (LigneDAvis & { readonly le: Date })[]> =>
  (
    await sql<{
      genre: string
      phrase: string
      href: string
      le: Date
    }>`select a.genre, a.phrase, a.href, a.cree_le as le
      from etapes.avis a where a.organisme_id = (select app.organisme()) and a.compte_id = ${m.compte}::uuid and a.cree_le >= ${depuis}
        and ${encorePermise('a', m)}
        and not exists (select from etapes.cadence c where c.organisme_id = a.organisme_id and c.compte_id = a.compte_id
          and c.genre = a.genre and not c.en_page)
      order by a.cree_le desc, a.cle limit 100`.execute(tx)
  ).rows.flatMap(({ genre, ...r }) => {
    const connu = asGenreAvis(genre)
    return connu ? [{ genre: connu, ...r }] : []
  })

export type AvisVoulu = LigneDAvis & { readonly a: AccesDuMembre; readonly cle: string; readonly le: Date }

export const resumesDuJour = async (tx: TenantTx, jour: DateCivile): Promise<ReadonlySet<PersonneId>> =>
  new Set(
    (
      await sql<{ compte: PersonneId }>`select compte_id as compte from etapes.resume
        where organisme_id = (select app.organisme()) and jour = ${jour}::date`.execute(tx)
    ).rows.map((r) => r.compte),
  )
