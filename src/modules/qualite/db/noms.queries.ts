import { type RawBuilder, sql } from 'kysely'
import { adhesions } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Fait, Objet } from '../domain/controle.ts'
import { controleDe } from '../domain/controles/index.ts'

/** Ce que l’on écrit d’un fait : de qui ou de quoi, et dans quelle session. `dossier` : où un client se répare. */
export type Nom = { readonly libelle: string; readonly detail: string; readonly session: string | null }

const ids = (liste: readonly string[]) => sql`${`{${liste.join(',')}}`}::uuid[]`

const lectures: Partial<
  Record<
    Objet,
    (
      liste: readonly string[],
    ) => RawBuilder<{ id: string; libelle: string; detail: string; session: string | null }>
  >
> = {
  offre: (l) => sql`select id, intitule as libelle, '' as detail, null::uuid as session from catalogue.offre
    where organisme_id = (select app.organisme()) and id = any (${ids(l)})`,
  session: (l) => sql`select id, intitule as libelle, numero as detail, id as session from sessions.session
    where organisme_id = (select app.organisme()) and id = any (${ids(l)})`,
  inscription: (
    l,
  ) => sql`select i.id, t.prenom || ' ' || t.nom as libelle, s.intitule || ', ' || s.numero as detail, s.id as session
    from inscriptions.inscription i join tiers.personne t on t.organisme_id = i.organisme_id and t.id = i.personne_id
      join sessions.session s on s.organisme_id = i.organisme_id and s.id = i.session_id
    where i.organisme_id = (select app.organisme()) and i.id = any (${ids(l)})`,
  client: (
    l,
  ) => sql`select d.id, coalesce(e.nom, t.prenom || ' ' || t.nom, 'client') as libelle, s.intitule || ', ' || s.numero as detail, s.id as session
    from inscriptions.dossier d join sessions.session s on s.organisme_id = d.organisme_id and s.id = d.session_id
      left join tiers.entreprise e on e.organisme_id = d.organisme_id and e.id = d.entreprise_id
      left join tiers.personne t on t.organisme_id = d.organisme_id and t.id = d.personne_id
    where d.organisme_id = (select app.organisme()) and d.id = any (${ids(l)})`,
  personne: (
    l,
  ) => sql`select id, prenom || ' ' || nom as libelle, '' as detail, null::uuid as session from tiers.personne
    where organisme_id = (select app.organisme()) and id = any (${ids(l)})`,
  // Un sous-traitant est une structure, ou une personne sans structure.
  entreprise: (l) => sql`select id, nom as libelle, '' as detail, null::uuid as session from tiers.entreprise
    where organisme_id = (select app.organisme()) and id = any (${ids(l)})
    union all select id, prenom || ' ' || nom, '', null from tiers.personne where organisme_id = (select app.organisme()) and id = any (${ids(l)})`,
  etablissement: (
    l,
  ) => sql`select id, nom as libelle, ville as detail, null::uuid as session from organisme.etablissement
    where organisme_id = (select app.organisme()) and id = any (${ids(l)})
    -- La salle prêtée où se tient une session (17b).
    union all select id, lieu, numero, id from sessions.session where organisme_id = (select app.organisme()) and id = any (${ids(l)})`,
  // Une réclamation dit son objet et sa session ; ce qui est protégé ne dit que son genre.
  affaire: (
    l,
  ) => sql`select a.id, case when a.genre = 'signalement' then 'un signalement' when a.genre = 'adaptation' then 'une demande d’adaptation'
        else a.objet end as libelle, case when a.genre in ('signalement', 'adaptation') then '' else coalesce(s.numero, '') end as detail,
      null::uuid as session
    from qualite.affaire a left join sessions.session s on s.organisme_id = a.organisme_id and s.id = a.session_id
    where a.organisme_id = (select app.organisme()) and a.id = any (${ids(l)})`,
  registre: (
    l,
  ) => sql`select distinct on (id) id, titre as libelle, '' as detail, session_id as session from qualite.registre
    where organisme_id = (select app.organisme()) and id = any (${ids(l)}) order by id, rang desc`,
}

/** Les noms de ce que désignent ces faits, en une lecture par genre de chose. */
export const nommerFaits = async (
  tx: TenantTx,
  faits: readonly Fait[],
): Promise<ReadonlyMap<string, Nom>> => {
  const parObjet = new Map<Objet, Set<string>>()
  for (const f of faits) {
    const objet = controleDe(f.code)?.objet
    if (objet) parObjet.set(objet, (parObjet.get(objet) ?? new Set()).add(f.objet))
  }
  const noms = new Map<string, Nom>()
  for (const [objet, liste] of parObjet) {
    const lecture = lectures[objet]
    if (!lecture) continue
    const { rows } = await lecture([...liste]).execute(tx)
    for (const r of rows) noms.set(r.id, r)
  }
  // Le personnel qui n’anime pas n’a pas de fiche : son nom est celui de son compte.
  const sansFiche = [...(parObjet.get('personne') ?? [])].filter((id) => !noms.has(id))
  if (sansFiche.length > 0)
    for (const a of await adhesions(tx))
      if (sansFiche.includes(a.compte))
        noms.set(a.compte, { libelle: `${a.prenom} ${a.nom}`.trim(), detail: 'équipe', session: null })
  return noms
}

/** Les noms des clés d’un axe de couverture. */
export const nommerAxe = async (
  tx: TenantTx,
  axe: string,
  cles: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  if (cles.length === 0) return new Map()
  const lecture = {
    intervenant: sql<{
      id: string
      nom: string
    }>`select id, prenom || ' ' || nom as nom from tiers.personne where organisme_id = (select app.organisme()) and id = any (${ids(cles)})`,
    enseigne: sql<{
      id: string
      nom: string
    }>`select id, nom from organisme.activite where organisme_id = (select app.organisme()) and id = any (${ids(cles)})`,
    lieu: sql<{
      id: string
      nom: string
    }>`select id, nom from organisme.etablissement where organisme_id = (select app.organisme()) and id = any (${ids(cles)})`,
    'sous-traitant': sql<{
      id: string
      nom: string
    }>`select id, nom from tiers.entreprise where organisme_id = (select app.organisme()) and id = any (${ids(cles)})`,
  }[axe]
  if (!lecture) return new Map()
  const { rows } = await lecture.execute(tx)
  return new Map(rows.map((r) => [r.id, r.nom]))
}
