import { type RawBuilder, sql } from 'kysely'
import { delais } from '../domain/controles/parametres.ts'
import { appui, faitAppuye, nul } from './appui.ts'
import { apresCoup, jourParis, type Regarde } from './population.ts'
import { mois, type Regle } from './regles-offre.ts'

/** L’enseigne commune : ce que la coopérative tient pour elle-même. */
const maison = sql`(select maison.id from maison)`

/** « 28 nov. 2025 », comme le dit toute autre page : la phrase sort de la base déjà faite. */
const enLettres = (jour: RawBuilder<unknown>) =>
  sql`(case extract(day from ${jour}) when 1 then '1er' else extract(day from ${jour})::text end || chr(160) ||
    (array['janv.', 'févr.', 'mars', 'avr.', 'mai', 'juin', 'juil.', 'août', 'sept.', 'oct.', 'nov.', 'déc.'])[extract(month from ${jour})::int]
    || ' ' || extract(year from ${jour}))`

/** Un seul fait attendu de toute la coopérative. */
const deLaMaison = (jour: RawBuilder<unknown>) => ({
  objet: sql`(select app.organisme())`,
  session: nul,
  activite: maison,
  qui: nul,
  jour,
})
const vaut = (jour: string) => sql`(g.expire_le is null or g.expire_le >= ${jour}::date)`

/** Une ligne de ce genre, depuis moins de `n` mois : un seul fait attendu de toute la coopérative. */
const une = (
  code: string,
  genre: string,
  n: number,
  { jour }: Regarde,
  quoi: string,
  condition: RawBuilder<unknown> = sql`true`,
) => sql`
  select ${faitAppuye(code, deLaMaison(sql`${jour}::date`), sql`${quoi}::text`)}
  from (select 1) x left join lateral ${appui(sql`g.genre = ${genre} and g.le + ${mois(n)} > ${jour}::date and ${vaut(jour)} and ${condition}`)} k on true`

const partenaire = ({ jour }: Regarde, ou: RawBuilder<unknown> = sql`true`) =>
  sql`g.genre = 'partenaire-handicap' and g.le + ${mois(delais.partenaire)} > ${jour}::date and ${vaut(jour)} and ${ou}`

/** Tenue si elle dit ce qu’on en attend. La copie d’une autre coopérative, tant qu’on ne l’a pas adaptée, ne fait que le déclarer. */
const ditDUneLigne = (tenu: RawBuilder<unknown>, quoi: string) => ({
  tenu: sql`${tenu} and g.force <> 'declare'`,
  quoi: sql`case when ${tenu} then 'déclaré, à appuyer : ' || g.manque else ${quoi} end::text`,
  declare: sql`${tenu} and g.force = 'declare'`,
})

/** Chaque ligne de l’année, et si elle dit ce qu’on en attend. */
const chacune = (
  code: string,
  genre: string,
  { jour }: Regarde,
  ou: RawBuilder<unknown>,
  tenu: RawBuilder<unknown>,
  quoi: string,
  /** Quand ce qui la tient fut écrit ; d’ordinaire, la ligne elle-même. */
  inscrit: RawBuilder<unknown> = sql`g.inscrit_le`,
) => {
  const dit = ditDUneLigne(tenu, quoi)
  return sql`
  select ${code}::text, g.id, null::uuid, g.activite_id, g.responsable_id, ${dit.tenu}, g.le, ${apresCoup(inscrit, sql`g.le`)}, g.le, ${dit.quoi},
    ${dit.declare}, g.id
  from g where g.genre = ${genre} and g.le + ${mois(delais.veille)} > ${jour}::date and ${ou}`
}

/** Ce registre, et ce qui le dit aussi ailleurs : le plus récent des deux. */
const ouAilleurs = (
  code: string,
  { jour }: Regarde,
  n: number,
  quoi: string,
  registre: RawBuilder<unknown>,
  ailleurs: RawBuilder<unknown>,
) => sql`
  select ${code}::text, (select app.organisme()), null::uuid, ${maison}, null::uuid, greatest(k.le, y.le) is not null, greatest(k.le, y.le),
    y.le is null and coalesce(k.tard, false), ${jour}::date, coalesce(case when k.declare then 'déclaré, à appuyer : ' else '' end || k.manque, ${quoi})::text,
    greatest(k.le, y.le) is null and coalesce(k.declare, false), case when y.le is null or k.le >= y.le then k.ligne end
  from (select max(x.le) as le from (${ailleurs}) x where x.le <= ${jour}::date and x.le + ${mois(n)} > ${jour}::date) y
    left join lateral ${appui(sql`${registre} and g.le + ${mois(n)} > ${jour}::date and ${vaut(jour)}`)} k on true`

const decide = sql`coalesce(g.contenu ->> 'decision', '') in ('agir', 'deja-fait', 'sans-effet')`
const agit = sql`g.contenu ->> 'decision' = 'agir'`
const ditBien = (champ: string) => sql`${champ}::text = any (g.dits)`

/** Le premier jour où la veille fut transmise à une autre personne que qui la transmet : se l’envoyer à soi ne transmet rien. */
const transmiseAUneAutre = sql`(select min(d.diffusee_le) from qualite.diffusion d where d.organisme_id = g.organisme_id and d.ligne_id = g.id
  and d.compte_id is distinct from d.par)`

/** Ce que la coopérative tient pour elle-même, dans ses registres. */
export const reglesOrganisme: Readonly<Record<string, Regle>> = {
  '1c': (r) =>
    une('1c', 'relecture-messages', delais.messages, r, 'aucune relecture des messages depuis douze mois'),
  '2b': (r) =>
    ouAilleurs(
      '2b',
      r,
      delais.resultats,
      'aucun résultat publié depuis douze mois',
      sql`g.genre = 'resultat'`,
      sql`select ${jourParis(sql`x.publiee_le`)} as le from questionnaires.publication x
        where x.organisme_id = (select app.organisme()) and x.retiree_le is null`,
    ),
  '12c': (r) => une('12c', 'procedure-violences', delais.procedure, r, 'aucune procédure en vigueur'),
  '14a': (r) => une('14a', 'accompagnement-apprentis', delais.filiere, r, 'aucune action depuis douze mois'),
  '18b': (r) => une('18b', 'reunion', delais.reunion, r, 'aucun compte rendu depuis douze mois'),
  '20a': (r) => une('20a', 'conseil', delais.conseil, r, 'aucun procès-verbal depuis douze mois'),
  '23a': ({ jour }) => sql`
    select ${faitAppuye(
      '23a',
      deLaMaison(sql`q.au`),
      sql`'aucune décision de veille légale entre le ' || ${enLettres(sql`q.du`)} || ' et le ' || ${enLettres(sql`q.au`)}`,
    )}
    from (select (${jour}::date - make_interval(months => 3 * x) - make_interval(months => 3) + interval '1 day')::date as du,
        (${jour}::date - make_interval(months => 3 * x))::date as au from generate_series(0, 3) x) q
      left join lateral ${appui(sql`g.genre = 'veille-legale' and g.le between q.du and q.au and ${decide}`)} k on true`,
  '23b': (r) =>
    chacune(
      '23b',
      'veille-legale',
      r,
      // Ce qu’on n’a pas encore décidé n’a rien à transmettre.
      sql`coalesce(g.contenu ->> 'decision', '') <> 'a-etudier'`,
      sql`(${ditBien('diffusion')} or ${transmiseAUneAutre} is not null)`,
      'on ne sait pas à qui cet élément a été transmis',
      // Transmise longtemps après, elle le fut après coup, comme si on venait de l’écrire.
      sql`case when ${ditBien('diffusion')} then g.inscrit_le else greatest(g.inscrit_le, ${transmiseAUneAutre}) end`,
    ),
  '23c': (r) =>
    chacune('23c', 'veille-legale', r, agit, ditBien('effet'), 'décidé d’agir, sans rien nommer de changé'),
  '24a': (r) =>
    une(
      '24a',
      'veille-metiers',
      delais.veille,
      r,
      'aucune décision de veille des métiers depuis douze mois',
      decide,
    ),
  '24b': (r) =>
    chacune(
      '24b',
      'veille-metiers',
      r,
      sql`${agit} and g.offre_id is not null`,
      // Figée de nouveau sans un mot de changé, une version n’est pas nouvelle.
      sql`(g.force <> 'vide' and ${ditBien('effet')} and exists (select from catalogue.version w where w.organisme_id = g.organisme_id and w.offre_id = g.offre_id
      and (w.figee_le at time zone 'Europe/Paris')::date >= g.le and not exists (select from catalogue.version v where v.organisme_id = w.organisme_id
        and v.offre_id = w.offre_id and v.numero = w.numero - 1 and v.contenu = w.contenu)))`,
      'aucune version nouvelle de l’offre depuis cette décision, ou la ligne ne dit ni pourquoi, ni ce qui a changé',
    ),
  '25a': (r) =>
    une('25a', 'veille-pedagogie', delais.veille, r, 'aucun essai ni décision depuis douze mois', decide),
  // Un au moins ; et, là où l’on sait le département, un qui dise y intervenir, ou qui ne dise pas où.
  '26a': (
    r,
  ) => sql`${une('26a', 'partenaire-handicap', delais.partenaire, r, 'aucun partenaire vérifié depuis douze mois')}
    union all select ${faitAppuye(
      '26a',
      { objet: sql`lieu.id`, session: nul, activite: maison, qui: nul, jour: sql`${r.jour}::date` },
      sql`'aucun partenaire vérifié ne dit intervenir là où vous formez : ' || lieu.nom || ', ' || lieu.dit`,
    )}
    from lieu left join lateral ${appui(partenaire(r, sql`(g.ou is null or lieu.departement = any (g.ou))`))} k on true
    where lieu.id in (select p.etablissement_id from p) and exists (select from g where ${partenaire(r)} and g.force = 'prouve')`,
  '26b': (r) =>
    une('26b', 'recours-handicap', delais.recours, r, 'aucun échange avec un partenaire depuis douze mois'),
  '26d': (r) =>
    une(
      '26d',
      'formation-referent',
      delais.formationReferent,
      r,
      'la personne référente d’aujourd’hui n’a pas de formation de moins de trente-six mois',
      // Qui tient le rôle, non qui l’a tenu ; une ligne qui ne nomme personne le dit d’elle-même.
      sql`(g.responsable_id is null and g.personne_id is null or g.responsable_id in (select y.id from referent y) or g.personne_id in (select y.id from referent y))`,
    ),
  '28b': (r) => une('28b', 'partenaire-metier', delais.filiere, r, 'aucun échange depuis douze mois'),
  '29a': (r) => une('29a', 'insertion', delais.filiere, r, 'aucune action depuis douze mois'),
  '30e': ({ jour }) => sql`
    select '30e', x.payeur, null::uuid, x.activite_id, null::uuid, greatest(k.le, y.le) is not null, greatest(k.le, y.le), y.le is null and coalesce(k.tard, false),
      ${jour}::date, coalesce(case when k.declare then 'déclaré, à appuyer : ' else '' end || k.manque, 'aucune sollicitation depuis douze mois')::text,
      greatest(k.le, y.le) is null and coalesce(k.declare, false), case when y.le is null or k.le >= y.le then k.ligne end
    from (select f.payeur_entreprise_id as payeur, (array_agg(f.activite_id))[1] as activite_id from inscriptions.financement f
        join tiers.entreprise t on t.organisme_id = f.organisme_id and t.id = f.payeur_entreprise_id and t.financeur_genre is not null
        where f.organisme_id = (select app.organisme()) and f.dossier_id in (select client.id from client) group by 1) x
      left join lateral ${appui(sql`g.genre = 'financeur' and g.entreprise_id = x.payeur and g.le + ${mois(delais.financeur)} > ${jour}::date`)} k on true
      left join lateral (select max(${jourParis(sql`e.le`)}) as le from questionnaires.demande d join questionnaires.envoi e on e.organisme_id = d.organisme_id
            and e.demande_id = d.id where d.organisme_id = (select app.organisme()) and d.entreprise_id = x.payeur and d.dossier_id is null
          and e.le + ${mois(delais.financeur)} > ${jour}::date) y on true`,
  '31c': (r) => une('31c', 'procedure-reclamation', delais.procedure, r, 'aucune procédure publiée'),
  '32a': (r) =>
    une(
      '32a',
      'action',
      delais.action,
      r,
      'aucune action close depuis douze mois',
      // Une action ouverte n’est pas une déclaration de clôture : elle n’est rien encore.
      sql`coalesce(g.contenu ->> 'closeLe', '') <> ''`,
    ),
  '32b': (r) => {
    const dit = ditDUneLigne(ditBien('mesure'), 'un risque élevé n’a pas de mesure')
    return sql`${une('32b', 'risque', delais.risque, r, 'aucun risque évalué depuis douze mois')}
    union all select '32b', g.id, null::uuid, g.activite_id, g.responsable_id, ${dit.tenu}, g.le, false, g.le, ${dit.quoi}, ${dit.declare}, g.id
    from g where g.genre = 'risque' and g.contenu ->> 'niveau' = 'eleve'`
  },
  // Un audit blanc conclu est une revue : la grille ouverte, des chiffres, des décisions.
  '32c': (r) =>
    ouAilleurs(
      '32c',
      r,
      delais.revue,
      'aucune revue depuis douze mois',
      sql`g.genre = 'revue'`,
      sql`select c.notifie_le as le from qualite.audit_cloture c where c.organisme_id = (select app.organisme())`,
    ),
}
