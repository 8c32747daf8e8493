/** Ce qu’une preuve dit quand on l’ouvre : par genre de chose, ses mots, et qui les a écrits. */
import { type RawBuilder, sql } from 'kysely'
import type { TenantTx } from '#platform/db/index.ts'

export type Contenu = {
  readonly objet: string
  /** Un nom et une valeur, dans l’ordre où on les lit ; une valeur vide ne se montre pas. Puis, s’il y en a un, un code et la liste où est son mot. */
  readonly contenu: readonly (readonly [
    nom: string,
    valeur: string | null,
    liste?: string,
    code?: string | null,
  ])[]
  /** Le compte qui l’a écrit. */
  readonly par: string | null
}
type Lecture = (ids: readonly string[]) => RawBuilder<Contenu>
const ids = (liste: readonly string[]) => sql`${`{${liste.join(',')}}`}::uuid[]`
const ici = sql`(select app.organisme())`
const jourLu = (jour: RawBuilder<unknown>) => sql`to_char(${jour}, 'DD/MM/YYYY')`
const instantLu = (instant: RawBuilder<unknown>) =>
  sql`to_char(${instant} at time zone 'Europe/Paris', 'DD/MM/YYYY')`

const derniereEntree = (l: readonly string[], contenu: RawBuilder<unknown>) => sql<Contenu>`
  select e.inscription_id as objet, ${contenu} as contenu, e.par from (select distinct on (x.inscription_id) x.* from qualite.entree x
    where x.organisme_id = ${ici} and x.inscription_id = any (${ids(l)}) order by x.inscription_id, x.rang desc) e`

const suivis = (l: readonly string[], ou: RawBuilder<unknown>) => sql<Contenu>`
  select s.inscription_id as objet, jsonb_agg(jsonb_build_array(${jourLu(sql`s.le`)}, s.texte, 'suivi', s.genre) order by s.le) as contenu,
    (array_agg(s.par order by s.le desc))[1] as par
  from qualite.suivi s where s.organisme_id = ${ici} and s.inscription_id = any (${ids(l)}) and ${ou} group by 1`

/** Une session, demi-journée par demi-journée : le jour, les heures, qui anime, et la feuille close ou non. */
const demiJournees: Lecture = (l) => sql<Contenu>`
  select e.session_id as objet, jsonb_agg(jsonb_build_array(${jourLu(sql`e.jour`)},
      concat_ws(', ', (e.fin_minutes - e.debut_minutes) / 60 || ' h ' || lpad(((e.fin_minutes - e.debut_minutes) % 60)::text, 2, '0'),
        (select string_agg(distinct t.prenom || ' ' || t.nom, ', ') from sessions.affectation a join tiers.personne t on t.organisme_id = a.organisme_id
          and t.id = a.personne_id where a.organisme_id = e.organisme_id and a.seance_id = e.id), nullif(s.lieu, ''),
        'feuille close le ' || ${instantLu(sql`f.close_le`)}), 'demi-journee', e.demi_journee) order by e.jour, e.debut_minutes) as contenu, null::uuid as par
  from sessions.seance e join sessions.session s on s.organisme_id = e.organisme_id and s.id = e.session_id
    left join emargement.cloture f on f.organisme_id = e.organisme_id and f.seance_id = e.id
  where e.organisme_id = ${ici} and e.session_id = any (${ids(l)}) and e.tenue group by 1`

/** La fiche en ligne, à défaut la dernière : ce que ce contrôle y a lu, et lui seul ; `valeurs` : un nom et une valeur par ligne. */
const fiche = (l: readonly string[], valeurs: RawBuilder<unknown>) => sql<Contenu>`
  select c.offre_id as objet, (select jsonb_agg(jsonb_build_array(x.nom, x.valeur)) from (values
      ('Publiée le', ${instantLu(sql`c.publiee_le`)}), ${valeurs}) x (nom, valeur)) as contenu, null::uuid as par
  from (select distinct on (x.offre_id) x.* from catalogue.fiche x where x.organisme_id = ${ici} and x.offre_id = any (${ids(l)})
    order by x.offre_id, (x.retiree_le is null) desc, x.numero desc) c`
/** Un nombre de millièmes, en pour cent : « 92 », « 4,6 ». */
const pourCent = (milliemes: RawBuilder<unknown>) =>
  sql`replace(trim_scale(round(${milliemes} / 10.0, 1))::text, '.', ',') || ' %'`

const ficheDeSession: Lecture = (l) => sql<Contenu>`
  select s.id as objet, jsonb_build_array(jsonb_build_array('Fiche en ligne depuis le', ${instantLu(sql`min(c.publiee_le)`)}),
      jsonb_build_array('Version vendue', max(w.numero)::text)) as contenu, null::uuid as par
  from sessions.session s join catalogue.fiche c on c.organisme_id = s.organisme_id and c.offre_id = s.offre_id
    left join catalogue.version w on w.organisme_id = s.organisme_id and w.id = s.version_id
  where s.organisme_id = ${ici} and s.id = any (${ids(l)}) group by 1`

/** Ce qui fut demandé par questionnaire, quand, et si l’on a répondu ; de ce que la personne dit, rien : les taux le disent. */
const demandes =
  (genre: string, objet: 'inscription' | 'session'): Lecture =>
  (l) => {
    const de = objet === 'inscription' ? sql`d.inscription_id` : sql`k.session_id`
    return sql<Contenu>`
  select ${de} as objet, jsonb_agg(jsonb_build_array('Demandé le ' || coalesce(${instantLu(sql`e.le`)}, ${jourLu(sql`k.jour`)}),
      case when d.repondue_le is null then 'sans réponse encore' else 'répondu le ' || ${jourLu(sql`d.repondue_le`)} end) order by e.le) as contenu, null::uuid as par
  from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id
    left join questionnaires.envoi e on e.organisme_id = d.organisme_id and e.demande_id = d.id
  where d.organisme_id = ${ici} and k.genre = ${genre} and ${de} = any (${ids(l)}) group by 1`
  }

const elements: Lecture = (l) => sql<Contenu>`
  select i.id as objet, jsonb_agg(jsonb_build_array(${jourLu(sql`e.le`)}, e.intitule || coalesce(', ' || e.minutes || ' min', '')) order by e.le) as contenu,
    (array_agg(e.note_par order by e.le desc))[1] as par
  from inscriptions.inscription i join emargement.element_probant e on e.organisme_id = i.organisme_id and e.session_id = i.session_id
      and (e.inscription_id is null or e.inscription_id = i.id) and e.genre <> 'annulation'
  where i.organisme_id = ${ici} and i.id = any (${ids(l)})
    and not exists (select from emargement.element_probant z where z.organisme_id = e.organisme_id and z.annule_id = e.id) group by 1`

/** Ce qui fut fait d’une affaire, jour par jour : jamais son récit, ni ses mots ; d’une affaire protégée, ni qui la suit. */
const suites: Lecture = (l) => sql<Contenu>`
  select a.id as objet, jsonb_build_array(jsonb_build_array('Reçue le', ${jourLu(sql`a.recu_le`)})) || coalesce((select jsonb_agg(jsonb_build_array('', ${jourLu(
    sql`x.le`,
  )}, 'suite', x.genre) order by x.le) from qualite.suite x where x.organisme_id = a.organisme_id and x.affaire_id = a.id), '[]') as contenu,
    case when a.genre = any (app.liste('affaires-protegees')) then null else (select x.par from qualite.suite x
      where x.organisme_id = a.organisme_id and x.affaire_id = a.id order by x.le desc limit 1) end as par
  from qualite.affaire a where a.organisme_id = ${ici} and a.id = any (${ids(l)})`

const titres: Lecture = (l) => sql<Contenu>`
  select p.id as objet, jsonb_agg(jsonb_build_array(p.nom, concat_ws(' ; ', nullif(i.titres, ''), nullif(i.rapport, '')))) as contenu, null::uuid as par
  from (select distinct e.session_id as id, a.personne_id, t.prenom || ' ' || t.nom as nom from sessions.seance e
      join sessions.affectation a on a.organisme_id = e.organisme_id and a.seance_id = e.id
      join tiers.personne t on t.organisme_id = a.organisme_id and t.id = a.personne_id
      where e.organisme_id = ${ici} and e.session_id = any (${ids(l)}) and e.tenue) p
    left join tiers.intervenant i on i.organisme_id = ${ici} and i.personne_id = p.personne_id group by 1`

/** Le jour de la signature n’est une preuve que par sa pièce : sans elle, quelqu’un l’a dit, et ce n’est pas montré. */
const dossierClient: Lecture = (l) => sql<Contenu>`
  select d.id as objet, jsonb_build_array(jsonb_build_array('Objectif du client', d.objectif),
    jsonb_build_array('Signée le', case when d.signature_piece_id is not null then ${instantLu(sql`d.signe_le`)} end),
    jsonb_build_array('Par', '', 'signature', case when d.signature_piece_id is not null then d.signature_moyen end)) as contenu, d.suivi_par as par
  from inscriptions.dossier d where d.organisme_id = ${ici} and d.id = any (${ids(l)})`

/** Les pièces émises de ce genre : leur numéro, leur jour. Le fichier, lui, s’ouvre à part. */
const piecesEmises =
  (genre: string, nom: string): Lecture =>
  (l) =>
    sql<Contenu>`
  select z.objet_id as objet, jsonb_agg(jsonb_build_array(${nom}::text, z.numero || ', émise le ' || ${instantLu(sql`z.emise_le`)}) order by z.emise_le) as contenu,
    null::uuid as par
  from documents.piece z where z.organisme_id = ${ici} and z.genre = ${genre} and z.objet_id = any (${ids(l)})
    and not exists (select from documents.piece y where y.organisme_id = z.organisme_id and y.remplace_id = z.id) group by 1`

/** L’évaluation des acquis, objectif par objectif, et l’attestation qui la dit. */
const evaluation: Lecture = (l) => sql<Contenu>`
  select x.objet, jsonb_agg(jsonb_build_array(x.nom, x.valeur, 'acquis', x.code) order by x.rang, x.nom) as contenu, null::uuid as par from (
    select d.inscription_id as objet, 1 as rang, coalesce(q.q ->> 'objectif', q.q ->> 'libelle') as nom, '' as valeur, v.code
    from questionnaires.demande d join questionnaires.campagne k on k.organisme_id = d.organisme_id and k.id = d.campagne_id and k.genre = 'acquis'
      join questionnaires.reponse r on r.organisme_id = d.organisme_id and r.demande_id = d.id
      join questionnaires.valeur v on v.organisme_id = r.organisme_id and v.reponse_id = r.id and v.code is not null
      cross join lateral (select y as q from jsonb_array_elements(coalesce(k.contenu -> 'questions', '[]')) y where y ->> 'id' = v.question limit 1) q
    where d.organisme_id = ${ici} and d.inscription_id = any (${ids(l)})
    union all select z.objet_id, 2, 'Attestation', z.numero || ', émise le ' || ${instantLu(sql`z.emise_le`)}, null from documents.piece z
    where z.organisme_id = ${ici} and z.genre = 'attestation' and z.objet_id = any (${ids(l)})
      and not exists (select from documents.piece y where y.organisme_id = z.organisme_id and y.remplace_id = z.id)) x group by 1`

/** Par contrôle, ce que sa preuve dit. Les contrôles qu’une ligne de registre porte s’ouvrent par elle. */
const lectures: Readonly<Record<string, Lecture>> = {
  '1a': (l) =>
    fiche(
      l,
      sql`('Objectif', c.contenu ->> 'objectif'), ('Objectifs', (select string_agg(o, ' ; ') from
        jsonb_array_elements_text(case when jsonb_typeof(c.contenu -> 'objectifs') = 'array' then c.contenu -> 'objectifs' else '[]' end) o)),
      ('Prérequis', c.contenu ->> 'prerequis'), ('Délai d’accès', c.contenu ->> 'delaiAcces'), ('Financement', c.contenu ->> 'financement'),
      ('Reconnaissance', c.contenu ->> 'sanction'), ('Méthodes', c.contenu ->> 'methodes'), ('Évaluation', c.contenu ->> 'evaluation'),
      ('Accessibilité', c.contenu ->> 'accessibilite'), ('Contact', c.contenu ->> 'contact')`,
    ),
  // Ses résultats : sur la fiche, publiés d’ici, ou aucun encore.
  '2a': (l) =>
    fiche(
      l,
      sql`('Résultats', coalesce(nullif(c.contenu ->> 'indicateurs', ''), (select string_agg(y.libelle || ' : ' || ${pourCent(
        sql`y.valeur_milliemes`,
      )} || ', ' || y.repondants || ' réponses sur ' || y.interroges || ', publié le ' || ${instantLu(sql`y.publiee_le`)}, ' ; ' order by y.publiee_le)
        from questionnaires.publication y where y.organisme_id = ${ici} and y.offre_id = c.offre_id and y.retiree_le is null),
        case when (c.contenu -> 'sansResultat') = 'true'::jsonb then 'action nouvelle, sans résultat encore' end)),
      ('Calcul', c.contenu ->> 'indicateursBase')`,
    ),
  // Le terme est un texte : le lire comme un jour échouerait sur ce qui n’en est pas un.
  '3b': (l) =>
    fiche(
      l,
      sql`('Certification', c.contenu ->> 'certification'), ('Certificateur', c.contenu ->> 'certificateur'), ('Enregistrée jusqu’au',
        concat_ws('/', substr(c.contenu ->> 'certAu', 9, 2), substr(c.contenu ->> 'certAu', 6, 2), left(c.contenu ->> 'certAu', 4))),
      ('Passerelles', c.contenu ->> 'certPasserelles'), ('Débouchés', c.contenu ->> 'certDebouches'), ('Suites', c.contenu ->> 'certResultats')`,
    ),
  // Une offre que l’on vend sans fiche en ligne a ses objectifs, et son évaluation, dans ses rubriques.
  '5a': (l) => sql<Contenu>`
    select o.id as objet, jsonb_build_array(jsonb_build_array('Objectifs', (select string_agg(t, ' ; ') from
        jsonb_array_elements_text(coalesce(c.contenu -> 'objectifs', o.rubriques -> 'objectifs', '[]')) t)),
      jsonb_build_array('Évaluation', coalesce(c.contenu ->> 'evaluation', o.evaluation))) as contenu, null::uuid as par
    from catalogue.offre o left join lateral (select x.contenu from catalogue.fiche x where x.organisme_id = o.organisme_id and x.offre_id = o.id
        and x.retiree_le is null order by x.numero desc limit 1) c on true
    where o.organisme_id = ${ici} and o.id = any (${ids(l)})`,
  '1b': ficheDeSession,
  '4a': (l) =>
    derniereEntree(
      l,
      sql`jsonb_build_array(jsonb_build_array('Recueilli le', ${jourLu(sql`e.recueilli_le`)}), jsonb_build_array('Besoin', e.besoin))`,
    ),
  '8a': (l) =>
    derniereEntree(
      l,
      sql`jsonb_build_array(jsonb_build_array('Positionné le', ${jourLu(sql`e.positionne_le`)}), jsonb_build_array('Par', '', 'moyen', e.moyen), jsonb_build_array('Résultat', e.resultat))`,
    ),
  '8b': (l) =>
    derniereEntree(
      l,
      sql`jsonb_build_array(jsonb_build_array('Décision', '', 'decision', e.decision), jsonb_build_array('Détail', e.decision_detail))`,
    ),
  '8c': (l) =>
    derniereEntree(l, sql`jsonb_build_array(jsonb_build_array('Prérequis', '', 'prerequis', e.prerequis))`),
  '4b': dossierClient,
  '5b': dossierClient,
  '6b': demiJournees,
  '10c': demiJournees,
  '12b': demiJournees,
  '17a': demiJournees,
  '18a': demiJournees,
  '18d': (l) => sql<Contenu>`
    select m.session_id as objet, jsonb_agg(jsonb_build_array(v.nom, 'intervention accordée le ' || ${instantLu(
      sql`coalesce(m.repondue_le, m.demandee_le)`,
    )} || ', pour le ' || ${jourLu(sql`m.du`)}) order by m.du, m.id) as contenu, null::uuid as par
    from cae.mission m join organisme.activite v on v.organisme_id = m.organisme_id and v.id = m.vendeuse_id
    where m.organisme_id = ${ici} and m.genre = 'mission' and m.etat in ('accordee', 'constatee', 'confirmee')
      and m.session_id = any (${ids(l)}) group by 1`,
  // Remis de la main à la main, quelqu’un l’a dit : ce n’est une preuve que si la personne l’accuse de son lien.
  '9b': (l) => sql<Contenu>`
    select x.inscription_id as objet, jsonb_build_array(jsonb_build_array('Remis le', ${instantLu(sql`x.remis_le`)}), jsonb_build_array('Par', '', 'remise', x.moyen),
      jsonb_build_array('Accusé le', ${instantLu(sql`x.accuse_le`)})) as contenu, null::uuid as par
    from inscriptions.remise x where x.organisme_id = ${ici} and x.genre = 'reglement-interieur' and x.inscription_id = any (${ids(l)})
      and (x.moyen <> 'main-propre' or x.accuse_moyen = 'lien')`,
  '10a': (l) => suivis(l, sql`s.genre not in ('relance', 'remise', 'epreuve')`),
  '12e': (l) => suivis(l, sql`s.genre = 'remise'`),
  '16a': (l) => suivis(l, sql`s.genre = 'epreuve'`),
  '12a': (l) => sql<Contenu>`
    select i.id as objet, coalesce((select jsonb_agg(jsonb_build_array(${jourLu(sql`s.le`)} || ', relance', s.texte) order by s.le) from qualite.suivi s
        where s.organisme_id = i.organisme_id and s.inscription_id = i.id and s.genre = 'relance'), '[]')
      || case when coalesce(i.motif, '') = '' then '[]' else jsonb_build_array(jsonb_build_array('Motif de l’abandon', i.motif)) end as contenu,
      (select s.par from qualite.suivi s where s.organisme_id = i.organisme_id and s.inscription_id = i.id and s.genre = 'relance' order by s.le desc limit 1) as par
    from inscriptions.inscription i where i.organisme_id = ${ici} and i.id = any (${ids(l)})`,
  '2b': (l) => sql<Contenu>`
    select x.organisme_id as objet, jsonb_agg(jsonb_build_array(x.libelle, ${pourCent(sql`x.valeur_milliemes`)} || ', ' || x.formule || ', ' || x.repondants || ' réponses sur ' ||
      x.interroges || ', du ' || ${jourLu(sql`x.du`)} || ' au ' || ${jourLu(sql`x.au`)} || ', publié le ' || ${instantLu(sql`x.publiee_le`)}) order by x.publiee_le) as contenu, null::uuid as par
    from questionnaires.publication x where x.organisme_id = ${ici} and x.organisme_id = any (${ids(l)}) and x.retiree_le is null group by 1`,
  '32c': (l) => sql<Contenu>`
    select c.organisme_id as objet, jsonb_agg(jsonb_build_array('Audit blanc conclu le', ${jourLu(sql`c.notifie_le`)}) order by c.notifie_le) as contenu,
      (array_agg(c.par order by c.notifie_le desc))[1] as par
    from qualite.audit_cloture c where c.organisme_id = ${ici} and c.organisme_id = any (${ids(l)}) group by 1`,
  '30e': (l) => sql<Contenu>`
    select d.entreprise_id as objet, jsonb_agg(jsonb_build_array('Demandé le', ${instantLu(sql`e.le`)}) order by e.le) as contenu, null::uuid as par
    from questionnaires.demande d join questionnaires.envoi e on e.organisme_id = d.organisme_id and e.demande_id = d.id
    where d.organisme_id = ${ici} and d.entreprise_id = any (${ids(l)}) and d.dossier_id is null group by 1`,
  '33a': (l) => sql<Contenu>`
    select k.offre_id as objet, jsonb_agg(jsonb_build_array('Campagne close le', ${jourLu(sql`k.ferme_le`)}) order by k.ferme_le) as contenu, null::uuid as par
    from questionnaires.campagne k where k.organisme_id = ${ici} and k.offre_id = any (${ids(l)}) and k.genre = 'enseignements' group by 1`,
  '9a': piecesEmises('convocation', 'Convocation'),
  '11a': evaluation,
  '11b': piecesEmises('certificat-realisation', 'Certificat de réalisation'),
  '10b': suites,
  '12d': suites,
  '26c': suites,
  '31a': suites,
  '31b': (l) => sql<Contenu>`
    select s.id as objet, jsonb_build_array(jsonb_build_array('Motif', s.motif)) as contenu, s.formateur_id as par
    from sessions.session s where s.organisme_id = ${ici} and s.id = any (${ids(l)})`,
  '17c': demandes('chaud', 'session'),
  '30a': demandes('chaud', 'inscription'),
  '30b': demandes('froid', 'inscription'),
  '29b': demandes('insertion', 'inscription'),
  '30c': demandes('entreprise', 'session'),
  '30d': demandes('intervenant', 'session'),
  '19b': elements,
  '28a': elements,
  '21b': titres,
}

/** Ce que disent ces faits, par « contrôle|objet ». */
export const lireContenus = async (
  tx: TenantTx,
  faits: readonly { readonly code: string; readonly objet: string }[],
): Promise<ReadonlyMap<string, Contenu>> => {
  const parCode = new Map<string, Set<string>>()
  for (const f of faits) parCode.set(f.code, (parCode.get(f.code) ?? new Set()).add(f.objet))
  const lus = new Map<string, Contenu>()
  for (const [code, objets] of parCode) {
    const lecture = Object.hasOwn(lectures, code) ? lectures[code] : undefined
    if (!lecture) continue
    for (const c of (await lecture([...objets]).execute(tx)).rows) lus.set(`${code}|${c.objet}`, c)
  }
  return lus
}
