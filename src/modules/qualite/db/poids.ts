/**
 * Ce que pèsent les lignes de registre, les titres et les offres, d’après les règles pures (`domain/force.ts`), prêt à être joint aux
 * faits. Une lecture par mesure : les registres d’une coopérative tiennent en quelques centaines de lignes, ses dossiers non.
 */
import { type RawBuilder, sql } from 'kysely'
import { departementDuCodePostal, nomDepartement } from '#kernel/departements.ts'
import { adhesions } from '#modules/comptes/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { ditAssez, ditSansPrerequis, type LignePesee, peser, savoirs } from '../domain/force.ts'
import { departementsDits } from '../domain/territoire.ts'
import { aRetrouver } from './registre.ts'

export type Poids = {
  /** Une ligne de registre : sa force, ce qui lui manque, les champs qui disent assez, ses mots, le jour qui compte. */
  readonly lignes: string
  /** Une fiche et celle qui la tient : réunie à une autre, ou seconde fiche d’un même compte. */
  readonly fiches: string
  /** Qui anime : ses titres disent-ils quelque chose, et quels mots y lit-on. */
  readonly titres: string
  /** Les offres qui disent n’avoir pas de prérequis, et celles qui en demandent. */
  readonly offres: string
  /** Les membres de l’équipe qui n’ont pas de fiche d’intervenant. */
  readonly membres: string
  /** Qui tient aujourd’hui le rôle de référent handicap : son compte, et sa fiche s’il en a une. */
  readonly referents: string
  /** Les lieux dont on sait le département. */
  readonly lieux: string
}
export const sansPoids: Poids = {
  lignes: '[]',
  fiches: '[]',
  titres: '[]',
  offres: '[]',
  membres: '[]',
  referents: '[]',
  lieux: '[]',
}

type Brut = {
  readonly lignes: readonly (LignePesee & { readonly id: string })[]
  readonly fiches: readonly { readonly personne: string; readonly tient: string }[]
  readonly intervenants: readonly {
    readonly personne: string
    readonly compte: string | null
    readonly titres: string
    readonly rapport: string
  }[]
  readonly offres: readonly { readonly id: string; readonly prerequis: string }[]
  readonly lieux: readonly { readonly id: string; readonly nom: string; readonly postal: string }[]
}

const lire = async (tx: TenantTx, jour: string): Promise<Brut> => {
  const { rows } = await sql<Brut>`
    with j as (select j.ligne_id, count(*)::int4 as fichiers, min((j.jointe_le at time zone 'Europe/Paris')::date)::text as joint_le,
          -- Un fichier sans date ne finit pas : celle d’une annexe n’est pas celle de la pièce.
          nullif(max(coalesce(j.expire_le, 'infinity'::date)), 'infinity'::date) as terme
        from qualite.jointe j where j.organisme_id = (select app.organisme()) and (j.expire_le is null or j.expire_le >= ${jour}::date)
          and not exists (select from qualite.jointe_retrait y where y.organisme_id = j.organisme_id and y.jointe_id = j.id)
        group by 1)
    select coalesce((select jsonb_agg(jsonb_build_object('id', r.id, 'genre', r.genre, 'titre', r.titre, 'le', r.le, 'contenu', r.contenu,
          'fichiers', coalesce(j.fichiers, 0), 'jointLe', j.joint_le, 'terme', coalesce(r.expire_le, j.terme), 'personne', r.personne_id, 'offre', r.offre_id, 'session', r.session_id,
          'entreprise', r.entreprise_id, 'etablissement', r.etablissement_id, 'responsable', r.responsable_id, 'aRetrouver', ${aRetrouver(sql`r`)}))
        from (select distinct on (r.id) r.* from qualite.registre r where r.organisme_id = (select app.organisme()) order by r.id, r.rang desc) r
          left join j on j.ligne_id = r.id where not r.retire), '[]') as lignes,
      coalesce((select jsonb_agg(jsonb_build_object('personne', x.personne, 'tient', x.tient)) from (
          select f.absorbe_id as personne, f.garde_id as tient from tiers.fusion f where f.organisme_id = (select app.organisme()) and f.defaite_le is null
          union select a.personne_id, i.personne_id from sessions.affectation a join tiers.intervenant i
            on i.organisme_id = a.organisme_id and i.compte_id = a.compte_id
            where a.organisme_id = (select app.organisme()) and i.personne_id <> a.personne_id) x), '[]') as fiches,
      coalesce((select jsonb_agg(jsonb_build_object('personne', i.personne_id, 'compte', i.compte_id, 'titres', i.titres, 'rapport', i.rapport))
        from tiers.intervenant i where i.organisme_id = (select app.organisme())), '[]') as intervenants,
      coalesce((select jsonb_agg(jsonb_build_object('id', f.id, 'prerequis', f.prerequis))
        from catalogue.offre f where f.organisme_id = (select app.organisme()) and f.prerequis <> ''), '[]') as offres,
      coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'nom', e.nom, 'postal', e.code_postal))
        from organisme.etablissement e where e.organisme_id = (select app.organisme()) and e.code_postal <> ''), '[]') as lieux`.execute(
    tx,
  )
  return rows[0] ?? { lignes: [], fiches: [], intervenants: [], offres: [], lieux: [] }
}

/** Chaque fiche mène à celle qui la tient, de réunion en réunion ; une boucle s’arrête où elle commence. */
const tenues = (fiches: Brut['fiches']): ReadonlyMap<string, string> => {
  const vers = new Map(fiches.map((f) => [f.personne, f.tient]))
  return new Map(
    [...vers.keys()].map((personne) => {
      const vues = new Set([personne])
      let ici = vers.get(personne) ?? personne
      while (!vues.has(ici) && vers.has(ici)) {
        vues.add(ici)
        ici = vers.get(ici) ?? ici
      }
      return [personne, ici]
    }),
  )
}

export const lirePoids = async (tx: TenantTx, jour: string, codes: readonly string[]): Promise<Poids> => {
  const brut = await lire(tx, jour)
  const tient = tenues(brut.fiches)
  const titres = new Map<string, { titres: string; rapport: string }>()
  for (const i of brut.intervenants) {
    const personne = tient.get(i.personne) ?? i.personne
    const deja = titres.get(personne)
    titres.set(personne, {
      titres: `${deja?.titres ?? ''} ${i.titres}`,
      rapport: `${deja?.rapport ?? ''} ${i.rapport}`,
    })
  }
  const connus = new Set(brut.intervenants.flatMap((i) => i.compte ?? []))
  const equipe = codes.some((c) => c === '22a' || c === '22b' || c === '26d')
    ? (await adhesions(tx)).filter((a) => !a.enAttente && (a.au === null || a.au >= jour))
    : []
  const membres = equipe.filter((a) => !a.roles.includes('auditeur') && !connus.has(a.compte))
  const referents = new Set<string>(
    equipe.flatMap((a) => (a.roles.includes('referent-handicap') ? [a.compte] : [])),
  )
  const fichesDesReferents = brut.intervenants.flatMap((i) =>
    i.compte && referents.has(i.compte) ? [tient.get(i.personne) ?? i.personne] : [],
  )
  return {
    lignes: JSON.stringify(
      brut.lignes.map((l) => ({
        id: l.id,
        ...peser(l),
        joint: l.jointLe,
        ou: l.genre === 'partenaire-handicap' ? departementsDits(String(l.contenu.territoire ?? '')) : null,
      })),
    ),
    fiches: JSON.stringify([...tient].map(([personne_id, tenue]) => ({ personne_id, tient: tenue }))),
    titres: JSON.stringify(
      [...titres].map(([personne_id, t]) => ({
        personne_id,
        titres: ditAssez(t.titres, 1),
        rapport: ditAssez(t.rapport, 1),
        mots: savoirs(`${t.titres} ${t.rapport}`),
      })),
    ),
    offres: JSON.stringify(brut.offres.map((o) => ({ id: o.id, sans: ditSansPrerequis(o.prerequis) }))),
    membres: JSON.stringify(membres.map((m) => ({ id: m.compte }))),
    referents: JSON.stringify([...referents, ...fichesDesReferents].map((id) => ({ id }))),
    lieux: JSON.stringify(
      brut.lieux.flatMap(({ id, nom, postal }) => {
        const departement = departementDuCodePostal(postal)
        return departement ? [{ id, nom, departement, dit: nomDepartement(departement) }] : []
      }),
    ),
  }
}

/** Les lectures communes que les poids portent : `w`, `fiche`, `qui`, `exige`, `membre`, `referent`, `lieu`. */
export const lecturesDesPoids = (p: Poids): RawBuilder<unknown> => sql`
  w as materialized (select * from jsonb_to_recordset(${p.lignes}::jsonb)
    as w (id uuid, force text, manque text, dits text[], mots text[], compte date, joint date, ou text[])),
  fiche as materialized (select * from jsonb_to_recordset(${p.fiches}::jsonb) as fiche (personne_id uuid, tient uuid)),
  qui as materialized (select * from jsonb_to_recordset(${p.titres}::jsonb) as qui (personne_id uuid, titres bool, rapport bool, mots text[])),
  exige as materialized (select * from jsonb_to_recordset(${p.offres}::jsonb) as exige (id uuid, sans bool)),
  membre as materialized (select * from jsonb_to_recordset(${p.membres}::jsonb) as membre (id uuid)),
  lieu as materialized (select * from jsonb_to_recordset(${p.lieux}::jsonb) as lieu (id uuid, nom text, departement text, dit text)),
  referent as materialized (select * from jsonb_to_recordset(${p.referents}::jsonb) as referent (id uuid)),`
