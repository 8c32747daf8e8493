// Long parce qu’une seule démonstration se charge, et que chaque essai y lit ce qu’un récit a laissé.
// La démonstration, telle que la base la porte : jouée un jour férié, puis un dimanche et un 29 février, où tout tient encore.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { organismesDemo } from '#app/demo/comptes.ts'
import type { DateCivile } from '#kernel/dates.ts'
import { estOuvre } from '#kernel/feries.ts'
import type { OrganismeId } from '#kernel/id.ts'
import { type CodeStatut, codesStatut } from '#modules/facturation/domain/cycle/statuts.ts'
import { openDatabase } from '#platform/db/index.ts'
import { avecClient } from '#platform/db/roles.ts'
import { demarrerPostgres, type Grappe } from '#platform/postgres/index.ts'
import { sessionsAControler } from '../../src/modules/controles/db/constats.ts'
import { nommerPhrases, releverSession } from '../../src/modules/controles/gestes/relever.ts'
import { sansInsecables } from '../monde/index.ts'
import { copierMoule } from '../parcours/moule.ts'
import { commander, donneesNeuves } from './outils.ts'

const jour = '2026-07-14'
const donnees = donneesNeuves()
const env = { COFORME_DONNEES: donnees.dossier }
let grappe: Grappe
beforeAll(async () => {
  await copierMoule('demonstration', donnees.dossier, new Date(`${jour}T09:00:00+02:00`))
  grappe = await demarrerPostgres({ dossier: donnees.dossier, essai: true })
})
afterAll(async () => {
  await grappe?.arreter()
  await donnees.defaire()
})

/** Lit la base en administrateur : ce que les murs cacheraient à une page. */
const lire = <T extends object>(texte: string): Promise<T[]> =>
  avecClient(grappe.connexion('postgres'), async (c) => (await c.query<T>(texte)).rows)

describe('La démonstration', () => {
  test('ouvre les six enseignes de la coopérative d’activité, et y tient ses formateurs', async () => {
    const tisserands = organismesDemo.find((o) => o.cae)
    const noms = await lire<{ nom: string }>(
      `select a.nom from organisme.activite a join organisme.organisme o using (organisme_id)
        where o.code = 'les-tisserands' and not a.commune`,
    )
    expect(new Set(noms.map((n) => n.nom))).toEqual(new Set(tisserands?.enseignes))
    const portees = await lire<{ courriel: string; n: number }>(
      `select c.courriel, cardinality(a.activites)::int as n from compte.adhesion a
        join compte.compte c on c.id = a.compte_id where not a.toutes order by 1`,
    )
    expect(portees).toEqual([
      { courriel: 'bastien@les-tisserands.example', n: 1 },
      { courriel: 'denis@la-fabrique-du-lien.example', n: 1 },
      { courriel: 'malik@la-fabrique-du-lien.example', n: 1 },
      { courriel: 'salome@les-tisserands.example', n: 2 },
    ])
  })

  test('fait vivre une CAE : douze parcours, une habilitation suspendue, un départ, une marque commune, un atelier, une veille lue, une amélioration montée, un audit interne', async () => {
    const [vie] = await lire<Record<string, number | string>>(
      `select (select count(distinct personne_id)::int from cae.situation) as parcours,
          (select count(*)::int from cae.situation where genre = 'sortie') as sorties,
          (select count(distinct activite_id)::int from tiers.intervenant i join organisme.activite a using (organisme_id)
            where a.id = i.activite_id and not a.commune and a.nom in ('La Navette', 'Trame sonore', 'Fil à plomb', 'Chaîne et climat', 'Ourlet numérique', 'Point de croix')) as enseignes,
          (select count(*)::int from cae.habilitation) as habilitees,
          (select count(*)::int from cae.habilitation where suspendue_le is not null) as suspendues,
          (select count(*)::int from cae.mission where genre = 'cadre' and cle = 'pourcent' and etat = 'accordee') as parts,
          (select count(*)::int from cae.mission m where cadre_id is not null and etat = 'constatee') as bons,
          (select count(*)::int from qualite.presence_atelier where presence = 'present' and ligne_id is not null) as presences,
          (select count(*)::int || ' sur ' || (select count(*) from qualite.diffusion) from qualite.veille_dite) as veilles,
          (select count(*)::int from qualite.amelioration_liee where sens = 'montee' and commune_id is not null) as montees,
          (select count(*)::int from documents.piece where genre = 'convention-commune') as exemplaires,
          (select count(*)::int from cae.reserve where accorde_le is not null) as reserves,
          (select count(*)::int from qualite.audit a join qualite.audit_ouverture o on o.audit_id = a.id where a.par_intervenant) as audits`,
    )
    expect(vie).toEqual({
      parcours: 12,
      sorties: 1,
      enseignes: 6,
      habilitees: 6,
      suspendues: 1,
      parts: 2,
      bons: 2,
      presences: 9,
      veilles: '3 sur 4',
      montees: 1,
      exemplaires: 6,
      reserves: 1,
      audits: 2,
    })
  })

  test('fait vivre un an aux Tisserands : à chaque trimestre, de la convention visée à la facture payée, et ce qui n’a pas été soigné', async () => {
    const [an] = await lire<Record<string, unknown>>(
      `with t as (select organisme_id from organisme.organisme where code = 'les-tisserands'),
          s as (select s.* from sessions.session s join t using (organisme_id) where s.reprise_id is null)
        select (select count(*)::int from s where etat = 'terminee') as tenues,
          (select count(distinct activite_id)::int from s where etat = 'terminee') as enseignes,
          (select array_agg(n order by q)::int[] from (select ('${jour}'::date - dernier_jour) / 92 as q, count(distinct activite_id) as n
            from s where etat = 'terminee' or etat = 'en-cours' and dernier_jour < '${jour}'::date group by 1) x) as trimestres,
          (select count(*)::int from emargement.cloture c join sessions.seance e on e.id = c.seance_id join s on s.id = e.session_id where s.etat = 'terminee') as feuilles,
          (select count(*)::int from facturation.facture f join t using (organisme_id) where f.provenance = 'emise' and f.corrige_id is null) as factures,
          (select count(*)::int from facturation.facture f join t using (organisme_id) where f.provenance = 'emise' and f.corrige_id is not null) as avoirs,
          (select count(*)::int from facturation.reglement r join t using (organisme_id)) as reglements,
          (select count(*)::int from cae.visa v join documents.piece p on p.id = v.piece_id join t on t.organisme_id = v.organisme_id
            where (v.decide_le at time zone 'Europe/Paris')::date > (p.emise_le at time zone 'Europe/Paris')::date) as attendus,
          (select count(*)::int from cae.mission m join t using (organisme_id) where m.etat = 'confirmee' and m.session_id is not null) as missions,
          (select count(*)::int from cae.etape e join t using (organisme_id) where e.genre = 'revue') as revues,
          (select count(*)::int from cae.habilitation h join t using (organisme_id) where h.prolongee_le is not null and h.au > '${jour}'::date) as prolongees,
          (select count(*)::int from qualite.affaire a join t using (organisme_id) where a.genre = 'reclamation' and a.session_id is not null) as reclamations,
          (select count(*)::int from s join inscriptions.dossier d on d.session_id = s.id where s.etat = 'terminee' and d.signe_le is not null and d.signature_piece_id is null) as "sansPapier",
          (select sum(e.debit_centimes - e.credit_centimes)::int from facturation.ecriture e join organisme.activite a on a.id = e.activite_id
            where a.nom = 'La Navette' and e.compte like '5%') as encaisse`,
    )
    expect(an).toEqual({
      tenues: 23,
      enseignes: 6,
      // Six enseignes à chaque trimestre ; du dernier, l’une n’a pas clos la sienne.
      trimestres: [6, 6, 6, 6],
      feuilles: 23,
      factures: 25,
      avoirs: 1,
      reglements: 21,
      attendus: 6,
      missions: 1,
      revues: 3,
      prolongees: 3,
      reclamations: 1,
      sansPapier: 20,
      encaisse: 286_000,
    })
  })

  test('fait vivre un an à La Fabrique du Lien : un comité et ses revues, une session à chaque trimestre, un avoir, une mission entre enseignes, un audit tiré au hasard', async () => {
    const [an] = await lire<Record<string, unknown>>(
      `with t as (select organisme_id from organisme.organisme where code = 'la-fabrique-du-lien'),
          s as (select s.* from sessions.session s join t using (organisme_id))
        select (select count(*)::int from s where etat = 'terminee') as tenues,
          (select count(distinct activite_id)::int from s where etat = 'terminee') as enseignes,
          (select array_agg(n order by q)::int[] from (select ('${jour}'::date - dernier_jour) / 92 as q, count(*) as n
            from s where etat = 'terminee' group by 1) x) as trimestres,
          (select count(*)::int from emargement.cloture c join sessions.seance e on e.id = c.seance_id join s on s.id = e.session_id) as feuilles,
          (select count(*)::int from facturation.facture f join t using (organisme_id) where f.provenance = 'emise' and f.corrige_id is null) as factures,
          (select count(*)::int from facturation.facture f join t using (organisme_id) where f.provenance = 'emise' and f.corrige_id is not null) as avoirs,
          (select count(*)::int from facturation.reglement r join t using (organisme_id)) as reglements,
          (select count(*)::int from documents.piece p join t using (organisme_id) where p.genre = 'certificat-realisation') as certificats,
          (select count(*)::int from cae.mission m join t using (organisme_id) where m.etat = 'confirmee' and m.session_id is not null) as missions,
          (select count(*)::int from cae.avis a join t using (organisme_id)) as avis,
          (select count(*)::int from cae.etape e join t using (organisme_id) where e.genre = 'revue') as revues,
          (select count(*)::int from cae.habilitation h join t using (organisme_id) where h.prolongee_le is not null and h.au > '${jour}'::date) as prolongees,
          (select count(*)::int from qualite.audit a join t using (organisme_id) join qualite.audit_ouverture o on o.audit_id = a.id where a.par_intervenant) as audits`,
    )
    expect(an).toEqual({
      tenues: 5,
      enseignes: 2,
      trimestres: [1, 2, 1, 1],
      feuilles: 7,
      factures: 6,
      avoirs: 1,
      reglements: 4,
      certificats: 2,
      missions: 1,
      avis: 4,
      revues: 2,
      prolongees: 2,
      audits: 1,
    })
  })

  test('montre les marchés de bout en bout : vingt avis, un groupement qui écrit, un rival à part, un marché gagné, un rejet et ses leçons', async () => {
    const [marches] = await lire<Record<string, unknown>>(
      `select (select count(*)::int from marches.avis) as avis,
          (select array_agg(n order by n) from (select count(*)::int as n from marches.membre m join marches.groupement g using (groupement_id)
            where g.objet like '%Argol%' and m.accepte_le is not null group by groupement_id) t) as autour,
          (select count(*)::int from marches.acces a join marches.groupement g using (groupement_id) join compte.compte c on c.id = a.compte_id
            where g.objet like '%Argol%' and c.courriel like 'maiwenn@%') as anime,
          (select count(*)::int from marches.acces a join marches.acces b on b.compte_id = a.compte_id and b.lot = a.lot
            and b.groupement_id <> a.groupement_id where a.du is not null and b.du is not null) as doubles,
          (select count(distinct cle)::int from marches.ecrit where genre = 'bloc') as blocs,
          (select count(*)::int from marches.ecrit where genre = 'relecture') as relectures,
          (select count(distinct groupement_id)::int from marches.ecrit where genre = 'issue' and contenu ->> 'etat' = 'attribue') as gagnes,
          (select count(distinct cle)::int from marches.ecrit where genre = 'commande') as bons,
          (select count(*)::int from marches.ecrit where genre = 'commande' and rang > 1) as corriges,
          (select count(*)::int from marches.coffre where genre = 'reference' and accord like 'Gwenn Le Bihan%') as references,
          (select count(distinct groupement_id)::int from marches.ecrit where genre = 'negociation' and contenu ->> 'prix' = 'true') as manches,
          (select count(*)::int from marches.ecrit where genre = 'issue' and contenu ->> 'etat' = 'rejete') as rejets,
          (select count(distinct organisme_id)::int from marches.ecrit where genre = 'lecon') as lecons`,
    )
    expect(marches).toEqual({
      // Vingt d’aujourd’hui, et les deux d’il y a trois mois.
      avis: 22,
      autour: [2, 3],
      anime: 0,
      doubles: 0,
      blocs: 3,
      relectures: 1,
      gagnes: 1,
      bons: 2,
      corriges: 1,
      references: 1,
      manches: 1,
      rejets: 1,
      lecons: 2,
    })
    // Le dossier rival, nommé : Numerik Commun le mène, deux coopératives y sont ; personne d’autre n’y a d’accès, ni n’en a ouvert une page.
    const rival = `select m.groupement_id from marches.membre m join organisme.organisme o using (organisme_id)
      join marches.groupement g using (groupement_id) where m.mandataire and o.nom = 'Numerik Commun' and g.objet like '%Argol%'`
    const [murs] = await lire<Record<string, unknown>>(
      `select (select count(*)::int from (${rival}) r) as rivaux,
          (select count(*)::int from marches.membre where groupement_id in (${rival}) and accepte_le is not null) as dedans,
          (select count(distinct a.compte_id)::int from marches.acces a where a.groupement_id in (${rival})) as nommes,
          (select count(*)::int from marches.acces a where a.groupement_id in (${rival})
            and not exists (select from marches.membre m where m.groupement_id = a.groupement_id and m.organisme_id = a.organisme_id and m.accepte_le is not null)) as autres,
          (select count(*)::int from marches.lecture l where l.groupement_id in (${rival})
            and not exists (select from marches.acces a where a.groupement_id = l.groupement_id and a.compte_id = l.compte_id and a.du is not null)) as lus`,
    )
    expect(murs).toEqual({ rivaux: 1, dedans: 2, nommes: 2, autres: 0, lus: 0 })
  })

  test('raconte sept rencontres d’un pôle et la première d’un autre, chacune à son jour, et donne à chaque groupe un premier livrable relu', async () => {
    const [pole] = await lire<Record<string, number>>(
      `select (select count(*)::int from pole.reunion where etat = 'tenue') as tenues,
          (select count(*)::int from pole.retour where retire_le is null) as retours,
          (select count(*)::int from pole.reunion where etat = 'convoquee') as convoquees,
          (select count(*)::int from pole.reunion where etat = 'dates') as cherchees,
          (select count(*)::int from pole.decision where etat = 'close' and realisation <> 'a-faire') as suivies,
          (select count(distinct genre)::int from pole.decision) as sortes,
          (select count(*)::int from pole.decision d join pole.decision a on a.id = d.reprend_id and a.issue like 'Non adopt%'
            where d.issue like 'Adopt%') as reprises,
          (select count(*)::int from pole.electeur where procuration_id is not null) as procurations,
          (select count(distinct groupe_id)::int from pole.livrable l join pole.relecture r on r.livrable_id = l.id
            where l.dossier_id is null) as relus,
          (select count(*)::int from pole.groupe where echeance is not null) as groupes,
          (select count(*)::int from pole.acces) as acces,
          (select count(*)::int from portail.delegue) as delegues`,
    )
    expect(pole).toEqual({
      tenues: 8,
      retours: 8,
      convoquees: 2,
      cherchees: 1,
      suivies: 5,
      // Un vote de chaque sorte ; une objection, levée par la reprise ; une procuration.
      sortes: 6,
      reprises: 1,
      procurations: 1,
      relus: 5,
      groupes: 5,
      acces: 2,
      delegues: 2,
    })
    // Le site de l'Union n'est vide nulle part : annuaire, logos, une illustration, un pôle qui cherche ses signatures.
    const [union] = await lire<Record<string, number>>(
      `select (select count(*)::int from portail.fiche where publiee_le is not null) as fiches,
          (select count(*)::int from portail.logo) as logos,
          (select count(*)::int from portail.parution where image_id is not null) as images,
          (select count(*)::int from pole.soutien s join pole.proposition p on p.id = s.proposition_id where p.etat = 'ouverte') as signatures`,
    )
    expect(union?.fiches).toBe(6)
    expect(union).toMatchObject({ logos: 3, images: 3, signatures: 2 })
    const dates = await lire<{ rang: number; debut: string; paru: string }>(
      `select r.rang, r.debut::date::text as debut, t.publie_le::date::text as paru
        from pole.reunion r join pole.retour t on t.reunion_id = r.id join pole.pole p on p.pole_id = r.pole_id and p.code = 'formation'
        order by r.rang`,
    )
    expect(dates[0]).toEqual({ rang: 1, debut: '2019-01-30', paru: '2019-02-08' })
    for (const d of dates) expect(d.paru > d.debut, `rang ${d.rang}`).toBe(true)
    expect(dates.map((d) => d.debut)).toEqual(dates.map((d) => d.debut).toSorted())
  })

  test('montre une action de plus de cinq cents heures : ses délégués élus, une procédure ouverte, ses heures entrées d’un tableau', async () => {
    const [longue] = await lire<Record<string, number>>(
      `select (sum(extract(epoch from se.fin - se.debut)) / 3600)::int as heures,
          (select count(*)::int from sessions.provenance p where p.session_id = s.id) as importee,
          (select count(*)::int from stagiaires.scrutin c where c.session_id = s.id and c.genre = 'election') as elections,
          (select count(*)::int from stagiaires.procedure d where d.session_id = s.id) as procedures
        from sessions.session s join sessions.seance se on se.session_id = s.id
        group by s.id, s.organisme_id having sum(extract(epoch from se.fin - se.debut)) > 500 * 3600`,
    )
    expect(longue?.heures).toBeGreaterThan(500)
    expect(longue).toMatchObject({ importee: 1, elections: 1, procedures: 1 })
  })

  test('six coopératives font le pôle, et un intervenant sans compte a son espace', async () => {
    const [vu] = await lire<Record<string, number>>(
      `select (select count(distinct organisme_id)::int from pole.adhesion where au is null) as cooperatives,
          (select count(*)::int from journal.geste where module = 'espaces') as espaces`,
    )
    expect(vu?.cooperatives).toBe(6)
    expect(vu?.espaces).toBeGreaterThan(0)
  })

  test('se tient autour du jour voulu : hier signé, une case à statuer, aujourd’hui à signer', async () => {
    const seances = await lire<{ jour: string; signees: number; close: boolean }>(
      `select se.jour::text, (select count(*)::int from emargement.signature g where g.seance_id = se.id) as signees,
          exists (select from emargement.cloture c where c.seance_id = se.id) as close
        from sessions.seance se join sessions.session s on s.id = se.session_id
        join organisme.organisme o on o.organisme_id = s.organisme_id
        where o.code = 'langue-et-lien' and se.jour <= '2026-07-14' order by se.debut`,
    )
    expect(seances).toEqual([
      { jour: '2026-07-03', signees: 6, close: true },
      { jour: '2026-07-03', signees: 6, close: true },
      { jour: '2026-07-09', signees: 2, close: true },
      { jour: '2026-07-10', signees: 2, close: true },
      { jour: '2026-07-13', signees: 5, close: true },
      { jour: '2026-07-13', signees: 4, close: false },
      { jour: '2026-07-14', signees: 2, close: false },
      { jour: '2026-07-14', signees: 0, close: false },
    ])
  })

  test('hors d’aujourd’hui, rien ne se tient un jour chômé ; chacun signe à sa minute, avant qui forme', async () => {
    const jours = await lire<{ jour: string }>(
      `select distinct x.jour::text from sessions.seance x join sessions.session s on s.id = x.session_id
        where s.reprise_id is null and x.jour <> '2026-07-14'
          -- Les missions sont des samedis, convenus des deux.
          and not exists (select from mutualisation.mission m where m.de_organisme_id = x.organisme_id and m.creneaux @> tstzrange(x.debut, x.fin, '[)'))`,
    )
    expect(jours.filter((j) => !estOuvre(j.jour as DateCivile))).toEqual([])
    const feuilles = await lire<{ n: number; minutes: number; avant: boolean; apres: boolean }>(
      `select count(*)::int as n, count(distinct date_trunc('minute', g.signee_le))::int as minutes,
          bool_and(g.signee_le >= x.debut) as avant, bool_and(c.close_le is null or g.signee_le < c.close_le) as apres
        from emargement.signature g join sessions.seance x on x.id = g.seance_id
        left join emargement.cloture c on c.seance_id = x.id
        where x.jour <> '2026-07-14' group by x.id having count(*) > 1`,
    )
    expect(feuilles.length).toBeGreaterThan(5)
    expect(feuilles.every((f) => f.avant && f.apres)).toBe(true)
    // Une seule feuille est signée à la chaîne, celle dont la direction accepte le constat.
    expect(feuilles.filter((f) => f.minutes < f.n).map((f) => [f.n, f.minutes])).toEqual([[5, 1]])
  })

  test('porte une année entre coopératives : missions faite, tombée et quittée, une personne prêtée et remboursée au coût, deux dossiers remis et ouverts, deux salles, une photographie, un désaccord', async () => {
    const [annee] = await lire<Record<string, number>>(
      `select (select count(*)::int from mutualisation.mission where etat = 'faite') as faites,
          (select count(*)::int from mutualisation.mission m join mutualisation.reponse r on r.id = m.reponse_id join mutualisation.appel a on a.id = r.appel_id
            where m.etat = 'ferme' and a.payeur = 'cpf') as cpf,
          (select count(*)::int from mutualisation.derogation) as derogees,
          (select count(*)::int from qualite.registre where genre = 'lieu' and contenu->>'repriseDe' like 'Terre d’Appui, fiche de la salle%') as louees_17,
          (select count(*)::int from mutualisation.mission where etat = 'expiree') as tombees,
          (select count(*)::int from mutualisation.mission where etat = 'annulee') as quittees,
          (select count(*)::int from mutualisation.remise where retiree_le is null) as remis,
          (select (count(*) > 0)::int from mutualisation.remise_piece) as pieces,
          (select count(*)::int from mutualisation.remise_lecture) as ouverts,
          (select count(*)::int from mutualisation.mission where forme = 'pret' and avenant_signe_le is not null and etat = 'faite') as pretees,
          (select sum(l.prix_centimes)::int from facturation.projet_ligne l join mutualisation.mission p on p.organisme_id = l.organisme_id
            and p.id = l.projet_id where p.forme = 'pret') as rembourse,
          (select count(*)::int from mutualisation.bien where configurations <> '{}') as salles,
          (select count(*)::int from mutualisation.reservation where configuration <> '') as configurees,
          (select count(*)::int from mutualisation.reservation where tiers_id is not null) as louees,
          (select count(*)::int from mutualisation.bien_photo where otee_le is null) as photos,
          (select count(distinct bien_id)::int from mutualisation.reservation where objet = 'Deux journées de cuisine durable') as ensemble,
          (select count(*)::int from mutualisation.desaccord) as desaccords,
          (select count(*)::int from mutualisation.mouvement where genre = 'expiration') as expirees`,
    )
    expect(annee).toEqual({
      cpf: 1,
      derogees: 1,
      faites: 2,
      tombees: 1,
      quittees: 1,
      remis: 2,
      pieces: 1,
      ouverts: 2,
      pretees: 1,
      rembourse: 21_500,
      salles: 2,
      configurees: 5,
      louees_17: 1,
      louees: 1,
      photos: 1,
      ensemble: 2,
      desaccords: 1,
      expirees: 1,
    })
  })

  test('porte ce que le pôle met en commun : trois documents et deux copies, deux achats, ce qu’il cherche, un accord signé, un retour', async () => {
    const [commun] = await lire<Record<string, number>>(
      `select (select count(*)::int from ressources.ressource) as documents, (select count(*)::int from ressources.version) as versions,
          (select count(*)::int from ressources.copie) as copies, (select count(*)::int from ressources.relecture) as relectures,
          (select count(*)::int from qualite.registre where contenu ? 'repriseDe') as reprises,
          (select count(*)::int from ressources.achat) as achats, (select count(*)::int from ressources.offre) as offres,
          (select count(*)::int from ressources.manque) as cherches, (select count(*)::int from mutualisation.accord_signe) as signes,
          (select count(*)::int from mutualisation.retour where reponse <> '') as retours`,
    )
    expect(commun).toEqual({
      documents: 3,
      versions: 4,
      copies: 2,
      relectures: 1,
      reprises: 3,
      achats: 2,
      offres: 2,
      cherches: 4,
      signes: 3,
      retours: 1,
    })
  })

  test('porte une session finie dont les certificats n’attendent qu’un geste : la fiche est complète, une personne signe', async () => {
    const [fiche] = await lire<{ nda: string; ville: string; signe: boolean }>(
      `select o.nda, o.ville, exists (select from organisme.signataire g where g.organisme_id = o.organisme_id) as signe
        from organisme.organisme o where o.code = 'langue-et-lien'`,
    )
    expect(fiche).toEqual({ nda: '53359990135', ville: 'Rennes', signe: true })
  })

  test('porte un audit blanc tenu par une personne d’une autre coopérative, conclu, ses lectures écrites', async () => {
    expect(
      await lire(
        `select o.code, p.code as pair, m.etat, c.majeures > 0 as majeure, c.mineures > 0 as mineure,
            (select count(*) > 0 from qualite.audit_lecture l where l.audit_id = m.audit_id) as lu,
            (select count(*)::int4 from qualite.audit_action x where x.audit_id = m.audit_id) as actions
          from qualite.audit_mission m join organisme.organisme o using (organisme_id)
          join organisme.organisme p on p.organisme_id = m.pair_organisme_id
          join qualite.audit_cloture c on c.audit_id = m.audit_id`,
      ),
    ).toEqual([
      {
        code: 'langue-et-lien',
        pair: 'les-tisserands',
        etat: 'accepte',
        majeure: true,
        mineure: true,
        lu: true,
        actions: 1,
      },
    ])
  })

  test('ne conclut rien que l’échantillon démente : chaque écart cite un manque, aucun manque n’est tu', async () => {
    const fiches = await lire<{ point: string; conclusion: string; constat: string; manques: string[] }>(
      `select c.point, c.conclusion, c.constat, array(
          select f ->> 'quoi' from qualite.audit_photo p, jsonb_array_elements(p.contenu -> 'points') x, jsonb_array_elements(x -> 'faits') f
          where p.audit_id = c.audit_id and x ->> 'point' = c.point and not (f ->> 'tenu')::bool and not (f ->> 'indice')::bool) as manques
        from qualite.audit_constat c where c.point ~ '^[0-9]+$'`,
    )
    expect(fiches.length).toBeGreaterThan(10)
    for (const f of fiches)
      expect(
        f.manques.length === 0 ? f.conclusion === 'tenu' : f.manques.some((m) => f.constat.includes(m)),
        `${f.point} : ${f.constat}`,
      ).toBe(true)
  })

  test('partage au pôle une veille qu’une autre coopérative reprend et décide, chez elle seule', async () => {
    expect(
      await lire(
        `select o.code, r.contenu ->> 'decision' as decision, (select count(*)::int4 from pole.veille) as sources
          from qualite.registre d join qualite.registre r on r.id = d.id and r.rang = (select max(x.rang) from qualite.registre x where x.id = d.id)
          join organisme.organisme o on o.organisme_id = d.organisme_id where d.rang = 1 and d.contenu ? 'veille'`,
      ),
    ).toEqual([{ code: 'les-tisserands', decision: 'agir', sources: 2 }])
  })

  test('mêle dans ses dossiers les quatre régimes, un OPCO subrogé et un échéancier qui fait le prix', async () => {
    expect(
      await lire(
        `select distinct o.code, d.regime from inscriptions.dossier d join organisme.organisme o using (organisme_id)
          where o.code in ('langue-et-lien', 'atelier-des-savoirs') order by 1, 2`,
      ),
    ).toEqual([
      { code: 'atelier-des-savoirs', regime: 'convention' },
      { code: 'atelier-des-savoirs', regime: 'sous-traitance-recue' },
      { code: 'langue-et-lien', regime: 'contrat' },
      { code: 'langue-et-lien', regime: 'convention' },
      { code: 'langue-et-lien', regime: 'cpf' },
    ])
    // Deux titulaires : l’entrée de l’un est déclarée à la plateforme, celle de l’autre reste à l’être.
    expect(
      await lire(
        `select (i.cpf_entree_declaree_le is not null) as declaree from inscriptions.inscription i join inscriptions.dossier d
          on d.organisme_id = i.organisme_id and d.id = i.dossier_id where d.regime = 'cpf' order by 1`,
      ),
    ).toEqual([{ declaree: false }, { declaree: true }])
    expect(await lire(`select count(*)::int as n from inscriptions.financement where subrogation`)).toEqual([
      { n: 1 },
    ])
    expect(
      await lire(
        `select d.prix_centimes::int = sum(e.montant_centimes)::int as juste from inscriptions.echeance e
          join inscriptions.dossier d on d.organisme_id = e.organisme_id and d.id = e.dossier_id group by d.id, d.prix_centimes`,
      ),
    ).toEqual([{ juste: true }])
  })

  test('laisse à viser, à signer, à certifier et à extraire, et montre ce qui l’est déjà', async () => {
    const pieces = await lire<{ code: string; genre: string; n: number }>(
      `select o.code, p.genre, count(*)::int as n from documents.piece p join organisme.organisme o using (organisme_id)
        where p.genre in ('certificat-realisation', 'extrait-presence', 'contrat', 'convention', 'devis')
        group by 1, 2 order by 1, 2`,
    )
    expect(pieces).toEqual([
      { code: 'atelier-des-savoirs', genre: 'certificat-realisation', n: 2 },
      { code: 'atelier-des-savoirs', genre: 'convention', n: 1 },
      { code: 'atelier-des-savoirs', genre: 'extrait-presence', n: 1 },
      { code: 'la-fabrique-du-lien', genre: 'certificat-realisation', n: 2 },
      { code: 'la-fabrique-du-lien', genre: 'convention', n: 5 },
      { code: 'langue-et-lien', genre: 'contrat', n: 1 },
      { code: 'langue-et-lien', genre: 'convention', n: 4 },
      { code: 'langue-et-lien', genre: 'devis', n: 1 },
      { code: 'les-tisserands', genre: 'certificat-realisation', n: 2 },
      { code: 'les-tisserands', genre: 'convention', n: 27 },
      { code: 'les-tisserands', genre: 'devis', n: 1 },
    ])
    // Des dates ont changé après la signature : la personne et qui l’anime l’ont appris, et l’avenant complète le contrat.
    expect(
      await lire(`select genre, count(*)::int as n from inscriptions.avis group by 1 order by 1`),
    ).toEqual([{ genre: 'dates', n: 2 }])
    expect(
      await lire(`select c.genre from documents.piece p join documents.piece c
        on c.organisme_id = p.organisme_id and c.id = p.complete_id where p.genre = 'avenant'`),
    ).toEqual([{ genre: 'contrat' }])
    expect(await lire(`select decision, count(*)::int as n from cae.visa group by 1 order by 1`)).toEqual([
      { decision: 'accorde', n: 36 },
      { decision: 'refuse', n: 1 },
    ])
    const aSigner = await lire<{ n: number }>(
      `select count(*)::int as n from documents.demande d where d.acte = 'signature'
        and not exists (select from documents.signature s where s.piece_id = d.piece_id and s.role = 'client')`,
    )
    // Les six personnes de la marque commune ont leur lien.
    expect(aSigner).toEqual([{ n: 7 }])
  })

  test('tient les statuts de ceux qui interviennent : douze entrepreneurs, et chaque façon de venir d’ailleurs', async () => {
    expect(
      await lire(
        `select o.code, s.statut, count(*)::int as n from tiers.statut s join organisme.organisme o using (organisme_id)
          where o.code <> 'langue-et-lien'
            and not exists (select from bpf.fiche_reprise f where f.organisme_id = s.organisme_id and f.personne_id = s.personne_id)
          group by 1, 2 order by 1, 2`,
      ),
    ).toEqual([
      { code: 'atelier-des-savoirs', statut: 'benevole', n: 1 },
      { code: 'atelier-des-savoirs', statut: 'dirigeant', n: 1 },
      { code: 'atelier-des-savoirs', statut: 'honoraires', n: 1 },
      { code: 'atelier-des-savoirs', statut: 'portage', n: 1 },
      { code: 'atelier-des-savoirs', statut: 'salarie', n: 1 },
      { code: 'atelier-des-savoirs', statut: 'sous-traitant-of', n: 1 },
      { code: 'la-fabrique-du-lien', statut: 'entrepreneur-salarie', n: 3 },
      { code: 'les-tisserands', statut: 'entrepreneur-salarie', n: 12 },
      { code: 'terre-d-appui', statut: 'salarie', n: 1 },
    ])
  })

  test('reprend l’exercice clos de la coopérative d’activité : sept actions, leurs présences, leurs produits', async () => {
    expect(
      await lire(
        `select o.code, r.debut::text, r.fin::text, (select count(*)::int from sessions.session s where s.reprise_id = r.id) as actions,
            (select count(*)::int from bpf.presence_reprise p where p.organisme_id = r.organisme_id) > 100 as suivies,
            (select count(*)::int from bpf.produit_repris p where p.reprise_id = r.id) as produits
          from bpf.reprise r join organisme.organisme o using (organisme_id)`,
      ),
    ).toEqual([
      {
        code: 'les-tisserands',
        debut: '2024-09-01',
        fin: '2025-08-31',
        actions: 7,
        suivies: true,
        produits: 16,
      },
    ])
  })

  test('porte une matinée signée sans réseau, une liste de connexion, une AFEST à qui manque une évaluation, et un constat accepté', async () => {
    expect(
      await lire(
        `select (m.contenu::jsonb ->> 'horsLigne')::boolean as "horsLigne", count(*)::int as n from emargement.maillon m
          join organisme.organisme o using (organisme_id)
          where o.code = 'langue-et-lien' and m.contenu::jsonb ->> 'genre' = 'presence' group by 1 order by 1`,
      ),
    ).toEqual([
      { horsLigne: false, n: expect.any(Number) },
      { horsLigne: true, n: 2 },
    ])
    expect(
      await lire(
        `select count(*) filter (where genre = 'afest-situation')::int as situations,
            count(*) filter (where genre = 'afest-evaluation')::int as evaluations from emargement.element_probant`,
      ),
    ).toEqual([{ situations: 2, evaluations: 1 }])
    expect(await lire(`select logiciel from emargement.liste_connexion`)).toEqual([{ logiciel: 'zoom' }])
    // La session mixte dit laquelle de ses demi-journées se suit à distance : celle qui a la liste.
    expect(
      await lire(
        `select x.modalite, exists (select from emargement.liste_connexion l where l.seance_id = x.id) as liste
          from sessions.seance x join sessions.session s on s.organisme_id = x.organisme_id and s.id = x.session_id
          where s.modalite = 'mixte' order by x.debut`,
      ),
    ).toEqual([
      { modalite: 'presentiel', liste: false },
      { modalite: 'distance', liste: true },
    ])
    expect(await lire(`select decision from controles.jugement`)).toContainEqual({ decision: 'accepte' })
  })

  test('montre chaque statut d’une facture électronique, une à Chorus Pro, une refusée et son avoir, une reçue par courriel, une qui ment', async () => {
    const dits = await lire<{ code: CodeStatut }>(
      'select distinct code from facturation.statut where facture_id is not null order by code',
    )
    expect(dits.map((s) => s.code)).toEqual(codesStatut)
    const [vie] = await lire<Record<string, number>>(
      `select (select count(*)::int from facturation.depot where voie = 'chorus' and reference is not null) as chorus,
          (select count(*)::int from facturation.statut s join facturation.facture a on a.corrige_id = s.facture_id
            where s.code = 210 and a.provenance = 'emise') as refusees,
          (select count(*)::int from facturation.courrier_lu c join facturation.recue r on c.suite like r.nom_fichier || '%reçue.') as courriels,
          (select count(*)::int from facturation.recue where fautes <> '[]') as mentent,
          (select count(*)::int from facturation.boite where refusee) as arretees`,
    )
    expect(vie).toEqual({ chorus: 1, refusees: 1, courriels: 1, mentent: 1, arretees: 1 })
  })

  test('arme une convocation relue et une étape à soi, active un rappel de la veille, écrit à un groupe et aux clients', async () => {
    const [r] = await lire<Record<string, number>>(
      `select (select count(*)::int from etapes.armement where code = 'convocation' and desarme_le is null) as armees,
          (select count(*)::int from etapes.reglage where code = 'veille' and active) as actives,
          (select count(*)::int from etapes.armement where code like 'propre-%' and desarme_le is null) as propres,
          (select count(*)::int from etapes.ecrit where confirme_le is not null and session_id is not null) as ecrits,
          (select count(*)::int from etapes.message where session_id is not null) as messages,
          (select count(*)::int from etapes.ecrit where confirme_le is not null and session_id is null) as invitations,
          (select count(distinct personne_id)::int from etapes.message where session_id is null) as invites`,
    )
    expect(r).toEqual({
      armees: 1,
      actives: 1,
      propres: 1,
      ecrits: 1,
      messages: 1,
      invitations: 1,
      invites: expect.any(Number),
    })
    expect(r?.invites).toBeGreaterThan(1)
  })

  test('n’a que des adresses que personne ne peut acheter', async () => {
    const dehors = await lire(
      `select courriel from compte.compte where courriel not like '%.example'
        union all select courriel from tiers.personne where courriel is not null and courriel not like '%.example'`,
    )
    expect(dehors).toEqual([])
  })

  /** Chaque constat se lit d’une ligne, que l’on relit quand elle change : aucun n’est de ceux qu’une personne dirait faux. */
  test('n’ouvre, partout, que les constats de la liste jointe', async () => {
    const db = openDatabase(grappe.connexion('coforme_worker'), { max: 2 })
    const le = new Date(`${jour}T09:00:00+02:00`)
    try {
      const lignes: string[] = []
      const organismes = await lire<{ id: string; code: string }>(
        'select organisme_id as id, code from organisme.organisme order by code',
      )
      for (const o of organismes) {
        const acces = { genre: 'tache', organisme: o.id as OrganismeId } as const
        for (const id of (await db.withTenant(acces, (tx) => sessionsAControler(tx, le))) ?? []) {
          await db.withTenant(acces, async (tx) => {
            const r = await releverSession(tx, id, le)
            if (!r) return
            const dire = await nommerPhrases(
              tx,
              r.constats.map((c) => c.phrase),
            )
            for (const c of r.constats) {
              // Les personnes s’y rangent par leur nom : leurs identifiants se tirent au sort.
              const gens = /\{tiers:[^}]+\}/g
              const noms = (c.phrase.match(gens) ?? []).map(dire).toSorted((a, b) => a.localeCompare(b, 'fr'))
              lignes.push(
                `${o.code} · ${r.session.numero} ${r.session.intitule} · ${c.gravite}${c.jugement ? ', accepté' : ''} · ${c.regle} · ${c.phrase.replace(gens, () => noms.shift() ?? '')}`,
              )
            }
          })
        }
      }
      await expect(sansInsecables(`${lignes.toSorted().join('\n')}\n`)).toMatchFileSnapshot(
        'constats-de-la-demonstration.txt',
      )
    } finally {
      await db.close()
    }
  })

  test('a un registre sain', async () => {
    const { code, sortie } = await commander(
      env,
      'registre',
      'verifier-base',
      '--organisme',
      'langue-et-lien',
    )
    expect([code, sortie]).toEqual([0, expect.stringContaining('Registre sain')])
  })

  test('ne se charge pas deux fois', async () => {
    const avant = await lire<{ n: number }>('select count(*)::int as n from sessions.session')
    expect((await commander(env, 'demo', 'charger')).erreur).toContain('déjà chargée')
    expect(await lire('select count(*)::int as n from sessions.session')).toEqual(avant)
  })
})

/** Un dimanche de janvier, un 29 février. */
describe('Un autre jour', () => {
  test.each(['2027-01-03', '2028-02-29'])('le %s, la démonstration se charge entière', async (date) => {
    const autres = donneesNeuves()
    try {
      expect(await commander({ COFORME_DONNEES: autres.dossier }, 'demo', 'charger', '--date', date)).toEqual(
        {
          code: 0,
          sortie: '',
          erreur: expect.stringContaining('La démonstration est chargée.'),
        },
      )
    } finally {
      await autres.defaire()
    }
  })
})
