import { type RawBuilder, sql } from 'kysely'
import { delais, delaisQuestionnaires } from '../domain/controles/parametres.ts'
import { vautDepuis } from '../domain/grille.ts'
import { apresCoup, ditQuelqueChose, jourParis, minuit, type Regarde, suit } from './population.ts'
import type { Regle } from './regles-offre.ts'

/**
 * Un fait par dossier, lu dans `m` seule. Dit en colonnes plutôt qu’en requête : neuf contrôles se comptent alors d’un seul passage
 * (`compter-dossiers.ts`), et la même phrase rend leurs lignes.
 */
export type FaitDeDossier = {
  /** À qui on l’attend ; à défaut, à tous. */
  readonly ou?: RawBuilder<unknown>
  readonly qui: RawBuilder<unknown>
  readonly tenu: RawBuilder<unknown>
  readonly le: RawBuilder<unknown>
  /** `le` est un instant : son jour de Paris se cherche une fois compté. */
  readonly instant?: true
  readonly tard?: RawBuilder<unknown>
  readonly jour: RawBuilder<unknown>
  readonly quoi: RawBuilder<unknown>
}

const suivi = sql`coalesce(m.suivi_par, m.formateur_id)`
const formateur = sql`m.formateur_id`
const [premier, dernier] = [sql`m.premier_jour`, sql`m.dernier_jour`]
const [recueilli, positionne] = [sql`m.recueilli_le`, sql`m.positionne_le`]
const [recueilliTard, positionneTard] = [recueilli, positionne].map((le) =>
  apresCoup(sql`m.entree_le`, le),
) as [RawBuilder<unknown>, RawBuilder<unknown>]
const fini = (jour: string) => sql`m.dernier_jour < ${jour}::date and m.etat = 'inscrit'`

/** Le bilan d’une action s’écrit dans les jours qui la suivent ; passé ceux-là, une trace ne dit plus ce qui y fut suivi. */
const finDuSuivi = sql`m.dernier_jour + ${delais.suivi}::int4`
/**
 * Une trace au moins de ce jour-là à la fin de l’action. La première et la dernière suffisent à le dire, sauf si l’une est d’avant et l’autre
 * d’après : on cherche alors entre elles.
 */
const uneTrace = (quoi: 'suivi' | 'ajuste', depuis: RawBuilder<unknown>) => {
  const [des, le] = [sql.ref(`m.${quoi}_des`), sql.ref(`m.${quoi}_le`)]
  return sql`coalesce(case when ${des} >= ${depuis} then ${des} <= ${finDuSuivi} when ${le} <= ${finDuSuivi} then ${le} >= ${depuis}
    else exists (select from qualite.suivi s where s.organisme_id = (select app.organisme()) and s.inscription_id = m.id
      and s.le between ${depuis} and ${finDuSuivi} and ${suit(sql`s`)} ${quoi === 'ajuste' ? sql`and s.genre = 'ajustement'` : sql``}) end, false)`
}

/** Sa première version est du jour de la remise, ou d’avant ; sans aucune, c’est 12c qui le dit. */
const ecriteQuandRemise = sql`coalesce(m.remise_le >= (select min(r.le) from qualite.registre r
  where r.organisme_id = (select app.organisme()) and r.genre = 'procedure-violences'), true)`

/** Envoyé et relancé : répondu, rappelé, ou la personne ne veut pas l’être ; tant que le rappel n’est pas dû, rien ne manque. */
const demande = (
  code: string,
  apres: number,
  nom: string,
  jour: string,
  ou: RawBuilder<unknown> = sql`true`,
): FaitDeDossier => {
  const [envoi, envois, dernierEnvoi, reponse, arret] = [
    'envoi',
    'envois',
    'dernier',
    'reponse',
    'arret',
  ].map((x) => sql.ref(`m.${x}_${code}`)) as [
    RawBuilder<unknown>,
    RawBuilder<unknown>,
    RawBuilder<unknown>,
    RawBuilder<unknown>,
    RawBuilder<unknown>,
  ]
  return {
    ou: sql`m.etat = 'inscrit' and m.dernier_jour + ${apres}::int4 < ${jour}::date and ${ou}`,
    qui: suivi,
    tenu: sql`coalesce(${reponse} is not null or (${envoi} is not null and (${envois} > 1 or ${arret}
      or ${jour}::date <= ${envoi} + ${delaisQuestionnaires.rappel}::int4)), false)`,
    le: sql`coalesce(${reponse}, ${dernierEnvoi})`,
    jour: sql`m.dernier_jour + ${apres}::int4`,
    quoi: sql`case when ${reponse} is null and ${envoi} is null then ${`${nom} n’est pas parti`}::text
      else ${`${nom} est resté sans réponse et sans rappel`}::text end`,
  }
}

/** Un stagiaire, de son entrée à sa sortie : indicateurs 4, 8, 9, 10, 11, 12, 16, 29 et 30. */
export const faitsDeDossier: Readonly<Record<string, (r: Regarde) => FaitDeDossier>> = {
  '4a': () => ({
    qui: suivi,
    tenu: sql`coalesce(m.recueilli_le <= m.premier_jour and m.dit, false) or coalesce(m.besoin_le <= m.premier_jour and m.besoin_dit, false)`,
    le: sql`coalesce(m.recueilli_le, m.besoin_le)`,
    tard: recueilliTard,
    jour: premier,
    quoi: sql`case when m.recueilli_le is null and m.besoin_le is null then 'aucun recueil du besoin'
      when m.recueilli_le <= m.premier_jour and not m.dit or m.recueilli_le is null and m.besoin_le <= m.premier_jour then 'le recueil ne dit rien du besoin'
      else 'le recueil est daté d’après le début' end`,
  }),
  '8a': () => ({
    qui: formateur,
    tenu: sql`coalesce(m.positionne_le <= m.premier_jour and m.situe, false)`,
    le: positionne,
    tard: positionneTard,
    jour: premier,
    quoi: sql`case when m.positionne_le is null then 'aucun positionnement' when not m.situe then 'le résultat du positionnement n’est pas écrit, ou ne dit rien'
      else 'le positionnement est daté d’après le début' end`,
  }),
  '8b': () => ({
    qui: formateur,
    tenu: sql`coalesce(m.decide and m.suite_dite, false)`,
    le: positionne,
    tard: positionneTard,
    jour: premier,
    quoi: sql`case when m.decide then 'la suite donnée au positionnement n’est pas écrite, ou ne dit rien' else 'aucune suite donnée au positionnement' end`,
  }),
  // L’offre dit n’en avoir aucun : rien à vérifier. Elle en demande : « sans objet » n’en est pas la vérification.
  '8c': () => ({
    ou: sql`not m.sans_prerequis`,
    qui: suivi,
    tenu: sql`coalesce(m.recueilli_le <= m.premier_jour and (m.prerequis = 'verifies' or m.prerequis = 'sans-objet' and not m.exige_prerequis), false)`,
    le: recueilli,
    tard: recueilliTard,
    jour: premier,
    quoi: sql`case when m.prerequis = 'sans-objet' and m.exige_prerequis then 'l’offre a des prérequis, et ils sont dits sans objet'
      when m.prerequis in ('verifies', 'sans-objet') then 'les prérequis sont vérifiés après le début' else 'les prérequis ne sont pas vérifiés' end`,
  }),
  '9a': () => ({
    qui: suivi,
    tenu: sql`coalesce(m.convoque_le < m.debut, false)`,
    le: sql`m.convoque_le`,
    instant: true,
    jour: premier,
    quoi: sql`case when m.convoque_le is null then 'aucune convocation'
      else 'la convocation est du premier jour, ou d’après' end`,
  }),
  '9b': () => ({
    qui: suivi,
    tenu: sql`coalesce(m.reglement_le < m.debut, false)`,
    le: sql`m.reglement_le`,
    instant: true,
    jour: premier,
    quoi: sql`case when m.reglement_le is null then 'le règlement intérieur n’est pas remis'
      else 'le règlement intérieur est remis après le début' end`,
  }),
  '10a': ({ jour }) => ({
    ou: fini(jour),
    qui: formateur,
    // Ce qui précède l’entrée est le recueil du besoin ; un ajustement vient après le positionnement qui le décide.
    tenu: sql`${uneTrace('suivi', premier)} and (m.adapte is not true or ${uneTrace('ajuste', positionne)})`,
    le: sql`case when m.suivi_le <= ${finDuSuivi} then m.suivi_le else m.suivi_des end`,
    tard: sql`m.suivi_tard`,
    jour: dernier,
    quoi: sql`case when not ${uneTrace('suivi', premier)} and m.suivi_le > ${finDuSuivi} then 'la trace de suivi est écrite plus de quinze jours après la fin'
      when not ${uneTrace('suivi', premier)} then 'aucune trace de suivi pendant l’action, ou elle ne dit rien'
      else 'l’ajustement décidé à l’entrée n’est pas écrit' end`,
  }),
  // Une seule vérité : ce que l’évaluation a montré, et l’attestation qui le dit. Une attestation qui la contredit défait la preuve.
  '11a': ({ jour }) => ({
    ou: fini(jour),
    qui: formateur,
    // Une attestation d’avant la fin, une évaluation d’avant le début ne disent pas ce que l’action a appris.
    tenu: sql`case when m.atteste_le is not null then coalesce(m.evaluee and m.atteste_le >= m.fin, false)
      else coalesce(m.acquis_complets and m.acquis_le >= m.premier_jour, false) end`,
    le: sql`case when m.atteste_le is null and m.acquis_le is not null then ${minuit(sql`m.acquis_le`)} else m.atteste_le end`,
    instant: true,
    jour: dernier,
    quoi: sql`case when m.atteste_le is null and m.acquis_le is null then 'aucune évaluation : ni attestation, ni évaluation des acquis' when m.atteste_le is not null and coalesce(m.acquis_complets, false) then 'les acquis sont évalués, et l’attestation dit le contraire : émettez-la de nouveau'
      when m.atteste_le < m.fin then 'l’attestation est d’avant la fin de l’action'
      when m.atteste_le is null and m.acquis_le < m.premier_jour then 'l’évaluation est d’avant le début de l’action'
      else 'un objectif au moins n’est pas évalué' end`,
  }),
  '11b': ({ jour }) => ({
    ou: fini(jour),
    qui: suivi,
    tenu: sql`coalesce(m.certifie_le >= m.fin, false)`,
    le: sql`m.certifie_le`,
    instant: true,
    jour: dernier,
    quoi: sql`'le certificat de réalisation n’est pas émis'`,
  }),
  // Due depuis que le décret l’attend ; une remise d’après le premier jour ne prévient plus rien, et l’on ne remet pas ce qui n’est pas écrit.
  '12e': () => ({
    ou: sql`m.premier_jour >= ${vautDepuis('2026-728')}::date`,
    qui: suivi,
    tenu: sql`coalesce(m.remise_le <= m.premier_jour, false) and ${ecriteQuandRemise}`,
    le: sql`m.remise_le`,
    jour: premier,
    quoi: sql`case when m.remise_le is null then 'la procédure contre les violences n’est pas remise'
      when not ${ecriteQuandRemise} then 'la procédure contre les violences est dite remise avant d’être écrite' else 'la procédure contre les violences est remise après le début' end`,
  }),
  '16a': ({ jour }) => ({
    ou: sql`m.certifiante and ${fini(jour)}`,
    qui: suivi,
    tenu: sql`coalesce(m.epreuve_le <= m.dernier_jour, false)`,
    le: sql`m.epreuve_le`,
    jour: dernier,
    quoi: sql`case when m.epreuve_le is null then 'l’inscription à l’épreuve n’est pas écrite' else 'l’inscription à l’épreuve est écrite après la fin' end`,
  }),
  '29b': ({ jour }) =>
    demande('29b', delaisQuestionnaires.insertion, 'le questionnaire à six mois', jour, sql`m.apprenti`),
  '30a': ({ jour }) => demande('30a', delaisQuestionnaires.chaud, 'le questionnaire à chaud', jour),
  '30b': ({ jour }) => demande('30b', delaisQuestionnaires.froid, 'le questionnaire à froid', jour),
}

/** Les mêmes faits, en lignes. */
const enLignes =
  (code: string, fait: (r: Regarde) => FaitDeDossier): Regle =>
  (r) => {
    const f = fait(r)
    return sql`select ${code}::text, m.id, m.session_id, m.activite_id, ${f.qui}, ${f.tenu}, ${f.instant ? jourParis(f.le) : f.le},
      ${f.tard ?? sql`false`}, ${f.jour}, ${f.quoi}, false, null::uuid from m where ${f.ou ?? sql`true`}`
  }

/** Un dossier de client, un stagiaire : indicateurs 4, 5, 8, 9, 10, 11, 12, 29 et 30. */
export const reglesDossier: Readonly<Record<string, Regle>> = {
  ...Object.fromEntries(Object.entries(faitsDeDossier).map(([code, fait]) => [code, enLignes(code, fait)])),
  '4b': () => sql`select '4b', d.id, d.session_id, d.activite_id, d.suivi_par, ${ditQuelqueChose(sql`d.objectif`)}, ${jourParis(sql`d.cree_le`)}, false,
      p.premier_jour, 'l’objectif du client n’est pas écrit, ou ne dit rien', false, null::uuid
    from inscriptions.dossier d join p on p.organisme_id = d.organisme_id and p.id = d.session_id
    where d.organisme_id = (select app.organisme()) and d.acheteur = 'entreprise' and d.retracte_le is null
      and d.id in (select client.id from client)`,
  '5b': () => sql`select '5b', d.id, d.session_id, d.activite_id, d.suivi_par,
      coalesce(${jourParis(sql`d.signe_le`)} <= p.premier_jour and d.signature_piece_id is not null, false), ${jourParis(sql`d.signe_le`)}, false,
      p.premier_jour, case when d.signe_le is null then 'la pièce n’est pas signée du client'
        when d.signature_piece_id is null then 'la signature n’est pas sur une pièce d’ici, qui porterait les objectifs'
        else 'signée après le premier jour' end, false, null::uuid
    from inscriptions.dossier d join p on p.organisme_id = d.organisme_id and p.id = d.session_id
    where d.organisme_id = (select app.organisme()) and d.regime in ('convention', 'contrat') and d.retracte_le is null
      and d.id in (select client.id from client)`,
  '12a':
    () => sql`select '12a', i.id, i.session_id, i.activite_id, coalesce(i.suivi_par, i.formateur_id), x.sans = 0, x.relance_le, false, x.jour,
      case when x.sans > 1 then x.sans || ' absences non justifiées n’ont pas de relance écrite dans la semaine'
        else 'une absence non justifiée n’a pas de relance écrite dans la semaine' end, false, null::uuid
    from i join (select a.inscription_id, coalesce(min(a.jour) filter (where r.le is null), min(a.jour)) as jour, max(r.le) as relance_le,
          count(*) filter (where r.le is null) as sans
        from (select distinct a.inscription_id, e.jour from emargement.absence a
            join sessions.seance e on e.organisme_id = a.organisme_id and e.id = a.seance_id
            where a.organisme_id = (select app.organisme()) and not a.justifiee
              and not exists (select from emargement.rectification x where x.organisme_id = a.organisme_id and x.inscription_id = a.inscription_id
                and x.seance_id = a.seance_id and x.etat = 'presente')) a
          -- Chaque absence a la sienne : une relance ne vaut pas pour celles d’un autre mois.
          left join lateral (select min(s.le) as le from qualite.suivi s where s.organisme_id = (select app.organisme()) and s.inscription_id = a.inscription_id
            and s.genre = 'relance' and ${ditQuelqueChose(sql`s.texte`)} and s.le between a.jour and a.jour + ${delais.relance}::int4) r on true
        group by a.inscription_id) x on x.inscription_id = i.id
    union all
    select '12a', i.id, i.session_id, i.activite_id, coalesce(i.suivi_par, i.formateur_id), ${ditQuelqueChose(sql`i.motif`)}, ${jourParis(sql`i.close_le`)},
      false, i.dernier_jour, 'l’abandon n’a pas de motif, ou il ne dit rien', false, null::uuid from i where i.etat = 'abandon'`,
}
