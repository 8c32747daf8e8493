// Long parce que les contrôles s’y suivent d’un trait : jugés, refermés, avisés, rappelés, et ce que l’heure ou un arrêt retient.
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { type SessionId, sessions } from '#modules/sessions/index.ts'
import { envoyerCourrielJob } from '#platform/mail/outbox.ts'
import { bpf } from '../../src/modules/bpf/module.ts'
import { lireEnvois } from '../../src/modules/controles/db/assiduite.ts'
import { releverSession } from '../../src/modules/controles/gestes/relever.ts'
import { controlerOrganisme, tournee } from '../../src/modules/controles/jobs/controler.job.ts'
import { rappelerOrganisme, rappels } from '../../src/modules/controles/jobs/rappeler.job.ts'
import { moduleControles } from '../../src/modules/controles/module.ts'
import { sansPrises } from '../../src/modules/controles/prises.ts'
import { noterAbsence } from '../../src/modules/emargement/gestes/composer.ts'
import { envoyerLien } from '../../src/modules/emargement/jobs/envoyer-lien.job.ts'
import {
  acces,
  poserSessionDEssai,
  type SessionDEssai,
  servicesDe,
} from '../../src/modules/emargement/test/session-d-essai.ts'
import { baseNeuve } from '../base/index.ts'
import { pagesDevant, sansInsecables } from '../monde/index.ts'
import { jourDuFil, poserSessionFacturee, type SessionFacturee } from './session-facturee.ts'

const base = await baseNeuve()
const origine = 'http://localhost:3000'
const fichierDeReprise = new URL('../../src/modules/bpf/test/bpf-exemple.json', import.meta.url).pathname
const tard = '2026-11-16T09:00:00Z'

const monter = (
  fil: SessionDEssai,
  {
    roles = ['responsable'],
    instant = tard,
  }: { readonly roles?: readonly string[]; readonly instant?: string } = {},
) => {
  const services = servicesDe(base, fil, instant)
  const { app } = pagesDevant(services, [sessions, moduleControles()], () => ({
    roles,
    personneId: fil.personne,
    nom: 'Maïwenn Le Goff',
    organisme: { id: fil.organisme, code: 'fil', nom: 'Langue & Lien' },
  }))
  const poster = (url: string, champs: Readonly<Record<string, string>> = {}) =>
    app.request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: origine,
        'sec-fetch-site': 'same-origin',
      },
      body: new URLSearchParams(champs).toString(),
    })
  const lire = async (url: string) => (await app.request(url)).text()
  return {
    services,
    app,
    poster,
    lire,
    page: `/sessions/${fil.session}/controles`,
    tache: { organisme: fil.organisme },
  }
}
const ouvrirLaFeuille = (f: SessionFacturee) =>
  base.maintenance((tx) =>
    sql`delete from emargement.cloture where organisme_id = ${f.organisme} and seance_id = ${f.seances[0]}`.execute(
      tx,
    ),
  )
const compter = async (f: SessionDEssai, table: string, ou = 'true') => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ n: number }>(
    `select count(*)::int as n from ${table} where organisme_id = $1 and ${ou}`,
    [f.organisme],
  )
  return rows[0]?.n
}
/** Les courriels que l’organisme a déposés, lus comme le travailleur les envoie. */
const courriers = async (f: SessionDEssai, services: ReturnType<typeof monter>['services']) => {
  const admin = await base.client('admin')
  const { rows } = await admin.query<{ id: string }>(
    `select id from plateforme.courriel where organisme_id = $1 and etat = 'en-attente' order by depose_le, id`,
    [f.organisme],
  )
  for (const { id } of rows) await envoyerCourrielJob({ courriel: id }, { ...services, db: base.worker })
  return services.courrier
}

describe('Les contrôles d’une session', () => {
  it('à qui n’entend que les liens, chaque « Accepter », chaque « Revenir dessus » renvoie à la phrase de son constat, et d’aucun autre', async () => {
    const fil = await poserSessionFacturee(base)
    await base.maintenance((tx) =>
      sql`delete from emargement.cloture where organisme_id = ${fil.organisme}`.execute(tx),
    )
    const { lire, poster, page } = monter(fil)
    /** Chaque lien qui juge : son adresse, et la phrase qui le décrit. */
    const decrits = async (geste: string) => {
      const html = await lire(page)
      const liens = html.matchAll(
        new RegExp(`<a href="([^"]*/controles/juger[^"]*)"([^>]*)>${geste}</a>`, 'g'),
      )
      return [...liens].map(([, href = '', attributs = '']) => {
        const id = /aria-describedby="([^"]+)"/.exec(attributs)?.[1]
        const phrases = [...html.matchAll(/ id="([^"]+)"[^>]*>([^<]*)</g)].filter(([, x]) => x === id)
        return { href: href.replaceAll('&amp;', '&'), phrases: phrases.map(([, , phrase]) => phrase) }
      })
    }
    const ouverts = await decrits('Accepter, avec un motif')
    expect(ouverts.length).toBeGreaterThan(1)
    for (const { phrases } of ouverts) expect(phrases).toEqual([expect.stringMatching(/\S{2}.*\.$/)])
    // Deux feuilles ouvertes, deux phrases : aucun lien ne renvoie à celle d’un voisin.
    expect(new Set(ouverts.flatMap((x) => x.phrases)).size).toBe(ouverts.length)
    const [premier] = ouverts
    expect(
      (await poster(premier?.href ?? '', { motif: 'Close sur papier, feuille jointe au dossier.' })).status,
    ).toBe(303)
    expect((await decrits('Revenir dessus')).map((x) => x.phrases)).toEqual([premier?.phrases])
  })

  it('juste, ne dit rien à reprendre ; une feuille rouverte se voit, s’accepte avec un motif, se rouvre', async () => {
    const fil = await poserSessionFacturee(base)
    const { lire, poster, page } = monter(fil)
    expect(await lire(page)).toContain('Rien à redire')
    await ouvrirLaFeuille(fil)
    const vue = await lire(page)
    expect(vue).toContain('Feuille non close')
    const juger =
      /href="(\/sessions\/[^"]*\/controles\/juger\?[^"]*)"/.exec(vue)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await lire(juger)).toContain('Accepter un constat')
    expect((await poster(juger, { motif: 'court' })).status).toBe(422)
    expect(
      (await poster(juger, { motif: 'Close sur papier ce jour-là, feuille jointe au dossier.' })).status,
    ).toBe(303)
    const apres = await lire(page)
    expect(apres).toContain('Close sur papier ce jour-là')
    expect(apres).toContain('Maïwenn Le Goff, le')
    // Accepté n’est pas effacé ; on revient dessus par un autre jugement.
    expect(await compter(fil, 'controles.constat', 'referme_le is null')).toBe(1)
    const plusTard = monter(fil, { instant: '2026-11-17T09:00:00Z' })
    expect((await plusTard.poster(juger, { motif: 'La feuille papier reste introuvable.' })).status).toBe(303)
    expect(await compter(fil, 'controles.jugement')).toBe(2)
    expect(await lire(page)).toContain('Accepter, avec un motif')
    // Un constat qui n’existe pas n’a pas de page.
    expect(
      (await poster(`${page}/juger?regle=jour-ferie&cle=x`, { motif: 'Rien de tout cela.' })).status,
    ).toBe(404)
  })
  it('qui ne répond pas de la session lit sans juger ; une autre maison trouve la même 404', async () => {
    const [fil, autre] = [await poserSessionFacturee(base), await poserSessionFacturee(base)]
    await ouvrirLaFeuille(fil)
    const assistante = monter(fil, { roles: ['assistant'] })
    expect(await assistante.lire(assistante.page)).not.toContain('Accepter, avec un motif')
    expect(
      (await assistante.app.request(`${assistante.page}/juger?regle=feuille-ouverte&cle=${fil.seances[0]}`))
        .status,
    ).toBe(403)
    const voisine = monter(autre)
    expect((await voisine.app.request(`/sessions/${fil.session}/controles`)).status).toBe(404)
    expect((await voisine.app.request(`/sessions/${fil.session}/assiduite`)).status).toBe(404)
    expect((await voisine.app.request(`/personnes/${fil.formateur}/conges`)).status).toBe(404)
  })
})

describe('La nuit', () => {
  it('ouvre ce qui est neuf, referme ce qui est réparé, et ne se double pas', async () => {
    const fil = await poserSessionFacturee(base)
    await ouvrirLaFeuille(fil)
    const { services, lire, tache } = monter(fil)
    expect(await lire('/controles')).toContain('Vos sessions n’ont pas encore été relues.')
    const nuit = { ...services, db: base.worker }
    await controlerOrganisme(tache, nuit)
    await controlerOrganisme(tache, { ...services.a('2026-11-17T02:10:00Z'), db: base.worker })
    expect(await compter(fil, 'controles.constat')).toBe(1)
    expect(await compter(fil, 'controles.passage', 'nouveaux = 1 and passes > 0')).toBe(1)
    const liste = await lire('/controles')
    expect(liste).toContain('Feuille non close')
    expect(liste).toContain('Aucun constat nouveau')
    expect(await lire('/controles?gravite=bloquant')).toContain('Aucun constat ne répond')
    expect(await lire('/controles?q=ANGLÀIS')).toContain('Feuille non close')
    expect(await lire('/controles?format=csv')).toContain('Feuille non close;alerte')
    // Un repère qui n’est pas un instant reprend la liste à son début : il ne fait pas tomber la page.
    const hostile = Buffer.from(JSON.stringify(['hier', 'x'])).toString('base64url')
    expect(await lire(`/controles?apres=${hostile}`)).toContain('Feuille non close')
    await base.maintenance((tx) =>
      sql`insert into emargement.cloture (organisme_id, activite_id, seance_id, maillon_id, close_le, close_par)
        select organisme_id, activite_id, ${fil.seances[0]}::uuid, maillon_id, now(), close_par from emargement.cloture where organisme_id = ${fil.organisme}`.execute(
        tx,
      ),
    )
    await controlerOrganisme(tache, { ...services.a('2026-11-18T02:10:00Z'), db: base.worker })
    expect(await compter(fil, 'controles.constat', 'referme_le is not null')).toBe(1)
    expect(await lire('/controles?etat=referme')).toContain('refermé le')
  })
  it('d’un historique repris, ne garde aucun constat : la liste le dit d’une phrase, chaque session d’une autre', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx))
    const { services, lire, tache } = monter(fil)
    const admin = await base.client('admin')
    const { rows } = await admin.query('select code from organisme.organisme where organisme_id = $1', [
      fil.organisme,
    ])
    const importer = bpf.commandes?.find((c) => c.nom === 'importer bpf-dossier')
    const refus: string[] = []
    const code = await importer?.run([fichierDeReprise, '--organisme', rows[0].code], {
      services: { ...services, db: base.worker },
      dossier: '.',
      stdout: () => undefined,
      stderr: (t) => void refus.push(t),
    })
    expect([code, refus]).toEqual([0, []])
    await controlerOrganisme(tache, { ...services, db: base.worker })
    const { rows: reprises } = await admin.query<{ id: SessionId }>(
      'select id from sessions.session where organisme_id = $1 and reprise_id is not null',
      [fil.organisme],
    )
    expect(reprises.length).toBeGreaterThan(5)
    expect(await compter(fil, 'controles.constat', `session_id <> '${fil.session}'`)).toBe(0)
    const liste = sansInsecables(await lire('/controles'))
    expect(liste.split('d’un historique repris')).toHaveLength(2)
    expect(liste).toContain(`${reprises.length} sessions viennent`)
    for (const { id } of reprises) {
      const r = await base.worker.withTenant({ genre: 'tache', organisme: fil.organisme }, (tx) =>
        releverSession(tx, id, services.clock.now()),
      )
      expect(r?.constats.map((c) => [c.regle, c.gravite])).toEqual([['historique-repris', 'a-juger']])
    }
  })
  it('la tournée enfile une tâche par organisme, et le rôle web ne peut les énumérer', async () => {
    const fil = await base.maintenance((tx) => poserSessionDEssai(tx))
    await tournee({}, { ...servicesDe(base, fil), db: base.worker })
    const admin = await base.client('admin')
    const { rows } = await admin.query(
      `select 1 from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'controles.controler' and j.payload ->> 'organisme' = $1`,
      [fil.organisme],
    )
    expect(rows).toHaveLength(1)
    await expect(base.db.withoutTenant((tx) => sql`select porte.organismes()`.execute(tx))).rejects.toThrow(
      /permission denied/,
    )
  })
})

describe('Les congés d’un intervenant', () => {
  it('se déclarent, disent la séance posée dessus, font parler le contrôle, et se retirent', async () => {
    const fil = await poserSessionFacturee(base)
    const { lire, poster, page } = monter(fil)
    const url = `/personnes/${fil.formateur}/conges`
    expect(await lire(url)).toContain('Aucune absence déclarée')
    expect((await poster(url, { du: '12/11/2026', au: '10/11/2026' })).status).toBe(422)
    expect((await poster(url, { du: '10/11/2026', au: '12/11/2026' })).status).toBe(303)
    expect((await poster(url, { du: '12/11/2026', au: '13/11/2026' })).status).toBe(409)
    const vue = await lire(url)
    expect(vue).toContain('S-2026-001')
    expect(await lire(page)).toContain('Intervenant déclaré absent')
    const conge = /name="conge" value="([0-9a-f-]{36})"/.exec(vue)?.[1] ?? ''
    expect((await poster(url, { geste: 'retirer', conge })).status).toBe(303)
    expect(await lire(page)).toContain('Rien à redire')
  })
})

/** Une session d’une seule demi-journée, la seconde personne absente, la feuille close. */
const avecAbsence = async () => {
  const fil = await poserSessionFacturee(base, { absente: true })
  return { fil, ...monter(fil) }
}

describe('Les avis d’absence', () => {
  it('se lisent mot pour mot avant de partir, partent une fois, et ne disent pas pourquoi', async () => {
    const { fil, services, lire, poster } = await avecAbsence()
    const url = `/sessions/${fil.session}/assiduite`
    const vue = await lire(url)
    expect(vue).toContain('formation@hotel-aubrac.example')
    expect(vue).toContain('Agathe Pons')
    expect(vue).not.toContain('Justificatif')
    expect((await poster(url)).status).toBe(303)
    expect((await poster(url)).status).toBe(303)
    const partis = await courriers(fil, services)
    expect(partis.map((m) => m.a)).toEqual(['formation@hotel-aubrac.example'])
    expect(partis[0]?.texte).not.toMatch(/justificat|malad/i)
    expect(await lire(url)).toContain('Rien à dire à personne')
    expect(await lire(url)).toContain('un geste')
  })
  it('seuls, seulement si la coopérative l’a réglé ; deux tournées n’en envoient qu’un', async () => {
    const { fil, services, poster, tache } = await avecAbsence()
    const nuit = { ...services, db: base.worker }
    await rappelerOrganisme(sansPrises)(tache, nuit)
    expect(await compter(fil, 'controles.envoi')).toBe(0)
    expect((await poster('/controles/reglages', { avisEmployeur: 'on' })).status).toBe(303)
    await Promise.all([
      rappelerOrganisme(sansPrises)(tache, nuit),
      rappelerOrganisme(sansPrises)(tache, nuit),
    ])
    expect((await courriers(fil, services)).map((m) => m.objet)).toEqual([
      'Absence en formation\u00a0: Anglais professionnel',
    ])
    // Deux demi-journées, un seul message.
    expect(await compter(fil, 'controles.envoi', 'par is null')).toBe(2)
  })
  it('retenus par un arrêt, ne sont pas dits : la tournée n’en prend plus, et redit quand on reprend', async () => {
    const { fil, services, poster, tache, lire } = await avecAbsence()
    const nuit = { ...services, db: base.worker }
    await poster('/controles/reglages', { avisEmployeur: 'on' })
    const arret = { oui: true }
    let retenus: ReadonlySet<string> = new Set()
    const prises = { arrets: async () => () => arret.oui, retenus: async () => retenus }
    await rappelerOrganisme(prises)(tache, nuit)
    expect(await compter(fil, 'controles.envoi')).toBe(0)
    expect(await lire(`/sessions/${fil.session}/assiduite`)).toContain('formation@hotel-aubrac.example')
    // Levé, puis posé de nouveau entre le dépôt et l’envoi : la porte du courrier l’a retenu.
    arret.oui = false
    await rappelerOrganisme(prises)(tache, nuit)
    const admin = await base.client('admin')
    const { rows } = await admin.query<{ message: string }>(
      'select distinct message from controles.envoi where organisme_id = $1',
      [fil.organisme],
    )
    expect(rows).toHaveLength(1)
    retenus = new Set(rows.map((r) => r.message))
    await Promise.all([rappelerOrganisme(prises)(tache, nuit), rappelerOrganisme(prises)(tache, nuit)])
    expect(await compter(fil, 'controles.envoi')).toBe(4)
    retenus = new Set(rows.map((r) => r.message))
    await rappelerOrganisme(prises)(tache, nuit)
    expect(await compter(fil, 'controles.envoi')).toBe(4)
    expect((await courriers(fil, services)).length).toBe(2)
  })
  it('sans adresse ni contact, la structure se joint par qui a signé son dossier', async () => {
    const { fil, lire } = await avecAbsence()
    await base.maintenance(async (tx) => {
      await sql`update tiers.entreprise set courriel = null where organisme_id = ${fil.organisme}`.execute(tx)
      await sql`update tiers.personne set courriel = 'signe@hotel-aubrac.example'
        where organisme_id = ${fil.organisme} and id = ${fil.formateur}`.execute(tx)
      await sql`update inscriptions.dossier set signataire_id = ${fil.formateur} where organisme_id = ${fil.organisme}`.execute(
        tx,
      )
      await sql`update tiers.contact set retire_le = now() where organisme_id = ${fil.organisme}`.execute(tx)
    })
    expect(await lire(`/sessions/${fil.session}/assiduite`)).toContain('signe@hotel-aubrac.example')
  })
  it('d’une personne inscrite à titre individuel, son employeur n’apprend rien', async () => {
    const { fil, lire } = await avecAbsence()
    await base.maintenance(async (tx) => {
      await sql`update inscriptions.inscription set dossier_id = null where organisme_id = ${fil.organisme}`.execute(
        tx,
      )
    })
    expect(await lire(`/sessions/${fil.session}/assiduite`)).toContain('Rien à dire à personne')
  })
})

describe('Les rappels', () => {
  it('un lien de plus à qui n’a pas signé, une fois, pendant la fenêtre ; un mot à qui anime, une fois', async () => {
    const fil = await poserSessionFacturee(base, { signe: true, emarge: false })
    const { poster, services, tache } = monter(fil, { instant: `${jourDuFil}T12:00:00Z` })
    await poster('/controles/reglages', { rappelStagiaire: 'on', rappelFormateur: 'on' })
    await base.maintenance((tx) =>
      sql`update tiers.personne set courriel = 'tom@exemple.example' where organisme_id = ${fil.organisme} and id = ${fil.formateur}`.execute(
        tx,
      ),
    )
    const [matin] = fil.seances
    if (!matin) throw new Error('fil vide')
    await noterAbsence(
      services,
      { acces, id: fil.personne, nom: 'Tom' },
      { session: fil.session, seance: matin, inscription: fil.inscriptions[0] as never, motif: 'inconnu' },
    )
    // 13 h : la matinée est finie, la fenêtre court jusqu’à 14 h 30 ; l’une est notée absente, deux n’ont pas signé.
    const midi = { ...services, db: base.worker }
    await rappelerOrganisme(sansPrises)(tache, midi)
    await rappelerOrganisme(sansPrises)(tache, midi)
    const admin = await base.client('admin')
    const { rows } = await admin.query<{ payload: Parameters<typeof envoyerLien>[0] }>(
      `select j.payload from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
        where t.identifier = 'emargement.envoyer-lien' and j.payload ->> 'organisme' = $1`,
      [fil.organisme],
    )
    for (const { payload } of rows) await envoyerLien(payload, midi)
    expect(services.courrier.map((m) => m.a).toSorted()).toEqual(['s1@exemple.example', 's2@exemple.example'])
    expect(await compter(fil, 'controles.envoi', "genre = 'rappel-stagiaire'")).toBe(2)
    // Le lendemain matin : plus de lien, un mot à qui a animé, pour chaque feuille ouverte.
    const demain = services.a('2026-11-12T07:00:00Z')
    const matinSuivant = { ...demain, db: base.worker }
    await rappelerOrganisme(sansPrises)(tache, matinSuivant)
    await rappelerOrganisme(sansPrises)(tache, matinSuivant)
    services.courrier.length = 0
    expect((await courriers(fil, services)).map((m) => m.a)).toEqual([
      'tom@exemple.example',
      'tom@exemple.example',
    ])
    expect(await compter(fil, 'controles.envoi', "genre = 'rappel-stagiaire'")).toBe(2)
  })
  it('à qui l’on n’écrit plus, rien ne se prend : levé l’arrêt dans la fenêtre, son lien part ; les arrêts se lisent une fois', async () => {
    const fil = await poserSessionFacturee(base, { signe: true, emarge: false })
    const { poster, services, tache } = monter(fil, { instant: `${jourDuFil}T12:00:00Z` })
    await poster('/controles/reglages', { rappelStagiaire: 'on' })
    const [premiere] = await base.enTantQue(fil.organisme, {}, async (tx) =>
      (
        await sql<{
          id: string
        }>`select personne_id as id from inscriptions.inscription where id = ${fil.inscriptions[0]}::uuid`.execute(
          tx,
        )
      ).rows.map((r) => r.id),
    )
    let [arretee, lectures] = [premiere, 0]
    const prises = {
      ...sansPrises,
      arrets: async () => {
        lectures += 1
        return (_code: string, personne?: string) => personne !== undefined && personne === arretee
      },
    }
    const midi = { ...services, db: base.worker }
    await rappelerOrganisme(prises)(tache, midi)
    const pris = () => compter(fil, 'controles.envoi', "genre = 'rappel-stagiaire'")
    const sansElle = await pris()
    expect(lectures).toBe(1)
    arretee = undefined
    await rappelerOrganisme(prises)(tache, midi)
    expect(await pris()).toBe((sansElle ?? 0) + 1)
  })
  it('au petit matin, ni mot à qui anime, ni avis d’absence : ils attendent huit heures', async () => {
    const fil = await poserSessionFacturee(base, { absente: true })
    const { poster, services, tache } = monter(fil)
    await poster('/controles/reglages', { rappelFormateur: 'on', avisEmployeur: 'on' })
    const a = (instant: string) => ({ ...services.a(instant), db: base.worker })
    await rappelerOrganisme(sansPrises)(tache, a('2026-11-16T02:00:00Z'))
    expect(await compter(fil, 'controles.envoi')).toBe(0)
    await rappelerOrganisme(sansPrises)(tache, a('2026-11-16T07:00:00Z'))
    expect(await compter(fil, 'controles.envoi')).toBe(2)
  })
  it('au-delà de cinq cents envois, les premiers se lisent encore', async () => {
    const fil = await poserSessionFacturee(base, { emarge: false })
    await base.maintenance((tx) =>
      sql`insert into controles.envoi (organisme_id, id, activite_id, genre, cle, session_id, seance_id, le)
        select ${fil.organisme}, gen_random_uuid(), ${fil.activite}, 'rappel-stagiaire', 'c' || n, ${fil.session}, ${fil.seances[0]},
          now() - (n / 3) * interval '1 minute' from generate_series(1, 1100) n`.execute(tx),
    )
    const lus = await base.enTantQue(fil.organisme, {}, (tx) => lireEnvois(tx, fil.session))
    expect(new Set(lus.map((e) => e.cle)).size).toBe(1100)
  })
  it('la tournée n’enfile que les organismes qui l’ont demandé', async () => {
    const [sans, avec] = [
      await base.maintenance((tx) => poserSessionDEssai(tx)),
      await base.maintenance((tx) => poserSessionDEssai(tx)),
    ]
    await monter(avec).poster('/controles/reglages', { rappelFormateur: 'on' })
    await rappels({}, { ...servicesDe(base, sans), db: base.worker })
    const admin = await base.client('admin')
    const { rows } = await admin.query<{ o: string }>(
      `select j.payload ->> 'organisme' as o from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id where t.identifier = 'controles.rappeler'`,
    )
    expect(rows.map((r) => r.o)).toContain(avec.organisme)
    expect(rows.map((r) => r.o)).not.toContain(sans.organisme)
  })
})

describe('L’assiduité', () => {
  it('dit le taux de chacun et signale deux absences de suite', async () => {
    const { fil, lire } = await avecAbsence()
    const vue = await lire(`/sessions/${fil.session}/assiduite`)
    expect(vue).toContain('absences de suite')
    expect(/<th[^>]*>Léonie Fabre<\/th>.*?<\/tr>/s.exec(vue)?.[0]).toMatch(/100\s%/)
    expect(await lire(`/sessions/${fil.session}/assiduite?format=csv`)).toContain(
      'Agathe Pons;0;420;0;2;0;absences de suite',
    )
  })
})
