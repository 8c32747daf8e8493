import { type RawBuilder, sql } from 'kysely'
import { attendueATout, aUneCase } from '#modules/emargement/index.ts'
import { coupees, etatsSansAction, etatsSuspendus, jourTenu, seTient } from '#modules/sessions/index.ts'
import { cesMots } from '#platform/db/ces-mots.ts'
import type { Cadre } from '../domain/controle.ts'
import { joursApresCoup } from '../domain/controles/parametres.ts'
import { phrasesCreuses } from '../domain/force.ts'
import { lecturesDesPoids, type Poids, sansPoids } from './poids.ts'

/** Ce que les règles lisent : le jour où l’on regarde, et le cadre de l’audit. Le jour vient de l’horloge, jamais de la base. */
export type Regarde = { readonly jour: string; readonly cadre: Cadre }

const natures = { AF: 'formation', CBC: 'bilan', VAE: 'vae', CFA: 'apprentissage' } as const

/**
 * Les lectures communes, faites une fois : `p`, les sessions commencées du cadre ; `i`, leurs inscriptions ; `n`, la dernière
 * entrée de chacune ; `m`, ces inscriptions et tout ce que leurs règles regardent, joint une seule fois et seulement ce que demandent
 * les contrôles voulus ; `coupee`, leurs demi-journées coupées en route, tenues jusque-là ; `h`, les feuilles de leurs sessions ; `client`, les dossiers dont quelqu’un suit la session ; `o`, les offres vendues ou en ligne ; `g`, les lignes de registre en
 * vigueur, et ce que chacune pèse (`poids.ts`) ; `fiche`, la fiche tenue de qui en a une seconde ; `st`, les statuts ; `qui`, les titres ; `a`, qui est affecté à quoi, et `ap`, à quelle session ; `ex`, qui
 * intervient du dehors, confié à une structure ou sous un statut externe ce jour-là ; `v`, les intervenants du cadre ; `y`, les suites de chaque affaire ; `maison`, l’enseigne
 * commune.
 *
 * Les jours de `p` sont ceux de ce qui s’est tenu : une session arrêtée avant son terme est finie ce jour-là, et ses preuves dues ; une
 * session reportée avant que rien s’en soit tenu n’a pas commencé. Interrompue, ou reportée en route, elle peut reprendre : tant que personne n’a décidé, ses preuves de fin attendent le dernier
 * jour posé (`dernier_jour`). `debut` et `fin` sont les minuits de Paris du premier et du dernier jour tenus : un instant s’y compare, sans
 * que chaque dossier demande à nouveau l’heure qu’il était.
 */
export const population = (
  { jour, cadre }: Regarde,
  codes: readonly string[],
  poids: Poids = sansPoids,
): RawBuilder<unknown> => {
  const parts = ceQueRegardent(codes)
  const cat = sql`(array[${sql.join(cadre.categories.map((c) => natures[c]))}]::text[])`
  return sql`${lecturesDesPoids(poids)}
  p as materialized (
    select s.organisme_id, s.id, s.activite_id, s.offre_id, s.version_id, s.nature, s.modalite, s.lieu, s.lien_connexion,
      s.etablissement_id, s.formateur_id, t.premier as premier_jour,
      case when s.etat in ${cesMots(etatsSuspendus)} then s.dernier_jour else t.dernier end as dernier_jour, (f.certifiante or f.code_rncp is not null) as certifiante, f.code_rncp,
      ${minuit(sql`t.premier`)} as debut, ${minuit(sql`t.dernier`)} as fin
    from sessions.session s join catalogue.offre f on f.organisme_id = s.organisme_id and f.id = s.offre_id
      cross join lateral (select ${jourTenu('s', 'debut')} as premier, ${jourTenu('s', 'fin')} as dernier) t
    where s.organisme_id = (select app.organisme()) and s.etat not in ${cesMots(etatsSansAction)}
      and s.premier_jour <= ${jour}::date and s.dernier_jour >= ${cadre.depuis}::date and s.nature = any (${cat})
      and t.premier <= ${jour}::date and (s.etat <> 'reportee' or ${seTient('s')})
      and (s.etat in ${cesMots(etatsSuspendus)} or t.dernier >= ${cadre.depuis}::date)),
  i as materialized (
    select x.id, x.session_id, x.activite_id, x.etat, d.suivi_par, x.dossier_id, x.motif, x.close_le, x.arrivee_le, ${attendueATout('x')} as partout,
      p.premier_jour, p.dernier_jour, p.formateur_id
    from inscriptions.inscription x join p on p.organisme_id = x.organisme_id and p.id = x.session_id
      left join inscriptions.dossier d on d.organisme_id = x.organisme_id and d.id = x.dossier_id
    where x.organisme_id = (select app.organisme()) and x.etat in ('inscrit', 'abandon', 'exclu', 'force-majeure')),
  n as (
    -- La dernière est celle qu’aucune révision ne suit : presque aucune n’est révisée, et rien n’est à trier.
    select e.inscription_id, e.recueilli_le, e.prerequis, ${ditQuelqueChose(sql`e.besoin`)} as dit, e.positionne_le,
      ${ditQuelqueChose(sql`e.resultat`)} as situe, e.decision is not null as decide,
      e.decision = 'aucune' or ${ditQuelqueChose(sql`e.decision_detail`)} as suite_dite, e.decision = 'adapter' as adapte, e.inscrit_le
    from qualite.entree e where e.organisme_id = (select app.organisme())
      and not exists (select from qualite.entree x where x.organisme_id = (select app.organisme()) and x.rang > 1
        and x.inscription_id = e.inscription_id and x.rang > e.rang)),
  m as materialized (
    -- Ce que la session dit se joint en dernier : de jointure en jointure, vingt mille lignes étroites se recopient, et non vingt mille larges.
    -- Qui arrive en route n’a rien à montrer d’avant son premier jour. \`greatest\` passe sur un jour qu’on n’a pas dit.
    select x.*, greatest(p.premier_jour, x.arrivee_le) as premier_jour, p.dernier_jour,
      greatest(p.debut, ${minuit(sql`x.arrivee_le`)}) as debut, p.fin, p.nature = 'apprentissage' as apprenti, p.certifiante, p.formateur_id,
      coalesce(exige.sans, false) as sans_prerequis, exige.id is not null and not exige.sans as exige_prerequis
    from (select i.id, i.session_id, i.activite_id, i.etat, i.suivi_par, i.arrivee_le${sql.join(
      parts.map((x) => sql`, ${x.colonnes}`),
      sql``,
    )}
      from i ${sql.join(
        parts.map((x) => x.jointure),
        sql` `,
      )} offset 0) x join p on p.id = x.session_id left join exige on exige.id = p.offre_id
    where x.arrivee_le is null or x.arrivee_le <= ${jour}::date),
  coupee as materialized ${coupees(sql`select p.id from p`)},
  suivie as materialized (select i.session_id as id, bool_or(i.etat = 'inscrit') as inscrite, bool_or(i.partout) as partout from i group by 1),
  client as materialized (select i.dossier_id as id from i where i.dossier_id is not null group by 1),
  h as materialized (
    select se.session_id, count(*) filter (where f.seance_id is null) as ouvertes, max(se.jour) as au,
      min(se.jour) filter (where f.seance_id is null) as premiere
    from sessions.seance se join suivie on suivie.id = se.session_id left join emargement.cloture f on f.organisme_id = se.organisme_id and f.seance_id = se.id
    where se.organisme_id = (select app.organisme()) and (se.tenue or se.id in (select k.id from coupee k)) and se.jour < ${jour}::date
      -- Qui est attendu à tout l’est à chaque demi-journée : douze mille recherches de moins.
      and (f.seance_id is not null or suivie.partout or ${aUneCase}) group by se.session_id),
  o as materialized (
    select f.organisme_id, f.id, f.activite_id, f.certifiante or f.code_rncp is not null as certifiante, f.nature,
      c.publiee_le, c.contenu, c.prix_centimes, c.duree_minutes, f.objectif, f.evaluation, f.rubriques
    from catalogue.offre f left join lateral (select c.publiee_le, c.contenu, c.prix_centimes, c.duree_minutes from catalogue.fiche c
        where c.organisme_id = f.organisme_id and c.offre_id = f.id and c.retiree_le is null order by c.numero desc limit 1) c on true
    where f.organisme_id = (select app.organisme()) and f.etat = 'adoptee' and f.nature = any (${cat})
      and (c.publiee_le is not null or exists (select from p where p.offre_id = f.id))),
  g as materialized (
    -- L’échéance d’une action n’est pas la fin de ce qu’elle prouve : close, elle compte du jour de sa clôture.
    select r.organisme_id, r.activite_id, r.id, r.genre, w.compte as le, least(case when r.genre <> 'action' then r.expire_le end, j.au) as expire_le,
      r.responsable_id, coalesce(fiche.tient, r.personne_id) as personne_id, r.offre_id, r.session_id, r.etablissement_id, r.entreprise_id, r.origine_id,
      r.contenu, r.inscrit_le, w.force, w.manque, w.dits, w.mots, w.joint, w.ou
    from (select distinct on (r.id) r.* from qualite.registre r
        where r.organisme_id = (select app.organisme()) order by r.id, r.rang desc) r
      join w on w.id = r.id left join fiche on fiche.personne_id = r.personne_id
      -- Une ligne dont tous les fichiers sont périmés l’est aussi.
      left join (select j.ligne_id, nullif(max(coalesce(j.expire_le, 'infinity'::date)), 'infinity'::date) as au from qualite.jointe j
          where j.organisme_id = (select app.organisme()) and not exists (select from qualite.jointe_retrait y
            where y.organisme_id = j.organisme_id and y.jointe_id = j.id) group by 1) j on j.ligne_id = r.id
    where not r.retire and r.le <= ${jour}::date and w.compte <= ${jour}::date),
  st as materialized (
    select coalesce(fiche.tient, t.personne_id) as personne_id, t.activite_id, t.du, t.au, t.statut, t.entreprise_id
    from tiers.statut t left join fiche on fiche.personne_id = t.personne_id where t.organisme_id = (select app.organisme())),
  a as materialized (
    select e.session_id, e.jour, e.tenue or e.id in (select k.id from coupee k) as tenue, coalesce(fiche.tient, x.personne_id) as personne_id,
      x.compte_id, x.confiee_a_id, e.cotraitant_id is not null as cotraitee
    from sessions.affectation x join sessions.seance e on e.organisme_id = x.organisme_id and e.id = x.seance_id
      left join fiche on fiche.personne_id = x.personne_id
    where e.organisme_id = (select app.organisme())),
  ap as materialized (select a.session_id, a.personne_id, a.compte_id, bool_or(a.tenue) as tenue from a group by 1, 2, 3),
  ex as materialized (
    -- Du premier jour où cette personne intervient, non de la session. Ce qu’assure un cotraitant n’est pas sous-traité.
    select a.session_id, a.personne_id, min(a.jour) as premier, max(a.jour) as dernier, (array_agg(coalesce(a.confiee_a_id, t.entreprise_id)))[1] as entreprise_id,
      count(*) over (partition by a.session_id) as externes
    from a left join st t on t.personne_id = a.personne_id and t.du <= a.jour and (t.au is null or t.au >= a.jour)
    where a.tenue and not a.cotraitee and (a.confiee_a_id is not null or t.statut in ('honoraires', 'sous-traitant-of', 'portage')) group by 1, 2),
  v as materialized (
    select a.personne_id, (array_agg(p.activite_id))[1] as activite_id, max(p.dernier_jour) as jour
    from p join ap a on a.session_id = p.id where a.tenue group by a.personne_id),
  y as materialized (
    select x.affaire_id, min(x.le) filter (where x.genre = 'accorder') as accorde, min(x.le) filter (where x.genre = 'refuser') as refuse,
      min(x.le) filter (where x.genre = 'mise-en-oeuvre') as faite, min(x.le) filter (where x.genre = 'mesure') as mesure,
      min(x.le) filter (where x.genre = 'accuse') as accuse, min(x.le) filter (where x.genre = 'reponse' and (x.texte is null or ${ditQuelqueChose(sql`x.texte`)})) as reponse,
      min(x.le) filter (where x.genre = 'cloture') as cloture
    from qualite.suite x where x.organisme_id = (select app.organisme()) group by 1),
  maison as materialized (select e.id from organisme.activite e where e.organisme_id = (select app.organisme()) order by e.commune desc, e.id limit 1)`
}

/**
 * Ce qu’on a demandé de ce genre, par stagiaire et par dossier : premier envoi, nombre d’envois, réponse, refus d’être rappelé. Une
 * réponse reçue vaut sollicitation, quel que soit le chemin.
 */
export const demandes = (
  genre: string,
) => sql`(select d.inscription_id, d.dossier_id, d.entreprise_id, k.session_id, ${jourParis(sql`min(e.le)`)} as envoye, ${jourParis(sql`max(e.le)`)} as dernier,
    count(e.rang) as envois, max(d.repondue_le) as repondue, bool_or(d.arretee_le is not null) as arretee
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id
    left join questionnaires.envoi e on e.organisme_id = d.organisme_id and e.demande_id = d.id
  where d.organisme_id = (select app.organisme()) and k.genre = ${genre} group by 1, 2, 3, 4)`

/** En octets : au-delà, aucune phrase creuse n’est si longue, et le texte n’a pas à être comparé. */
const plusLongue = Math.max(...phrasesCreuses.map((x) => new TextEncoder().encode(x).length)) + 4

/**
 * Un texte saisi dit-il quelque chose ? « RAS », « ok », un seul signe répété, rien ne disent rien.
 */
export const ditQuelqueChose = (texte: RawBuilder<unknown>) =>
  sql<boolean>`coalesce(octet_length(${texte}) > ${plusLongue}::int4 or length(${texte}) >= 2 and replace(${texte}, left(${texte}, 1), '') <> ''
    and btrim(lower(${texte}), ' .!-') <> all (app.liste('phrases-creuses')), false)`

/** Une trace de suivi qui dit quelque chose : une relance, une remise, une inscription à l’épreuve n’en sont pas. */
export const suit = (s: RawBuilder<unknown>) =>
  sql<boolean>`(${s}.genre not in ('relance', 'remise', 'epreuve') and ${ditQuelqueChose(sql`${s}.texte`)})`

/** Ce qu’un dossier porte, et les contrôles qui le regardent. */
type Part = {
  readonly pour: readonly string[]
  readonly colonnes: RawBuilder<unknown>
  readonly jointure: RawBuilder<unknown>
}

/** Le jour où ce stagiaire a répondu à ce questionnaire ; `dit` : des mots libres qu’il y écrit, s’il y en a, disent quelque chose. */
const repondue = (genre: string) => sql`(select d.inscription_id, min(d.repondue_le) as le,
    bool_or(v.texte is not null and ${ditQuelqueChose(sql`v.texte`)}) or not coalesce(bool_or(v.texte is not null), false) as dit
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id and k.genre = ${genre}
    left join questionnaires.reponse r on r.organisme_id = d.organisme_id and r.demande_id = d.id
    left join questionnaires.valeur v on v.organisme_id = r.organisme_id and v.reponse_id = r.id
  where d.organisme_id = (select app.organisme()) and d.repondue_le is not null group by 1)`
/** Son évaluation des acquis : complète, si aucun objectif n’y est « non évalué ». */
const evaluee = sql`(select d.inscription_id, max(r.le) as le, bool_and(v.code <> 'non-evalue') as complete
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id and k.genre = 'acquis'
    join questionnaires.reponse r on r.organisme_id = d.organisme_id and r.demande_id = d.id
    join questionnaires.valeur v on v.organisme_id = r.organisme_id and v.reponse_id = r.id and v.code in ('acquis', 'en-cours', 'non-acquis', 'non-evalue')
  where d.organisme_id = (select app.organisme()) group by 1)`

/** Ce qu’on a demandé de ce genre à un stagiaire : `envoi`, `envois`, `dernier`, `reponse`, `arret`, suivis du code. */
const demande = (code: string, genre: string): Part => {
  const c = (nom: string) => sql.ref(`${nom}_${code}`)
  const q = sql.ref(`q${code}`)
  const de = (nom: string) => sql.ref(`q${code}.${nom}`)
  return {
    pour: [code],
    colonnes: sql`${de('envoye')} as ${c('envoi')}, ${de('dernier')} as ${c('dernier')}, ${de('envois')} as ${c('envois')},
      ${de('repondue')} as ${c('reponse')}, ${de('arretee')} as ${c('arret')}`,
    jointure: sql`left join (select x.inscription_id, min(x.envoye) as envoye, max(x.dernier) as dernier, sum(x.envois) as envois,
        max(x.repondue) as repondue, bool_or(x.arretee) as arretee from ${demandes(genre)} x
      where x.inscription_id is not null group by 1) ${q} on ${de('inscription_id')} = i.id`,
  }
}

const partsDUnDossier = (): readonly Part[] => [
  {
    pour: ['4a', '8a', '8b', '8c', '10a'],
    colonnes: sql`n.recueilli_le, n.dit, n.prerequis, n.positionne_le, n.situe, n.decide, n.suite_dite, n.adapte, n.inscrit_le as entree_le`,
    jointure: sql`left join n on n.inscription_id = i.id`,
  },
  {
    pour: ['4a'],
    colonnes: sql`qb.le as besoin_le, qb.dit as besoin_dit`,
    jointure: sql`left join ${repondue('besoin')} qb on qb.inscription_id = i.id`,
  },
  {
    // Toutes ses pièces d’un trait : l’index les rend sans en ouvrir une. Vaut la dernière attestation, celle que rien ne remplace.
    pour: ['9a', '11a', '11b'],
    colonnes: sql`z.convoque_le, z.certifie_le, greatest(z.oui_le, z.non_le) as atteste_le,
      z.oui_le is not null and (z.non_le is null or z.oui_le > z.non_le) as evaluee`,
    jointure: sql`left join (select z.objet_id, min(z.emise_le) filter (where z.genre = 'convocation') as convoque_le,
          min(z.emise_le) filter (where z.genre = 'certificat-realisation') as certifie_le,
          max(z.emise_le) filter (where z.genre = 'attestation' and z.evaluee) as oui_le,
          max(z.emise_le) filter (where z.genre = 'attestation' and z.evaluee is not true) as non_le
        from documents.piece z where z.organisme_id = (select app.organisme()) group by z.objet_id) z on z.objet_id = i.id`,
  },
  {
    pour: ['11a'],
    colonnes: sql`qa.le as acquis_le, qa.complete as acquis_complets`,
    jointure: sql`left join ${evaluee} qa on qa.inscription_id = i.id`,
  },
  {
    pour: ['9b'],
    colonnes: sql`zi.remis_le as reglement_le`,
    jointure: sql`left join (select x.inscription_id, x.remis_le from inscriptions.remise x
        where x.organisme_id = (select app.organisme()) and x.genre = 'reglement-interieur') zi on zi.inscription_id = i.id`,
  },
  {
    pour: ['10a', '12e', '16a'],
    colonnes: sql`su.suivi_des, su.suivi_le, su.ajuste_des, su.ajuste_le, su.remise_le, su.epreuve_le, coalesce(su.tard, false) as suivi_tard`,
    jointure: sql`left join (select s.inscription_id, min(s.le) filter (where s.suit) as suivi_des, max(s.le) filter (where s.suit) as suivi_le, min(s.le) filter (where s.genre = 'remise') as remise_le, min(s.le) filter (where s.genre = 'epreuve') as epreuve_le,
          min(s.le) filter (where s.suit and s.genre = 'ajustement') as ajuste_des, max(s.le) filter (where s.suit and s.genre = 'ajustement') as ajuste_le,
          bool_and(${apresCoup(sql`s.inscrit_le`, sql`s.le`)}) as tard
        -- \`offset 0\` : un texte ne se pèse qu’une fois, et non une par compte qu’on en tire.
        from (select s.inscription_id, s.le, s.genre, s.inscrit_le, ${suit(sql`s`)} as suit from qualite.suivi s
          where s.organisme_id = (select app.organisme()) offset 0) s group by s.inscription_id) su on su.inscription_id = i.id`,
  },
  demande('29b', 'insertion'),
  demande('30a', 'chaud'),
  demande('30b', 'froid'),
]

const ceQueRegardent = (codes: readonly string[]): readonly Part[] =>
  partsDUnDossier().filter((part) => part.pour.some((c) => codes.includes(c)))

/** Le jour de Paris d’un instant : une convention signée à 23 h 30 l’est ce jour-là, quel que soit le fuseau du serveur. */
export const jourParis = (instant: RawBuilder<unknown>) =>
  sql<string>`(${instant} at time zone 'Europe/Paris')::date`

/** L’instant où ce jour commence à Paris : `jourParis(x) < d` et `x < minuit(d)` disent la même chose, d’un calcul par jour. */
export const minuit = (jour: RawBuilder<unknown>) =>
  sql<Date>`(${jour}::timestamp at time zone 'Europe/Paris')`

/**
 * Le fait a-t-il été écrit bien après le jour qu’il dit ? Paris ne s’écarte jamais d’un jour de l’heure universelle : comparer des
 * secondes d’abord épargne, à presque toutes les lignes, de demander l’heure de Paris.
 */
export const apresCoup = (inscritLe: RawBuilder<unknown>, le: RawBuilder<unknown>) =>
  sql`coalesce(date_part('epoch', ${inscritLe}) >= (${le} - date '1970-01-01' + ${joursApresCoup}::int4) * 86400::float8, false)
    and ${jourParis(inscritLe)} > ${le} + ${joursApresCoup}::int4`
