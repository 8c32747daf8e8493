/** Ce que la coopérative garde d’une personne, ramené à des choses que l’on peut garder ou effacer. */
import { sql } from 'kysely'
import type { DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, PersonneId } from '#kernel/id.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { classeurDe, nomDuGenre } from '#modules/documents/index.ts'
import { partsDeLaPersonne } from '#modules/emargement/index.ts'
import { exerciceDe, lireOrganisme } from '#modules/organisme/index.ts'
import { jourTenu } from '#modules/sessions/index.ts'
import { alias, type TiersId } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { categorieDePiece } from '../domain/conservation.ts'
import type { Chose } from '../domain/sort.ts'
import type { Nommee } from '../domain/termes.ts'

export type Fiche = Nommee & {
  readonly id: PersonneId
  readonly activite: ActiviteId
  readonly creeLe: Date
  readonly effaceeLe: Date | null
  /** Le compte qui lui est relié, s’il est encore d’ici. */
  readonly compteActif: boolean
}

/** La fin d’une session `s`, d’où se comptent ses durées : le dernier jour qui s’est tenu, si elle s’est arrêtée avant son terme. */
const finDeSession = jourTenu('s', 'fin')

/** La fiche gardée d’abord, puis celles qui lui sont réunies ; rien si elle n’est pas d’ici. */
export const lireFiches = async (tx: TenantTx, personne: PersonneId): Promise<readonly Fiche[]> => {
  const ids = await alias(tx, 'fusion', personne as string as TiersId)
  const { rows } =
    await sql<Fiche>`select p.id, p.activite_id as activite, p.prenom, p.nom, p.courriel, p.telephone, p.adresse,
      p.cree_le as "creeLe", p.effacee_le as "effaceeLe", v.compte_id is not null as "compteActif"
    from tiers.personne p left join tiers.intervenant v on v.organisme_id = p.organisme_id and v.personne_id = p.id
    where p.organisme_id = (select app.organisme()) and p.id = any (${`{${ids.join(',')}}`}::uuid[])`.execute(
      tx,
    )
  return rows.toSorted((a, b) => ids.indexOf(a.id as never) - ids.indexOf(b.id as never))
}

/** Une autre fiche, vivante, porte le même nom plié : ce nom ne désigne pas qu’elle. */
export const aUnHomonyme = async (tx: TenantTx, ids: readonly PersonneId[]): Promise<boolean> => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from tiers.personne p
    where p.organisme_id = (select app.organisme()) and p.effacee_le is null and p.id <> all (${[...ids]}::uuid[])
      and p.pli in (select q.pli from tiers.personne q where q.organisme_id = (select app.organisme()) and q.id = any (${[...ids]}::uuid[]))`.execute(
    tx,
  )
  return (rows[0]?.n ?? 0) > 0
}

export type InscriptionTenue = {
  readonly id: string
  readonly session: string
  readonly numero: string
  readonly intitule: string
  readonly etat: string
  readonly fin: string
  readonly closeLe: string | null
  readonly financeurs: readonly string[]
  readonly handicap: boolean
  readonly reclamation: boolean
}

const enUuids = (ids: readonly string[]) => `{${[...new Set(ids)].join(',')}}`

export const inscriptionsDe = async (
  tx: TenantTx,
  ids: readonly PersonneId[],
): Promise<InscriptionTenue[]> => {
  const { rows } = await sql<InscriptionTenue>`select i.id, s.id as session, s.numero, s.intitule, i.etat,
      ${finDeSession}::text as fin,
      (i.close_le at time zone 'Europe/Paris')::date::text as "closeLe",
      (select coalesce(array_agg(distinct f.dispositif), '{}') from inscriptions.financement f
        where f.organisme_id = i.organisme_id and f.dossier_id = i.dossier_id and (f.inscription_id is null or f.inscription_id = i.id)) as financeurs,
      exists (select from qualite.affaire a where a.organisme_id = i.organisme_id and a.inscription_id = i.id
        and a.genre = 'adaptation' and a.objet <> 'effacé') as handicap,
      exists (select from qualite.affaire a where a.organisme_id = i.organisme_id and a.inscription_id = i.id
        and a.genre <> 'adaptation' and a.objet <> 'effacé') as reclamation
    from inscriptions.inscription i join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
    where i.organisme_id = (select app.organisme()) and i.personne_id = any (${[...ids]}::uuid[])
    order by fin desc, i.id`.execute(tx)
  return rows
}

export type PieceTenue = {
  readonly id: string
  readonly genre: string
  readonly objet: { readonly id: string }
  readonly numero: string
  readonly emiseLe: Date
  readonly signee: boolean
  readonly vivante: boolean
  /** Rien que d’elle : son inscription, son contrat, sa facture. Sinon d’autres personnes y sont nommées, ou elle la signe pour d’autres. */
  readonly sienne: boolean
  readonly fin: string | null
  readonly financeurs: readonly string[]
}

/**
 * Les pièces qui parlent d’elle : les siennes, celles qui la nomment ou qu’elle a signées, et `aussi`, dont les données chiffrées la
 * nomment.
 */
export const piecesDe = async (
  tx: TenantTx,
  fiches: readonly Fiche[],
  aussi: readonly string[] = [],
): Promise<PieceTenue[]> => {
  const ids = fiches.map((f) => f.id)
  const noms = fiches.flatMap((f) => [`${f.prenom} ${f.nom}`, `${f.nom} ${f.prenom}`])
  const courriels = fiches.flatMap((f) => (f.courriel ? [f.courriel] : []))
  const paires = fiches.map((f) => [`"prenom":${JSON.stringify(f.prenom)}`, `"nom":${JSON.stringify(f.nom)}`])
  const { rows } = await sql<PieceTenue>`
    with moi as (select ${ids}::uuid[] as p),
    i as (select x.id, x.session_id, x.etat, x.dossier_id from inscriptions.inscription x, moi
      where x.organisme_id = (select app.organisme()) and x.personne_id = any (moi.p)),
    siens as (select id from i union select d.id from inscriptions.dossier d, moi where d.organisme_id = (select app.organisme()) and d.personne_id = any (moi.p)
      union select f.id from facturation.facture f, moi where f.organisme_id = (select app.organisme()) and f.payeur_personne_id = any (moi.p)),
    x as (
      select p.*, exists (select from siens where siens.id = p.objet_id) as sienne from documents.piece p
       where p.organisme_id = (select app.organisme()) and p.effacee_le is null and (
         exists (select from siens where siens.id = p.objet_id)
         or p.id = any (${enUuids(aussi)}::uuid[])
         or exists (select from unnest(${noms}::text[]) n where position(n in p.donnees) > 0)
         or exists (select from unnest(${courriels}::text[]) n where position(n in p.donnees) > 0)
         ${sql.join(
           paires.map(
             ([a, b]) =>
               sql`or (position(${a ?? ''}::text in p.donnees) > 0 and position(${b ?? ''}::text in p.donnees) > 0)`,
           ),
           sql` `,
         )}
         or exists (select from documents.demande d where d.organisme_id = p.organisme_id and d.piece_id = p.id
           and (d.nom = any (${noms}::text[]) or d.courriel = any (${courriels}::text[])))
         or exists (select from documents.signature g where g.organisme_id = p.organisme_id and g.piece_id = p.id and g.nom = any (${noms}::text[]))))
    select x.id, x.genre, x.numero, jsonb_build_object('id', x.objet_id) as objet, x.emise_le as "emiseLe", x.sienne,
      exists (select from documents.signature g where g.organisme_id = x.organisme_id and g.piece_id = x.id and g.acte = 'signature') as signee,
      not exists (select from i where i.id = x.objet_id and i.etat = 'annule') as vivante,
      ${finDeSession}::text as fin,
      (select coalesce(array_agg(distinct f.dispositif), '{}') from inscriptions.dossier d join inscriptions.financement f
        on f.organisme_id = d.organisme_id and f.dossier_id = d.id where d.organisme_id = x.organisme_id and d.session_id = s.id) as financeurs
    from x
      left join inscriptions.inscription j on j.organisme_id = x.organisme_id and j.id = x.objet_id
      left join inscriptions.dossier d on d.organisme_id = x.organisme_id and d.id = x.objet_id
      left join facturation.facture f on f.organisme_id = x.organisme_id and f.id = x.objet_id
      left join sessions.session s on s.organisme_id = x.organisme_id and s.id = coalesce(j.session_id, d.session_id, f.session_id, x.objet_id)
    order by x.emise_le desc, x.id desc limit 2000`.execute(tx)
  return rows
}

/** Les listes de connexion où elle est nommée, avec la fin de leur session. */
const listesDe = async (tx: TenantTx, inscriptions: readonly string[], noms: readonly string[]) => {
  const { rows } = await sql<{ id: string; numero: string; fin: string }>`
    select l.id, s.numero, ${finDeSession}::text as fin from emargement.liste_connexion l
      join sessions.seance se on se.organisme_id = l.organisme_id and se.id = l.seance_id
      join sessions.session s on s.organisme_id = se.organisme_id and s.id = se.session_id
     where l.organisme_id = (select app.organisme()) and l.fichier_nom <> 'effacé' and exists (select from emargement.connexion c
       where c.organisme_id = l.organisme_id and c.liste_id = l.id and (lower(c.nom) = any (${noms.map((n) => n.toLowerCase())}::text[])
         or exists (select from emargement.rapprochement r where r.organisme_id = c.organisme_id and r.connexion_id = c.id
           and r.inscription_id = any (${enUuids(inscriptions)}::uuid[]))))`.execute(tx)
  return rows
}

/** Les sessions où elle intervient : leur nombre et la dernière. */
const interventionsDe = async (tx: TenantTx, ids: readonly PersonneId[]) => {
  const { rows } = await sql<{
    n: number
    fin: string | null
  }>`select count(distinct s.id)::int as n, max(${finDeSession})::text as fin
    from sessions.session s where s.organisme_id = (select app.organisme()) and (s.formateur_id in (select v.compte_id from tiers.intervenant v
        where v.organisme_id = s.organisme_id and v.personne_id = any (${[...ids]}::uuid[]))
      or exists (select from sessions.seance se join sessions.affectation a on a.organisme_id = se.organisme_id and a.seance_id = se.id
        where se.organisme_id = s.organisme_id and se.session_id = s.id and a.personne_id = any (${[...ids]}::uuid[])))`.execute(
    tx,
  )
  return rows[0]
}

/** La fin de ces sessions et tous leurs financeurs. */
const finsDe = async (tx: TenantTx, sessions: readonly string[]) => {
  const { rows } = await sql<{ id: string; fin: string; financeurs: string[] }>`select s.id,
      ${finDeSession}::text as fin,
      (select coalesce(array_agg(distinct f.dispositif), '{}') from inscriptions.dossier d join inscriptions.financement f
        on f.organisme_id = d.organisme_id and f.dossier_id = d.id where d.organisme_id = s.organisme_id and d.session_id = s.id) as financeurs
    from sessions.session s where s.organisme_id = (select app.organisme()) and s.id = any (${enUuids(sessions)}::uuid[])`.execute(
    tx,
  )
  return rows
}

const jourDe = (le: Date): DateCivile => jourLocal(le, ZONE_PAR_DEFAUT)

/** Tout ce qui se garde ou s’efface d’une personne, chaque chose avec ce d’où sa durée se compte. */
export const chosesDe = async (
  tx: TenantTx,
  fiches: readonly Fiche[],
  aussi: readonly string[] = [],
): Promise<{
  readonly choses: readonly Chose[]
  readonly inscriptions: readonly InscriptionTenue[]
  readonly pieces: readonly PieceTenue[]
}> => {
  const ids = fiches.map((f) => f.id)
  const inscriptions = await inscriptionsDe(tx, ids)
  const pieces = await piecesDe(tx, fiches, aussi)
  const parts = await partsDeLaPersonne(tx, ids)
  const listes = await listesDe(
    tx,
    inscriptions.map((i) => i.id),
    fiches.flatMap((f) => [`${f.prenom} ${f.nom}`, `${f.nom} ${f.prenom}`]),
  )
  const interventions = await interventionsDe(tx, ids)
  const { cloture } = await lireOrganisme(tx)
  const fin = (i: InscriptionTenue): DateCivile => i.fin as DateCivile
  // Le registre garde aussi ce qu’une personne a contresigné : ses sessions ne sont pas que celles où elle est inscrite.
  const parSession = new Map(
    (
      await finsDe(
        tx,
        parts.map((s) => s.session),
      )
    ).map((s) => [s.id, s]),
  )
  const dernier = inscriptions.map(fin).toSorted().at(-1)
  const cree = fiches
    .map((f) => jourDe(f.creeLe))
    .toSorted()
    .at(-1)
  const choses: Chose[] = [
    ...pieces.map((p): Chose => {
      const categorie = categorieDePiece(classeurDe(p.genre), p.signee, p.vivante)
      const emise = jourDe(p.emiseLe)
      return {
        cle: p.id,
        genre: 'piece',
        categorie,
        nom: `${nomDuGenre(p.genre)} ${p.numero}`,
        depart:
          categorie === 'comptable'
            ? exerciceDe(emise, cloture).fin
            : categorie === 'sans-suite'
              ? emise
              : ((p.fin as DateCivile | null) ?? emise),
        financeurs: p.financeurs,
      }
    }),
    ...parts.map(
      (s): Chose => ({
        cle: s.session,
        genre: 'registre',
        categorie: 'realisation',
        nom: `Signatures au registre, ${s.numero}`,
        depart: parSession.get(s.session)?.fin as DateCivile,
        financeurs: parSession.get(s.session)?.financeurs ?? [],
      }),
    ),
    ...inscriptions.flatMap((i): Chose[] => {
      const base = { cle: i.id, financeurs: i.financeurs, depart: fin(i) }
      return [
        i.etat === 'annule'
          ? {
              ...base,
              genre: 'parcours',
              categorie: 'sans-suite',
              nom: `Inscription annulée, ${i.numero}`,
              depart: (i.closeLe as DateCivile | null) ?? fin(i),
            }
          : {
              ...base,
              genre: 'parcours',
              categorie: 'parcours',
              nom: `Inscription, positionnement et suivi, ${i.numero}`,
            },
        ...(i.handicap
          ? [
              {
                ...base,
                genre: 'handicap',
                categorie: 'handicap',
                nom: `Besoin d’adaptation, ${i.numero}`,
              } as const,
            ]
          : []),
        ...(i.reclamation
          ? [
              {
                ...base,
                genre: 'reclamation',
                categorie: 'reclamation',
                nom: `Réclamation ou signalement, ${i.numero}`,
              } as const,
            ]
          : []),
      ]
    }),
    ...listes.map(
      (l): Chose => ({
        cle: l.id,
        genre: 'liste',
        categorie: 'realisation',
        nom: `Liste de connexion, ${l.numero}`,
        depart: l.fin as DateCivile,
        financeurs: [],
      }),
    ),
    ...(interventions?.fin
      ? [
          {
            cle: fiches[0]?.id ?? '',
            genre: 'intervention',
            categorie: 'realisation',
            nom: `Interventions dans ${interventions.n} session${interventions.n > 1 ? 's' : ''}, titres et qualités`,
            depart: interventions.fin as DateCivile,
            financeurs: [],
          } as const,
        ]
      : []),
    ...(cree
      ? [
          {
            cle: fiches[0]?.id ?? '',
            genre: 'fiche',
            categorie: 'contact',
            nom: 'Fiche et coordonnées',
            depart: dernier && dernier > cree ? dernier : cree,
            financeurs: [],
          } as const,
        ]
      : []),
  ]
  return { choses, inscriptions, pieces }
}

/** Où des mots se lisent encore dans les textes libres, avec un extrait : à regarder avant de les ôter partout. */
export type Mention = { readonly lieu: string; readonly extrait: string }

/** Les colonnes de texte libre que `porte.remplacer_partout` touche, et que cette transaction peut lire. */
const colonnesLibres = async (tx: TenantTx) => {
  const { rows } = await sql<{ tab: string; col: string }>`select f.nom as tab, a.attname as col
    from app.famille f join pg_catalog.pg_attribute a on a.attrelid = f.nom::regclass
    where f.famille not in ('public', 'shared', 'porte') and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and format_type(a.atttypid, null) in ('text', 'text[]', 'jsonb') and has_column_privilege(a.attrelid, a.attnum, 'select')
      and exists (select from pg_catalog.pg_attribute o where o.attrelid = a.attrelid and o.attname = 'organisme_id')
      and not exists (select from porte.textes_figes() g where g.nom = f.nom)
    order by 1, 2`.execute(tx)
  return rows
}

export const mentionsDe = async (tx: TenantTx, mot: string): Promise<Mention[]> => {
  if (mot.length < 3) return []
  const colonnes = await colonnesLibres(tx)
  if (colonnes.length === 0) return []
  const { rows } = await sql<Mention>`${sql.join(
    colonnes.map(({ tab, col }) => {
      const c = sql`${sql.ref(col)}::text`
      return sql`(select ${`${tab}.${col}`}::text as lieu,
        substr(${c}, greatest(1, position(${mot}::text in ${c}) - 40), 120) as extrait from ${sql.table(tab)}
        where organisme_id = (select app.organisme()) and position(${mot}::text in ${c}) > 0 limit 5)`
    }),
    sql` union all `,
  )} limit 60`.execute(tx)
  return rows
}
