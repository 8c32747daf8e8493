import { type RawBuilder, sql } from 'kysely'
import { typographier } from '#kernel/texte.ts'
import { aDeux, parHachage, type TenantTx } from '#platform/db/index.ts'
import type { Fait, Mesure } from '../domain/controle.ts'
import { compterDossiers, enTexte, separe } from './compter-dossiers.ts'
import { lirePoids, type Poids } from './poids.ts'
import { population, type Regarde } from './population.ts'
import { reglesAffaires } from './regles-affaires.ts'
import { reglesDistance } from './regles-distance.ts'
import { faitsDeDossier, reglesDossier } from './regles-dossier.ts'
import { type Regle, reglesOffre } from './regles-offre.ts'
import { reglesOrganisme } from './regles-organisme.ts'
import { reglesQuestionnaires } from './regles-questionnaires.ts'
import { reglesSession } from './regles-session.ts'

/** Chaque contrôle que la base sait lire. `controles` dit lesquels manquent, et pourquoi ; un essai tient l’un à l’autre. */
export const regles: Readonly<Record<string, Regle>> = {
  ...reglesOffre,
  ...reglesDossier,
  ...reglesDistance,
  ...reglesSession,
  ...reglesOrganisme,
  ...reglesAffaires,
  ...reglesQuestionnaires,
}

const colonnes = sql`(code, objet, session, activite, qui, tenu, le, tard, jour, quoi, declare, ligne)`

/** Tous les faits attendus des contrôles demandés : la seule requête dont sortent le score, les trous et la couverture. */
const faits = (r: Regarde, codes: readonly string[], poids: Poids): RawBuilder<unknown> => sql`
  with ${population(r, codes, poids)}, f${colonnes} as (
    ${sql.join(
      codes.flatMap((c) => regles[c]?.(r) ?? []),
      sql` union all `,
    )})`

const lisibles = (codes: readonly string[]): readonly string[] =>
  codes.filter((c) => Object.hasOwn(regles, c))

/** Le plus anciennement dû vient d’abord. */
const pire = enTexte({
  jour: sql`jour`,
  objet: sql`objet`,
  session: sql`session`,
  qui: sql`qui`,
  quoi: sql`quoi`,
})

type LigneMesure = Omit<Mesure, 'pire'> & { readonly pire: string | null }

const lirePire = (code: string, brut: string | null): Fait | null => {
  if (brut === null) return null
  const [jour = '', objet = '', session = '', qui = '', quoi = ''] = brut.split(separe)
  return {
    code,
    objet,
    session: session || null,
    qui: qui || null,
    quoi: typographier(quoi),
    jour: jour || null,
  }
}

/**
 * Les contrôles d’un dossier que la seconde moitié compte, avec tous ceux qui ne sont pas d’un dossier : ceux des pièces et des remises, que les autres
 * ne regardent pas. Chaque moitié lit vingt mille dossiers, et ne leur joint que ce que ses contrôles regardent : elles demandent alors autant l’une que l’autre (ADR 22).
 */
const duSecondCote: ReadonlySet<string> = new Set(['9a', '9b', '11a', '11b'])

/** Ce que la base répond de chaque contrôle ; le fait le plus anciennement dû est le pire. Un contrôle absent : rien d’attendu. */
export const mesurer = async (
  tx: TenantTx,
  r: Regarde,
  codes: readonly string[] = Object.keys(regles),
): Promise<Mesure[]> => {
  const voulus = lisibles(codes)
  if (voulus.length === 0) return []
  const unes = voulus.filter((c) => Object.hasOwn(faitsDeDossier, c) && !duSecondCote.has(c))
  const autres = voulus.filter((c) => !unes.includes(c))
  const aPart =
    unes.length > 0 && autres.length > 0
      ? await aDeux(
          tx,
          (ici) => mesurer(ici, r, unes),
          (la) => mesurer(la, r, autres),
        )
      : undefined
  if (aPart) return aPart.flat()
  // Chaque contrôle se compte sur place : deux cent mille faits n’ont pas à être réunis, puis triés, pour l’être.
  const compter = (
    code: string,
    regle: Regle,
  ) => sql`select ${code}::text as code, count(*)::int4 as total, (count(*) filter (where tenu))::int4 as tenus, (count(*) filter (where declare and not tenu))::int4 as declares,
      min(le) filter (where tenu)::text as du, max(le) filter (where tenu)::text as au,
      (count(*) filter (where tenu and tard))::int4 as "apresCoup", min(${pire}) filter (where not tenu) as pire
    from (${regle(r)}) f${colonnes} having count(*) > 0`
  const { lectures, lignes } = compterDossiers(r, voulus)
  const seuls = voulus.flatMap((code) => {
    const regle = Object.hasOwn(faitsDeDossier, code) ? undefined : regles[code]
    return regle ? [compter(code, regle)] : []
  })
  const rows = await parHachage(
    tx,
    sql<LigneMesure>`with ${population(r, voulus, await lirePoids(tx, r.jour, voulus))}${lectures}, c (code, total, tenus, declares, du, au, "apresCoup", pire) as (
      ${sql.join([...lignes, ...seuls], sql` union all `)}) select * from c`,
    { sansTri: true },
  )
  return rows.map((l) => ({ ...l, pire: lirePire(l.code, l.pire) }))
}

export type FaitLu = Fait & {
  /** L’enseigne qui le doit. */
  readonly activite: string | null
  readonly tenu: boolean
  readonly le: string | null
  readonly tard: boolean
  /** Dit par quelqu’un, et que rien n’appuie encore. */
  readonly declare: boolean
  /** La ligne de registre qui le porte. */
  readonly ligne: string | null
}

/** Les faits d’un ou plusieurs contrôles, les trous d’abord, du plus anciennement dû. Cinq cents au plus. */
export const listerFaits = async (
  tx: TenantTx,
  r: Regarde,
  codes: readonly string[],
  {
    tenus,
    session,
    sessions,
    max = 500,
  }: {
    readonly tenus?: boolean
    readonly session?: string
    /** De ces sessions, ou d’aucune. */
    readonly sessions?: readonly string[]
    readonly max?: number
  } = {},
): Promise<FaitLu[]> => {
  const voulus = lisibles(codes)
  if (voulus.length === 0) return []
  const rows = await parHachage(
    tx,
    sql<FaitLu>`${faits(r, voulus, await lirePoids(tx, r.jour, voulus))}
    select code, objet, session, activite, qui, tenu, le::text, tard, jour::text, quoi, declare and not tenu as declare, ligne from f
    where ${tenus === undefined ? sql`true` : sql`tenu = ${tenus}`} and ${session === undefined ? sql`true` : sql`session = ${session}::uuid`}
      and ${sessions === undefined ? sql`true` : sql`(session is null or session = any (${`{${sessions.join(',')}}`}::uuid[]))`}
    order by tenu, jour, code, objet limit ${max}`,
  )
  return rows.map((f) => ({ ...f, quoi: typographier(f.quoi) }))
}

export type ParQui = {
  readonly qui: string | null
  readonly code: string
  readonly trous: number
  readonly jour: string | null
}

/** Les trous, par personne désignée et par contrôle. */
export const trousParQui = async (tx: TenantTx, r: Regarde, codes: readonly string[]): Promise<ParQui[]> => {
  const voulus = lisibles(codes)
  if (voulus.length === 0) return []
  const rows = await parHachage(
    tx,
    sql<ParQui>`${faits(r, voulus, await lirePoids(tx, r.jour, voulus))}
    select qui, code, count(*)::int4 as trous, min(jour)::text as jour from f where not tenu group by qui, code`,
  )
  return rows
}

export const axes = ['intervenant', 'enseigne', 'lieu', 'categorie', 'sous-traitant'] as const
export type Axe = (typeof axes)[number]

export type Couvert = {
  readonly cle: string | null
  readonly code: string
  readonly total: number
  readonly tenus: number
  /** Tout vient d’actions tenues dans un autre outil, reprises pour le bilan : leurs preuves y sont restées. */
  readonly ailleurs: boolean
}

/** La couverture : les faits des dossiers et des sessions, rangés par ce qui les porte. */
export const couvrir = async (
  tx: TenantTx,
  r: Regarde,
  codes: readonly string[],
  axe: Axe,
): Promise<Couvert[]> => {
  const voulus = lisibles(codes)
  if (voulus.length === 0) return []
  const cle = {
    intervenant: sql`x.personne_id::text`,
    enseigne: sql`p.activite_id::text`,
    lieu: sql`p.etablissement_id::text`,
    categorie: sql`p.nature`,
    'sous-traitant': sql`x.confiee_a_id::text`,
  }[axe]
  const gens =
    axe === 'intervenant' || axe === 'sous-traitant'
      ? sql`left join (select distinct e.session_id, ${axe === 'intervenant' ? sql`a.personne_id, null::uuid as confiee_a_id` : sql`null::uuid as personne_id, a.confiee_a_id`}
          from sessions.seance e join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
          where e.organisme_id = (select app.organisme())) x on x.session_id = p.id`
      : sql``
  const rows = await parHachage(
    tx,
    sql<Couvert>`${faits(r, voulus, await lirePoids(tx, r.jour, voulus))}
    select ${cle} as cle, f.code, count(*)::int4 as total, (count(*) filter (where f.tenu))::int4 as tenus,
      bool_and(s.reprise_id is not null) as ailleurs
    from f join p on p.id = f.session join sessions.session s on s.organisme_id = p.organisme_id and s.id = p.id ${gens} group by 1, 2`,
  )
  return rows
}

/** Les trous qui attendent cette personne : ceux qui la désignent, et ceux, sans personne désignée, dont elle tient le rôle. */
export const mesurerPour = async (
  tx: TenantTx,
  r: Regarde,
  codes: readonly string[],
  compte: string,
  siens: readonly string[],
): Promise<Mesure[]> => {
  const voulus = lisibles(codes)
  if (voulus.length === 0) return []
  const rows = await parHachage(
    tx,
    sql<LigneMesure>`${faits(r, voulus, await lirePoids(tx, r.jour, voulus))}
    select code, count(*)::int4 as total, 0 as tenus, (count(*) filter (where declare))::int4 as declares, null::text as du, null::text as au, 0 as "apresCoup",
      min(${pire}) as pire
    from f where not tenu and (qui = ${compte}::uuid or (qui is null and code = any (${`{${siens.join(',')}}`}::text[]))) group by code`,
  )
  return rows.map((l) => ({ ...l, pire: lirePire(l.code, l.pire) }))
}
