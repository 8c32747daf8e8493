/**
 * Ce qui entoure une session et que les contrôles comparent : contresignatures, congés, ailleurs, jugements. Une seule
 * instruction : chacune de ces lectures est petite, et chaque table relue refait vérifier le mur. Absences, ailleurs et demi-journées
 * coupées n’en demandent une seconde que s’il s’en trouve.
 */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import { coupees, etatsSansAction } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import { composee, type TenantTx, uneFois } from '#platform/db/index.ts'
import type { Jugement } from '../domain/juger.ts'

export type Alentours = {
  /** Dans l’ordre où elles ont été signées. */
  readonly contresignatures: readonly {
    readonly seance: string
    readonly par: string
    readonly suppleance: boolean
  }[]
  readonly conges: readonly {
    readonly personne: string
    readonly du: DateCivile
    readonly au: DateCivile
  }[]
  readonly ailleurs: readonly {
    readonly personne: string
    readonly seance: string
    readonly numero: string
  }[]
  /** Ce qu’on a répondu des constats, dans l’ordre. */
  readonly jugements: readonly Jugement[]
  /** Ce qui existe, et se lira alors à part. */
  readonly plan: boolean
  readonly elements: boolean
  readonly listes: boolean
  readonly factures: boolean
}

type Ordinaires = Omit<Alentours, 'jugements' | 'conges' | 'ailleurs'> & {
  readonly jugements: readonly (Omit<Jugement, 'le'> & { readonly le: string })[]
  /** Il s’y trouve une absence, quelqu’un pris ailleurs ou une demi-journée arrêtée : cela se lit alors à part. */
  readonly rares: boolean
}
type Rares = Pick<Alentours, 'conges' | 'ailleurs'>

/** Qui intervient à la demi-journée `s`. */
const quiIntervient = sql`select s.organisme_id, s.id as seance, s.jour, s.debut, s.fin, s.tenue, f.personne_id, f.cle
        from s join sessions.affectation f on f.organisme_id = s.organisme_id and f.seance_id = s.id`
/** Ce que la même personne tient ailleurs (`x`) pendant `a`. */
const auMemeMoment = sql`from a join sessions.affectation b on b.organisme_id = a.organisme_id and b.cle = a.cle and b.seance_id <> a.seance
          join sessions.seance x on x.organisme_id = b.organisme_id and x.id = b.seance_id and x.debut < a.fin and a.debut < x.fin
        where a.tenue`
/** Une absence (`c`) déclarée sur une fiche réunie vaut pour la personne : on suit le renvoi, d’un cran suffit à la fiche gardée. */
const absents = sql`from a join sessions.conge c on c.organisme_id = a.organisme_id
            and c.retire_le is null and c.du <= a.jour and a.jour <= c.au
            and (c.personne_id = a.personne_id or exists (select from tiers.fusion f where f.organisme_id = c.organisme_id
              and f.defaite_le is null and ((f.absorbe_id = c.personne_id and f.garde_id = a.personne_id)
                or (f.absorbe_id = a.personne_id and f.garde_id = c.personne_id))))`

/** Ce que toute session demande, et s’il faut chercher plus loin. */
const ordinaires = composee(
  (session: string) => sql<Ordinaires>`
    with s as materialized (select x.organisme_id, x.id, x.jour, x.debut, x.fin, x.tenue from sessions.seance x where x.session_id = ${session}::uuid),
      a as materialized (${quiIntervient})
    select
      (select coalesce(jsonb_agg(jsonb_build_object('seance', c.seance_id, 'par', c.par, 'suppleance', c.suppleance)
          order by c.signee_le, c.par), '[]')
        from s join emargement.contresignature c on c.organisme_id = s.organisme_id and c.seance_id = s.id) as contresignatures,
      (select coalesce(jsonb_agg(jsonb_build_object('regle', j.regle, 'cle', j.cle, 'empreinte', j.empreinte, 'decision', j.decision,
          'motif', j.motif, 'le', j.le, 'parNom', j.par_nom) order by j.le, j.id), '[]')
        from controles.jugement j where j.session_id = ${session}::uuid) as jugements,
      exists (select from emargement.activite_prevue p where p.session_id = ${session}::uuid and p.retiree_le is null) as plan,
      exists (select from emargement.element_probant e where e.session_id = ${session}::uuid) as elements,
      exists (select from s join emargement.liste_connexion l on l.organisme_id = s.organisme_id and l.seance_id = s.id) as listes,
      exists (select from inscriptions.inscription i join facturation.heures h on h.organisme_id = i.organisme_id and h.inscription_id = i.id
        where i.session_id = ${session}::uuid)
        or exists (select from facturation.facture f where f.session_id = ${session}::uuid)
        or exists (select from facturation.affectation f where f.session_id = ${session}::uuid) as factures,
      exists (select from s where not s.tenue) or exists (select ${absents}) or exists (select ${auMemeMoment}) as rares`,
)

/** L’instant où s’est arrêté ce qui s’est tenu de la demi-journée `x` : le sien ; coupée (jointe en `k`), celui de l’arrêt. */
const finVraie = sql`case when k.id is null then x.fin else x.debut + make_interval(mins => k.a - x.debut_minutes) end`

/** `k`, `l` : où se sont arrêtées les demi-journées coupées en route, d’ici et de ce qui se tient ailleurs au même moment. */
const rares = composee(
  (session: string) => sql<Rares>`
    with k as materialized ${coupees(sql`select ${session}::uuid`)},
      s as materialized (select x.organisme_id, x.id, x.jour, x.debut, ${finVraie} as fin, x.tenue or k.id is not null as tenue
        from sessions.seance x left join k on k.id = x.id where x.session_id = ${session}::uuid),
      a as materialized (${quiIntervient}),
      -- Ailleurs, au même moment ; suspendue, elle n’est ailleurs que jusqu’où elle s’est tenue.
      e as materialized (select distinct a.personne_id, a.seance, a.debut as de, a.fin as jusque, x.id, x.organisme_id, x.session_id, x.debut,
          x.debut_minutes, x.fin, x.tenue
        ${auMemeMoment}),
      l as materialized ${coupees(sql`select e.session_id from e where not e.tenue`)}
    select
      (select coalesce(jsonb_agg(jsonb_build_object('personne', x.personne_id, 'du', x.du, 'au', x.au) order by x.personne_id, x.du), '[]')
        from (select distinct a.personne_id, c.du, c.au ${absents}) x) as conges,
      (select coalesce(jsonb_agg(jsonb_build_object('personne', x.personne_id, 'seance', x.seance, 'numero', x.numero)
          order by x.seance, x.numero), '[]')
        from (select distinct x.personne_id, x.seance, t.numero from e x left join l k on k.id = x.id
            join sessions.session t on t.organisme_id = x.organisme_id and t.id = x.session_id
          where (x.tenue or k.id is not null) and x.de < ${finVraie} and t.etat not in ${cesMots(etatsSansAction)}) x) as ailleurs`,
)

const lireAlentours = async (tx: TenantTx, session: string): Promise<Alentours> => {
  // Une ligne, toujours : rien n’y est cherché, tout y est compté.
  const { rares: ilYEnA, ...lu } = (await ordinaires(tx, session)).rows[0] as Ordinaires
  const rare: Rares | undefined = ilYEnA ? (await rares(tx, session)).rows[0] : undefined
  return {
    ...lu,
    jugements: lu.jugements.map((j) => ({ ...j, le: new Date(j.le) })),
    conges: rare?.conges ?? [],
    ailleurs: rare?.ailleurs ?? [],
  }
}

/** Lus une fois par transaction : la page d’une session les demande avec elle, avant de savoir qu’elle les montrera. */
export const alentoursUneFois = uneFois(lireAlentours)
