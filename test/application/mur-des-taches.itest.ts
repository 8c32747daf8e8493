// Long parce que chaque genre de tâche se mène dans un même monde : deux fichiers coûteraient chacun leur démonstration.
/**
 * Le mur des enseignes, dans ce qui part sans page : chaque genre de tâche de la file, et chaque courriel qu’il écrit. La démonstration laisse à la
 * file ce que ses récits y ont mis ; deux enseignes des Tisserands y ajoutent chacune les siens, deux personnes n’ont qu’une enseigne vide, et cinq
 * autres coopératives vivent à côté. Rien n’est énuméré d’avance : un genre de plus qui n’écrit à personne, ou ne fut pas mené, fait tomber l’essai.
 */
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { ajouterJours, type DateCivile } from '#kernel/dates.ts'
import type { ActiviteId, OrganismeId } from '#kernel/id.ts'
import { centimes, formaterMontant } from '#kernel/montant.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { passerCourrier } from '#modules/etapes/index.ts'
import { newId, openMaintenance } from '#platform/db/index.ts'
import type { JobHandler, SystemJobHandler } from '#platform/jobs/jobs.ts'
import { platformCrons, platformJobs } from '#platform/jobs/platform-jobs.ts'
import { EnvoiRetenu, EnvoiTropTot, type Message } from '#platform/mail/mail.ts'
import { envoyerCourriel, retenir } from '#platform/mail/outbox.ts'
import type { Services } from '#platform/services.ts'
import { avertissementsUrl } from '#web/links.ts'
import { motDePasseDemo } from '../../src/app/demo/comptes.ts'
import { ecrireOffre, inscrire, ouvrirDossier, planifier, type Scene } from '../../src/app/demo/gestes.ts'
import { champsDe, devantUnAppareil, entrer, type Personne } from '../../src/app/demo/rejouer.ts'
import { modules } from '../../src/app/modules.ts'
import { travailler } from '../../src/app/travailler.ts'
import { poserAdhesion, poserCompte } from '../../src/modules/comptes/test/comptes.ts'
import { ecrireReglage } from '../../src/modules/controles/db/assiduite.ecritures.ts'
import {
  genresDAvis,
  genresEnPage,
  listeGenresDAvis,
  type Quand,
} from '../../src/modules/etapes/domain/avis.ts'
import { ajouterRelance } from '../../src/modules/facturation/db/reglements.ecritures.ts'
import { servirInstance } from '../parcours/instance.ts'
import { type Ecrit, juger } from './mur-d-enseigne.ts'

const taches: Readonly<Record<string, JobHandler>> = Object.assign({}, ...modules.map((m) => m.jobs ?? {}))
const systeme: Readonly<Record<string, SystemJobHandler>> = Object.assign(
  {},
  platformJobs,
  ...modules.map((m) => m.systeme ?? {}),
)
const crons = [...platformCrons, ...modules.flatMap((m) => m.crons ?? [])].map((c) => c.nom)
const genres = [...Object.keys(taches), ...Object.keys(systeme)].toSorted()

/** Ceux qui n’écrivent à personne : ils sont menés aussi, et l’essai tombe si l’un d’eux écrit. */
const muets = new Set([
  'etapes.tournee-organisme', // enfile ce que chaque étape écrit
  'questionnaires.tournee-organisme',
  'controles.controler', // relève ce qui manque, sur la page de chaque session
  'donnees.purger',
  'qualite.fermer-protegees',
  'emargement.emettre-attestation', // un papier naît ; sa remise est une autre tâche
  'emargement.emettre-certificat',
  'emargement.emettre-certificat-periode',
  'facturation.deposer-facture', // parle à une plateforme
  'facturation.relever-boite',
  'facturation.relever-chorus',
  'facturation.relever-plateforme',
  'sessions.lire-agendas', // lit un agenda du dehors
  'sessions.reposer-cles',
  'espaces.chercher',
  'emargement.jalonner',
  'marches.rapprocher',
  'marches.relever',
  'mutualisation.expirer',
  'mutualisation.refaire-photos',
  'plateforme.purger',
  'plateforme.ranger-fichiers',
  'portail.purger',
  'organisme.guetter-liens',
])
/** Menés, jugés, sans rien avoir à écrire ces jours-là : ce qu’ils disent est au pôle ou à la coopérative, jamais à une enseigne. */
const sansRien = new Set([
  'marches.ecrire-veille',
  'marches.envoyer-convention',
  'pole.rappeler',
  'portail.envoyer-lettre',
])
/** Une tournée n’écrit rien elle-même : elle enfile une tâche par coopérative. */
const tournees = new Set(crons.filter((n) => !muets.has(n)))

let site: Awaited<ReturnType<typeof servirInstance>>
let base: Client
let services: Services
let organisme: OrganismeId
let autre: OrganismeId
let enseignes: ReadonlyMap<string, ActiviteId>
let jour: DateCivile
const ecrits: Ecrit[] = []
const menees = new Set<string>()
const pannes = new Set<string>()
let courant = ''
/** Ce que le rôle des pages peut enfiler lui-même. */
let forgeables: ReadonlySet<string>
beforeAll(async () => {
  site = await servirInstance(undefined, { demonstration: true, ouvrier: false })
  base = new Client(site.grappe.connexion(site.grappe.administrateur, 'coforme'))
  await base.connect()
  const { fond } = site.instance
  const noter = async (m: Message) => {
    const pieces = (m.pieces ?? []).map((p) => p.nom).join('\n')
    ecrits.push({ a: m.a, texte: [m.objet, m.texte, m.html, pieces].join('\n'), genre: courant })
  }
  services = { ...fond, mailer: passerCourrier({ send: noter, close: async () => {} }, fond) }
  const { rows } = await base.query<{ id: OrganismeId; nom: string }>(
    `select organisme_id as id, nom from organisme.organisme where nom in ('Les Tisserands', 'Langue & Lien')`,
  )
  const un = (nom: string) => rows.find((r) => r.nom === nom)?.id ?? ('' as OrganismeId)
  organisme = un('Les Tisserands')
  autre = un('Langue & Lien')
  forgeables = new Set(
    (await lire<{ n: string }>('select unnest(porte.taches_des_pages()) as n')).map((x) => x.n),
  )
  jour = ajouterJours(jourLocal(new Date(), ZONE_PAR_DEFAUT), 1)
})
afterAll(async () => {
  await base?.end()
  await site?.fermer()
})
const matin = (n: number) => site.regler(`${ajouterJours(jour, n)}T09:30:00Z`)
const lire = async <T>(texte: string, valeurs: readonly unknown[] = []): Promise<T[]> =>
  (await base.query(texte, [...valeurs])).rows as T[]
const enTache = { genre: 'tache' } as const

/** Un pas qui se refuse se dit avec les autres : l’essai en nomme tous les manques à la fois. */
const tenter = async (quoi: string, faire: () => Promise<unknown>): Promise<void> => {
  try {
    await faire()
  } catch (e) {
    pannes.add(`${quoi} : ${String(e).slice(0, 300)}`)
  }
}

type Tache = { readonly genre: string; readonly payload: Record<string, string | number | boolean | null> }
const prendre = () =>
  lire<Tache>(`with prises as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
      where t.id = j.task_id returning j.id, t.identifier as genre, j.payload)
    select genre, payload from prises order by id`)
/** Trop tôt pour écrire à quelqu’un : la file l’aurait remis au matin. */
const remises: Tache[] = []
/** De qui naît un courriel en attente : la tâche qui l’a déposé. */
const parents = new Map<string, string>()
const mener = async (t: Tache): Promise<void> => {
  courant = t.genre === envoyerCourriel ? (parents.get(String(t.payload.courriel)) ?? 'une page') : t.genre
  menees.add(t.genre)
  try {
    const [tache, tournee] = [taches[t.genre], systeme[t.genre]]
    if (tache) await tache(t.payload as Parameters<JobHandler>[0], services)
    else if (tournee) await tournee(t.payload, services)
    else pannes.add(`${t.genre} : personne ne la mène`)
  } catch (e) {
    if (e instanceof EnvoiTropTot) remises.push(t)
    else if (!(e instanceof EnvoiRetenu)) pannes.add(`${t.genre} : ${String(e)}`)
  }
  for (const { c } of await lire<{ c: string }>(
    `select j.payload ->> 'courriel' as c from graphile_worker._private_jobs j
       join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = $1`,
    [envoyerCourriel],
  ))
    if (!parents.has(c)) parents.set(c, courant)
}
/**
 * L’autre coopérative enfile la même charge, comme son rôle de page le peut : aucun de ces identifiants n’est d’elle, rien ne part. Un pôle,
 * lui, est à toutes.
 */
const dUneAutre = async (t: Tache): Promise<void> => {
  const { organisme: sien, ...reste } = t.payload
  if (!forgeables.has(t.genre) || Object.keys(reste).length === 0 || t.genre.startsWith('pole.')) return
  const avant = [ecrits.length, (await lire('select 1 from plateforme.courriel')).length]
  await taches[t.genre]?.({ ...reste, organisme: sien === organisme ? autre : organisme }, services).catch(
    () => {},
  )
  const apres = [ecrits.length, (await lire('select 1 from plateforme.courriel')).length]
  if (`${avant}` !== `${apres}`) pannes.add(`${t.genre} : écrit pour une coopérative qui n’a pas cet objet`)
}
const vider = async (): Promise<void> => {
  for (let lot = await prendre(); lot.length > 0; lot = await prendre())
    for (const t of lot) {
      await dUneAutre(t)
      await mener(t)
    }
}
const tourner = async (): Promise<void> => {
  // Le relevé du matin lirait le réseau.
  await base.query('update marches.source set active = false')
  for (const genre of crons) await mener({ genre, payload: {} })
  await vider()
}
/** Ce que chaque genre mènerait, quand rien ne l’a enfilé : des objets qui existent, de chaque coopérative. */
const charges: Readonly<Record<string, string>> = {
  'comptes.annoncer-code-ote': `select compte_id as compte from compte.adhesion`,
  'comptes.envoyer-reinitialisation': `select compte_id as compte, gen_random_uuid() as demande from compte.adhesion`,
  'donnees.preparer-archive': `select organisme_id as organisme, id as demande from donnees.demande where reponse is null`,
  'emargement.emettre-attestation': `select organisme_id as organisme, session_id as session, id as inscription from inscriptions.inscription`,
  'emargement.emettre-certificat': `select organisme_id as organisme, id as inscription from inscriptions.inscription`,
  'emargement.emettre-certificat-periode': `select organisme_id as organisme, id as inscription from inscriptions.inscription`,
  'emargement.envoyer-code': `select t.organisme_id as organisme, t.id as salle, i.id as inscription, 1 as envoi from emargement.tablette t
     join sessions.seance s on s.organisme_id = t.organisme_id and s.id = t.seance_id
     join inscriptions.inscription i on i.organisme_id = t.organisme_id and i.session_id = s.session_id`,
  'emargement.envoyer-code-du-lien': `select organisme_id as organisme, id as invitation, 1 as envoi from emargement.invitation`,
  'espaces.envoyer': `select organisme_id as organisme, personne_id as personne from inscriptions.inscription`,
  'facturation.deposer-facture': `select organisme_id as organisme, gen_random_uuid() as depot from organisme.organisme`,
  'facturation.envoyer-relance': `select organisme_id as organisme, facture_id as facture, niveau from facturation.relance`,
  'marches.envoyer-convention': `select organisme_id as organisme, gen_random_uuid() as demande, id as activite from organisme.activite`,
  'organisme.alerter-rafale': `select organisme_id as organisme, compte_id as personne, 'export' as genre from compte.adhesion`,
  'pole.annoncer-changement': `select organisme_id as organisme, pole_id as pole, id as reunion from pole.reunion`,
  'pole.avis-donne': `select organisme_id as organisme, id as proposition from pole.proposition`,
  'pole.signatures-reunies': `select organisme_id as organisme, id as proposition from pole.proposition`,
  'portail.envoyer-lettre': `select gen_random_uuid() as lettre`,
}
const parOrganisme = (genre: string) =>
  charges[genre] ?? (taches[genre] ? 'select organisme_id as organisme from organisme.organisme' : 'select')

/** Chaque membre des deux coopératives choisit, par sa page, ce qu’on lui écrit : tout, dans un résumé ou aussitôt. */
const entrees = new Map<string, Personne>()
const choisir = async (quand: (rang: number) => Quand): Promise<void> => {
  const membres = await lire<{ courriel: string }>(
    `select distinct c.courriel from compte.adhesion d join compte.compte c on c.id = d.compte_id
      where d.organisme_id = any ($1) and d.acceptee_le is not null and c.derivee is not null order by 1`,
    [[organisme, autre]],
  )
  for (const [i, { courriel }] of membres.entries())
    await tenter(courriel, async () => {
      const elle = entrees.get(courriel) ?? (await entrer(site.app, site.origine, courriel))
      entrees.set(courriel, elle)
      const voulu = quand(i)
      const choix = listeGenresDAvis.map((g) => [
        g,
        (genresDAvis[g].choix as readonly Quand[]).includes(voulu) ? voulu : 'jour',
      ])
      await elle.envoyer(avertissementsUrl(), { ...Object.fromEntries(choix), page: genresEnPage })
    })
}
/** Ce que la page des nouvelles garde, lu comme un courriel. */
const nouvelles = () =>
  lire<Ecrit>(`select c.courriel as a, n.phrase || E'\\n' || n.href as texte, 'la nouvelle « ' || n.genre || ' »' as genre
    from etapes.avis n join compte.compte c on c.id = n.compte_id`)

/** Ce que vit une enseigne, sous des mots qui ne sont qu’à elle : une offre, un client, une stagiaire, un prix. */
const vivre = async (enseigne: string, mot: string, prix: string): Promise<void> => {
  const claire = await entrer(site.app, site.origine, 'claire@les-tisserands.example')
  await claire.envoyer('/compte/organismes', {
    organisme,
    enseigne: enseignes.get(enseigne) ?? '',
    suite: '/sessions',
  })
  const offre = await ecrireOffre(
    claire,
    {
      intitule: `Lire à voix haute ${mot}`,
      objectif: 'Lire un texte à voix haute devant un groupe.',
      objectifs: 'Poser sa voix',
      contenu: 'Le souffle, le rythme, l’adresse.',
      duree: '7 h',
      prix: '300',
    },
    { geste: 'adopter' },
  )
  const session = await planifier(
    { jour, heure: 600 } as Scene,
    claire,
    { offre, lieu: `Atelier ${mot}`, formateur: `Ada ${mot}`, mini: '' },
    [
      [10, '10 h', '13 h'],
      [10, '14 h', '18 h'],
    ],
  )
  const client = `Médiathèque ${mot}`
  const dossier = await ouvrirDossier(
    claire,
    session,
    {
      acheteur: 'entreprise',
      structure: client,
      prenom: 'Ana',
      nom: `Roux ${mot}`,
      courriel: `ana@${mot.toLowerCase()}.example`,
      qualite: 'directrice',
      prix,
    },
    [{ dispositif: 'entreprise', payeur: client }],
  )
  await tenter(`inscrire ${mot}`, () =>
    inscrire(claire, dossier, [['Nolwenn', `Tual ${mot}`]], { remis: false, ou: mot.toLowerCase() }),
  )
}

describe('en CAE, le mur des enseignes, dans chaque tâche', () => {
  it('aucun courriel, aucune nouvelle, d’aucun genre de tâche, ne dit à une enseigne ce qui n’est qu’à une autre', async () => {
    const claire = await entrer(site.app, site.origine, 'claire@les-tisserands.example')
    await claire.envoyer('/cooperative/enseignes', { nom: 'Une enseigne sans rien', etat: 'ouverte' })
    enseignes = new Map(
      (
        await lire<{ id: ActiviteId; nom: string }>(
          'select id, nom from organisme.activite where organisme_id = $1',
          [organisme],
        )
      ).map((e) => [e.nom, e.id]),
    )
    const vide = enseignes.get('Une enseigne sans rien') as ActiviteId
    // Deux personnes qui n’ont rien : une qui anime, une dont chaque rôle lirait tout, s’il n’y avait le mur.
    const maintenance = openMaintenance(site.instance.connexion('coforme_migrator'))
    for (const [courriel, roles] of [
      ['rien@vide.example', ['formateur']],
      ['tout@vide.example', ['equipe-appui', 'comptable', 'referent-qualite', 'assistant', 'dpo']],
    ] as const)
      await maintenance.withMaintenance(async (tx) =>
        poserAdhesion(tx, {
          organisme,
          compte: await poserCompte(tx, services.keys, {
            courriel,
            nom: courriel,
            motDePasse: motDePasseDemo,
          }),
          roles,
          portee: [vide],
        }),
      )
    await maintenance.close()
    // D’abord ce que les récits ont laissé à la file, à leur heure ; puis un matin, quand le résumé part.
    await vider()
    matin(0)
    for (const t of remises.splice(0)) await mener(t)
    await tenter('La Navette', () => vivre('La Navette', 'Kerbrezel', '4 321,10'))
    await tenter('Trame sonore', () => vivre('Trame sonore', 'Ploumanac', '5 432,20'))
    // Une relance par facture, une demande de ses données par personne formée de l’une et de l’autre.
    for (const f of await lire<{
      id: string
      activite: string
      numero: string
      du: string
      courriel: string
    }>(
      `select f.id, f.activite_id as activite, f.numero, f.total_ttc_centimes::text as du, min(p.courriel) as courriel from facturation.facture f
         join tiers.personne p on p.organisme_id = f.organisme_id and p.activite_id = f.activite_id
        where f.organisme_id = $1 and p.courriel is not null group by 1, 2, 3, 4`,
      [organisme],
    ))
      await services.db.withTenant({ ...enTache, organisme }, (tx) =>
        ajouterRelance(tx, {
          facture: f.id as never,
          activite: f.activite as never,
          niveau: 1,
          destinataire: f.courriel,
          objet: `Facture ${f.numero}`,
          texte: `Il reste ${formaterMontant(centimes(Number(f.du)))} à régler de la facture ${f.numero}.`,
          le: services.clock.now(),
        }),
      )
    await claire.envoyer('/cooperative/equipe', {
      prenom: 'Ada',
      nom: 'Roy',
      courriel: 'ada@dehors.example',
      roles: 'auditeur',
      au: '31/12/2099',
    })
    for (const { id } of await lire<{ id: string }>(
      `select id from tiers.personne where organisme_id = $1 and nom like 'Tual %'`,
      [organisme],
    ))
      await tenter('demander ses données', async () =>
        claire.envoyer(`/personnes/${id}/donnees/demande`, {
          ...champsDe(await claire.lire(`/personnes/${id}/donnees`)),
          genre: 'acces',
          canal: 'courriel',
          recueLe: '01/11/2026',
        }),
      )
    // Sans compte : une adresse connue d’une enseigne demande son espace, une boîte la lettre du pôle ; l’une attend l’avis d’un juriste.
    const dehors = devantUnAppareil(site.app, site.origine)
    await tenter('demander son espace', () =>
      dehors.envoyer('/moi', { courriel: 'nolwenn.tualkerbrezel@kerbrezel.example' }),
    )
    // Une personne met plus de trois secondes à écrire.
    site.regler(`${jour}T09:00:00Z`)
    const lettre = await dehors.lire('/lettre')
    matin(0)
    await tenter('demander la lettre', () =>
      dehors.envoyer('/lettre', { ...champsDe(lettre), courriel: 'boite@dehors.example', accord: 'on' }),
    )
    const retenu = await services.db.withTenant({ ...enTache, organisme }, (tx) =>
      retenir(tx, services, {
        a: 'claire@les-tisserands.example',
        objet: 'Un avis à rendre',
        texte: 'Un avis vous est demandé.',
      }),
    )
    const avis = {
      genre: 'marches.ouvrir-avis',
      payload: {
        organisme,
        conseil: newId(),
        activite: enseignes.get('La Navette') ?? '',
        courriel: retenu ?? '',
      },
    }
    await dUneAutre(avis)
    await mener(avis)
    for (const o of [organisme, autre])
      await services.db.withTenant({ ...enTache, organisme: o }, (tx) =>
        ecrireReglage(
          tx,
          { rappelStagiaire: true, rappelFormateur: true, avisEmployeur: true, avisFinanceur: true },
          services.clock.now(),
        ),
      )
    await choisir((i) => (i % 2 ? 'aussitot' : 'jour'))
    await vider()
    await tourner()
    ecrits.push(...(await nouvelles()))
    // Le lendemain, chacune et chacun autrement, comme si rien n’avait été dit.
    await base.query('delete from etapes.avis')
    await choisir((i) => (i % 2 ? 'jour' : 'aussitot'))
    matin(1)
    await tourner()
    for (const genre of genres)
      if (charges[genre] || !menees.has(genre))
        for (const payload of await lire<Tache['payload']>(parOrganisme(genre))) {
          await dUneAutre({ genre, payload })
          await mener({ genre, payload })
        }
    await vider()
    ecrits.push(...(await nouvelles()))

    expect.soft([...pannes]).toEqual([])
    expect.soft(genres.filter((g) => !menees.has(g))).toEqual([])
    const qui = new Set(ecrits.map((e) => e.genre))
    expect.soft(genres.filter((g) => muets.has(g) && qui.has(g))).toEqual([])
    expect
      .soft(
        genres.filter(
          (g) => g !== envoyerCourriel && ![muets, sansRien, tournees, qui].some((x) => x.has(g)),
        ),
      )
      .toEqual([])
    const { fuites, lus } = await juger(base, ecrits)
    expect.soft(fuites).toEqual([])
    // Chaque sorte de secret fut dite à qui la lit : sans cela, n’en trouver aucune ailleurs ne dirait rien.
    for (const sorte of ['nom', 'numéro', 'intitulé', 'montant', 'adresse', 'lien'] as const)
      expect.soft([sorte, lus.get(sorte) ?? 0]).toEqual([sorte, expect.toSatisfy((n: number) => n > 1)])
    // Qui n’a rien reçoit bien son résumé, s’il y a lieu ; et n’y lit rien d’une autre enseigne.
    const resumes = await lire<{ courriel: string }>(
      `select c.courriel from etapes.resume r join compte.compte c on c.id = r.compte_id where c.courriel like '%@vide.example'`,
    )
    expect.soft(new Set(resumes.map((r) => r.courriel)).size).toBe(2)
  })

  it('le résumé du matin arrive d’une instance entière, par son ouvrier et son courrier', async () => {
    matin(2)
    await base.query('delete from etapes.avis')
    const ouvrier = await travailler(site.instance, modules)
    try {
      await base.query(`select graphile_worker.add_job('etapes.avis')`)
      await vi.waitFor(
        () =>
          expect(site.courrier.filter((m) => m.objet.startsWith('Votre journée')).map((m) => m.a)).toContain(
            'yann@les-tisserands.example',
          ),
        { timeout: 120_000, interval: 100 },
      )
    } finally {
      await ouvrier.stop()
    }
  })
})
