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

/** Le compte d’ici qui a cette adresse ; rien si elle n’est pas d’un membre. */
export const membreDe = async (tx: TenantTx, courriel: string): Promise<PersonneId | undefined> =>
  (await adhesions(tx)).find((m) => !m.enAttente && m.courriel === courriel.toLowerCase())?.compte

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

export const garderChoix = async (
  tx: TenantTx,
  compte: PersonneId,
  choix: Choix,
  le: Date,
): Promise<void> => {
  for (const [genre, quand] of Object.entries(choix))
    await sql`insert into etapes.cadence (compte_id, genre, quand, choisi_le) values (${compte}::uuid, ${genre}, ${quand}, ${le})
      on conflict (organisme_id, compte_id, genre) do update set quand = excluded.quand, choisi_le = excluded.choisi_le`.execute(
      tx,
    )
}

export type AvisVoulu = LigneDAvis & { readonly compte: PersonneId; readonly cle: string; readonly le: Date }

const phraseDe = (texte: string) => texte.slice(0, 600)

/** Garde pour le prochain résumé. Faux : c’était déjà fait, ou déjà dit. */
export const differer = async (tx: TenantTx, a: AvisVoulu): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into etapes.avis (compte_id, genre, cle, phrase, href, cree_le)
    values (${a.compte}::uuid, ${a.genre}, ${a.cle.slice(0, 200)}, ${phraseDe(a.phrase)}, ${a.href}, ${a.le}) on conflict do nothing`.execute(
    tx,
  )
  return (numAffectedRows ?? 0n) > 0n
}

/** Note ce que l’on dit aussitôt. Faux : cela fut déjà dit à cette personne, ne l’écrivez pas deux fois. */
export const dire = async (tx: TenantTx, a: AvisVoulu): Promise<boolean> => {
  const { numAffectedRows } =
    await sql`insert into etapes.avis as x (compte_id, genre, cle, phrase, href, cree_le, dit_le)
    values (${a.compte}::uuid, ${a.genre}, ${a.cle.slice(0, 200)}, ${phraseDe(a.phrase)}, ${a.href}, ${a.le}, ${a.le})
    on conflict (organisme_id, compte_id, genre, cle) do update set dit_le = excluded.dit_le where x.dit_le is null`.execute(
      tx,
    )
  return (numAffectedRows ?? 0n) > 0n
}

/** Ce qui attend le résumé de cette personne, marqué dit : à lire dans la transaction qui l’envoie. */
export const prendreDiffere = async (
  tx: TenantTx,
  compte: PersonneId,
  le: Date,
): Promise<readonly LigneDAvis[]> =>
  (
    await sql<{
      genre: string
      phrase: string
      href: string
      cree: Date
    }>`update etapes.avis set dit_le = ${le}
      where organisme_id = (select app.organisme()) and compte_id = ${compte}::uuid and dit_le is null
      returning genre, phrase, href, cree_le as cree`.execute(tx)
  ).rows
    .toSorted((a, b) => a.cree.getTime() - b.cree.getTime())
    .flatMap(({ genre, phrase, href }) => {
      const connu = asGenreAvis(genre)
      return connu ? [{ genre: connu, phrase, href }] : []
    })

/** Prend le résumé de ce jour ; faux : il est déjà fait. La clé primaire est l’arbitre entre deux tournées. */
export const prendreResume = async (
  tx: TenantTx,
  compte: PersonneId,
  jour: DateCivile,
  le: Date,
): Promise<boolean> => {
  const { numAffectedRows } = await sql`insert into etapes.resume (compte_id, jour, lignes, le)
    values (${compte}::uuid, ${jour}::date, 0, ${le}) on conflict do nothing`.execute(tx)
  return (numAffectedRows ?? 0n) > 0n
}

/** Combien de choses il a dites. */
export const compterResume = async (
  tx: TenantTx,
  compte: PersonneId,
  jour: DateCivile,
  lignes: number,
): Promise<void> => {
  await sql`update etapes.resume set lignes = ${lignes}::int4
    where organisme_id = (select app.organisme()) and compte_id = ${compte}::uuid and jour = ${jour}::date`.execute(
    tx,
  )
}

export const resumesDuJour = async (tx: TenantTx, jour: DateCivile): Promise<ReadonlySet<PersonneId>> =>
  new Set(
    (
      await sql<{ compte: PersonneId }>`select compte_id as compte from etapes.resume
        where organisme_id = (select app.organisme()) and jour = ${jour}::date`.execute(tx)
    ).rows.map((r) => r.compte),
  )

/** Ce qui fut dit il y a trois mois ne sert plus à ne pas le redire. */
export const oublierLesAnciens = async (tx: TenantTx, avant: Date): Promise<void> => {
  await sql`delete from etapes.avis where organisme_id = (select app.organisme()) and dit_le < ${avant}`.execute(
    tx,
  )
}
