// Long parce que tout ce qu’écrit une personne sans compte s’y suit dans un même monde, de l’envoi à l’oubli.
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { poleModule } from '#modules/pole/index.ts'
import { monde } from '../../../../test/monde/index.ts'
import { contenuSimple } from '../../catalogue/test/contenus.ts'
import { publierUneOffre } from '../../catalogue/test/publier.ts'
import { unPole } from '../../pole/test/batir.ts'
import { envoyerLaLettre, purgerLePortail } from '../jobs/lettre.job.ts'
import { portail } from '../module.ts'

const m = await monde({
  modules: [poleModule, portail],
  coops: { langue: 'Langue & Lien' },
  gens: {
    admin: {
      roles: ['responsable', 'administration'],
      union: true,
      motDePasse: 'un tilleul devant la mairie',
    },
  },
  // Comme l'application : le clic de désinscription n'a pas d'origine.
  sansFormulaire: ['/lettre/fin/'],
})
const { base, app, admin } = m

let instant = Date.parse('2026-11-24T10:40:00Z')
const passer = (ms: number) => {
  instant += ms
  m.regler(new Date(instant).toISOString())
}
const { lire } = m.sansCompte
const poster = async (
  chemin: string,
  champs: Record<string, string>,
  entetes: Record<string, string> = { origin: m.origine },
) => {
  const r = await app.request(`${m.origine}${chemin}`, {
    method: 'POST',
    headers: entetes,
    body: new URLSearchParams(champs),
  })
  return {
    statut: r.status,
    texte: await r.text(),
    vers: r.headers.get('location') ?? '',
    cookie: r.headers.getSetCookie().join(';'),
  }
}
/** Remplit un formulaire ouvert maintenant et envoyé dix secondes plus tard, comme une personne. */
const remplir = async (chemin: string, champs: Record<string, string>) => {
  const ouvert = /name="ouvert" value="([^"]+)"/.exec((await lire(chemin)).texte)?.[1] ?? ''
  passer(10_000)
  return poster(chemin.split('?')[0] ?? '', { ouvert, site_web: '', ...champs })
}
const lienVers = async (a: string, motif: RegExp): Promise<string> => {
  const recu = (await m.courriels()).filter((x) => x.a === a).at(-1)
  const lien = motif.exec(recu?.texte ?? '')?.[0] ?? ''
  expect(lien, `lien de ${a}`).not.toBe('')
  return lien.replace(m.origine, '')
}

let pole = ''
beforeAll(async () => {
  pole = await unPole(admin)
})

describe('écrire à son ou sa délégué·e', () => {
  const message = {
    departement: '75',
    sujet: 'impulser',
    nom: 'Soraya <b>Amrani</b>',
    courriel: 'soraya@exemple.example',
    texte: 'Nous voudrions un pôle près de chez nous.\n<script>alert(1)</script>',
  }
  it('sans personne pour répondre, la page le dit', async () => {
    expect((await lire('/ecrire')).texte).toContain('n’arriverait à personne')
  })
  it('va à qui tient le département, sinon à qui les tient tous ; seule l’instance tient la liste', async () => {
    const autre = await m.entrer((await m.fonder('Les Tisserands')).organisme, { roles: ['responsable'] })
    expect((await autre.aller('/instance/union')).statut).toBe(404)
    expect(
      (await autre.aller('/instance/union/delegues', { nom: 'X Y', courriel: 'x@y.example' })).statut,
    ).toBe(404)
    for (const d of [
      { nom: 'Nour Tous', courriel: 'tous@union.example', departements: '' },
      { nom: 'Paul Paris', courriel: 'paris@union.example', departements: '75, 92' },
    ])
      expect((await admin.aller('/instance/union/delegues', d)).statut).toBe(303)
    expect((await admin.aller('/instance/union')).texte).toContain('Paul Paris')
  })
  it('rien ne part avant que l’adresse soit prouvée ; ensuite : transmis, accusé, pris, répondu', async () => {
    const r = await remplir('/ecrire', message)
    expect([r.statut, r.texte.includes('Regardez la boîte d’essai')]).toEqual([200, true])
    expect((await m.courriels()).filter((m) => m.a.endsWith('@union.example'))).toEqual([])
    const preuve = await lienVers('soraya@exemple.example', /http\S+\/preuve\/\S+/)
    expect((await lire(preuve)).texte).toContain('C’est bien moi')
    expect((await lire(preuve)).texte).not.toContain('<script>alert')
    const suivi = (await poster(preuve, {})).vers
    expect((await lire(suivi)).texte).toContain('transmis, pas encore ouvert')
    const recu = (await m.courriels()).filter((m) => m.a.endsWith('@union.example'))
    expect(recu.map((m) => m.a)).toEqual(['paris@union.example'])
    expect(recu[0]?.texte).toContain('Nous voudrions un pôle')
    // Confirmer deux fois n'envoie qu'une fois.
    await poster(preuve, {})
    expect((await m.courriels()).filter((m) => m.a === 'paris@union.example')).toHaveLength(1)
    const traiter = await lienVers('paris@union.example', /http\S+\/traiter\/\S+/)
    expect((await lire(traiter)).texte).toContain('soraya@exemple.example')
    await poster(traiter, { geste: 'prise' })
    expect((await lire(suivi)).texte).toContain('pris en charge')
    await poster(traiter, { geste: 'repondue' })
    expect((await lire(suivi)).texte).toContain('répondu')
    expect((await lire(suivi)).texte).not.toContain('paris@union.example')
  })
  it('un lien d’un autre usage, ou un peu changé, n’existe pas', async () => {
    const preuve = await lienVers('soraya@exemple.example', /http\S+\/suivi\/\S+/)
    for (const faux of [preuve.replace('/suivi/', '/traiter/'), preuve.slice(0, -1), `${preuve}x`])
      expect((await lire(faux)).statut, faux).toBe(404)
  })
  it('les envois de machine : champ caché, envoi immédiat, page trop vieille, rafale', async () => {
    const avant = (await m.courriels()).length
    const piege = await remplir('/ecrire', {
      ...message,
      courriel: 'robot@exemple.example',
      site_web: 'http://spam',
    })
    expect([piege.statut, piege.texte.includes('Regardez la boîte d’essai')]).toEqual([200, true])
    const ouvert = /name="ouvert" value="([^"]+)"/.exec((await lire('/ecrire')).texte)?.[1] ?? ''
    const vite = await poster('/ecrire', { ...message, ouvert, site_web: '' })
    expect([vite.statut, vite.texte.includes('plus vite qu’une personne')]).toEqual([422, true])
    // Ce qui était écrit est encore là.
    expect(vite.texte).toContain('Nous voudrions un pôle')
    expect((await poster('/ecrire', { ...message, ouvert: '1.faux', site_web: '' })).statut).toBe(422)
    expect((await m.courriels()).length).toBe(avant)
    let dernier = 0
    for (let i = 0; i < 4; i += 1)
      dernier = (await remplir('/ecrire', { ...message, courriel: 'rafale@exemple.example' })).statut
    expect(dernier).toBe(429)
  })
  it('une place : la page ne promet aucune date qu’on n’annonce pas ; la demande part, ou l’on dit qu’elle n’est pas partie', async () => {
    const coop = { ...m.coops.langue, courriel: contenuSimple.contactCourriel }
    const offre = await publierUneOffre(base.enTantQue, coop, contenuSimple)
    const fiche = (await lire(`/formations/${offre}`)).texte
    expect(fiche).toContain('aucune date annoncée')
    expect(fiche).not.toContain('à la demande')
    const demander = async (courriel: string) => {
      await remplir(`/formations/${offre}/demander`, { nom: 'Ana Lis', courriel, texte: 'Une place, merci.' })
      return lienVers(courriel, /http\S+\/preuve\/\S+/)
    }
    const preuve = await demander('ana@exemple.example')
    // Tant que son adresse n’est pas prouvée, personne ne l’a reçue.
    expect((await lire(preuve)).texte).not.toMatch(/chez Langue|transmis/)
    const suivi = (await poster(preuve, {})).vers
    expect((await lire(suivi)).texte).toContain('Langue &amp; Lien')
    expect((await m.courriels()).filter((x) => x.a === coop.courriel)).toHaveLength(1)
    const accuse = (await m.courriels()).filter((x) => x.a === 'ana@exemple.example').at(-1)?.texte ?? ''
    expect(accuse).not.toContain('trois jours ouvrés')
    const tardive = await demander('lou@exemple.example')
    await base.maintenance((tx) =>
      sql`update catalogue.fiche set retiree_le = publiee_le + interval '1 second' where offre_id = ${offre}`.execute(
        tx,
      ),
    )
    const rendu = await poster(tardive, {})
    expect([rendu.statut, rendu.texte.includes('n’est pas partie')]).toEqual([409, true])
    expect((await m.courriels()).filter((x) => x.a === coop.courriel)).toHaveLength(1)
  })
  it('non prouvé, tout s’efface en trois jours ; prouvé, en treize mois', async () => {
    const compter = async () =>
      Number(
        (
          await base.maintenance((tx) =>
            sql<{ n: number }>`select count(*)::int4 as n from portail.demande`.execute(tx),
          )
        ).rows[0]?.n,
      )
    const avant = await compter()
    const fond = m.worker
    m.regler(new Date(instant + 4 * 86_400_000).toISOString())
    await purgerLePortail({}, fond)
    expect(await compter()).toBe(2)
    expect(avant).toBeGreaterThan(1)
    m.regler(new Date(instant + 430 * 86_400_000).toISOString())
    await purgerLePortail({}, fond)
    expect(await compter()).toBe(0)
    passer(0)
  })
})

describe('une coopérative arrive', () => {
  const champs = {
    nom: 'La Fabrique du Lien',
    siret: '99900017700017',
    nda: '11930000193',
    forme: 'scic',
    societe: 'SAS',
    cae: 'on',
    ville: 'Pantin',
    codePostal: '93500',
    pole: 'formation',
    cherche: 'des salles',
    propose: 'des formateurs',
    prenom: 'Inès',
    nomPersonne: 'Roy',
    courriel: 'ines@fabrique.example',
  }
  /** Qui vient d'arriver, connectée. */
  let cookie = ''
  const elle = async (chemin: string, envoi?: Record<string, string>) => {
    const r = await app.request(`${m.origine}${chemin}`, {
      headers: { cookie, ...(envoi ? { origin: m.origine } : {}) },
      ...(envoi ? { method: 'POST', body: new URLSearchParams(envoi) } : {}),
    })
    return { statut: r.status, texte: await r.text() }
  }
  it('son SIREN remplit presque tout ; son courriel prouvé, elle est là, mais personne ne répond encore d’elle', async () => {
    const page = await lire('/rejoindre?siren=999%20000%20177&pole=formation')
    expect(page.statut).toBe(200)
    for (const dit of ['LA FABRIQUE DU LIEN', '99900017700017', 'PANTIN', '93500'])
      expect(page.texte).toContain(dit)
    expect(page.texte).toContain('<option value="formation" selected')
    await remplir('/rejoindre?siren=999000177', champs)
    const lien = await lienVers('ines@fabrique.example', /http\S+\/rejoindre\/\S+/)
    expect((await poster(lien, { motDePasse: '' })).texte).toContain('Choisissez un mot de passe')
    expect((await poster(lien, { motDePasse: 'court' })).statut).toBe(422)
    const r = await poster(lien, { motDePasse: 'un cerisier près du lavoir' })
    expect([r.statut, r.vers]).toEqual([303, '/poles'])
    cookie = /coforme=[^;]+/.exec(r.cookie)?.[0] ?? ''
    // L'entrée du pôle est libre, et pourtant elle n'y est pas.
    expect((await elle(pole)).statut).toBe(404)
    expect((await elle('/poles')).texte).toContain('L’identité de votre coopérative attend un visa.')
    // Une seconde fois, le lien ne fait plus rien.
    expect((await poster(lien, { motDePasse: 'un cerisier près du lavoir' })).vers).toBe('/connexion')
  })
  it('le même SIREN, ou le même nom, se dit aussitôt', async () => {
    const deja = await lire('/rejoindre?siren=999000177')
    expect([deja.statut, deja.texte.includes('déjà ici')]).toEqual([409, true])
    const second = await remplir('/rejoindre?a-la-main=oui', {
      ...champs,
      courriel: 'autre@fabrique.example',
    })
    expect([second.statut, second.texte.includes('déjà ici')]).toEqual([409, true])
    const homonyme = {
      ...champs,
      nom: 'la fabrique du LIEN',
      siret: '99900025000020',
      courriel: 'h@fabrique.example',
    }
    const dit = await remplir('/rejoindre?a-la-main=oui', homonyme)
    expect([dit.statut, dit.texte.includes('porte déjà ce nom')]).toEqual([409, true])
    expect((await remplir('/rejoindre?a-la-main=oui', { ...homonyme, autre: 'on' })).texte).toContain(
      'Regardez la boîte d’essai',
    )
  })
  it('sans visa, elle ne signe ni ne propose de pôle, n’est d’aucun vote, et l’annuaire ne la montre pas', async () => {
    for (const chemin of ['/poles/formation/rejoindre']) await elle(chemin, { cherche: '', propose: '' })
    const proposer = await elle('/poles/propositions/nouvelle', {
      nom: 'Pôle Fantôme',
      genre: 'metier',
      raison: 'Une raison d’être de plus de dix signes.',
      territoire: '',
      departement: '93',
      courriel: '',
      entree: 'libre',
    })
    expect([proposer.statut, proposer.texte.includes('doit d’abord viser l’identité')]).toEqual([409, true])
    const fiche = {
      description: 'Nous',
      themes: 'Langues',
      publics: '',
      departements: '93',
      nsf: '',
      formacodes: '',
      publique: 'on',
    }
    expect((await elle('/cooperative/annuaire', fiche)).statut).toBe(303)
    for (const page of ['/cooperatives', '/cooperatives?departement=93', '/chercher?q=fabrique'])
      expect((await lire(page)).texte, page).not.toContain('href="/cooperatives/la-fabrique-du-lien"')
    expect((await lire('/cooperatives/la-fabrique-du-lien')).statut).toBe(404)
    const membres = await base.maintenance((tx) =>
      sql`select from pole.adhesion a join organisme.organisme o on o.organisme_id = a.organisme_id
        where o.code = 'la-fabrique-du-lien' and a.etat = 'active'`.execute(tx),
    )
    expect(membres.rows).toEqual([])
  })
  it('seule l’Union vise, ou le pôle qui l’accueille ; elle y entre alors, et se montre', async () => {
    expect((await elle('/instance/identites')).statut).toBe(404)
    const moi = await base.maintenance((tx) =>
      sql<{
        id: string
      }>`select organisme_id as id from organisme.organisme where code = 'la-fabrique-du-lien'`.execute(tx),
    )
    const id = moi.rows[0]?.id ?? ''
    expect((await elle('/instance/identites', { cooperative: id })).statut).toBe(404)
    const voisine = await m.entrer((await m.fonder('Les Voisins')).organisme, { roles: ['responsable'] })
    expect((await voisine.aller('/instance/identites', { cooperative: id })).statut).toBe(404)
    const page = await admin.aller('/instance/identites')
    expect(page.texte).toContain('La Fabrique du Lien')
    expect(page.texte).toContain('ines@fabrique.example')
    expect((await admin.aller(pole)).texte).toContain('Personne n’a encore répondu de cette coopérative')
    expect((await admin.aller('/instance/identites', { cooperative: id })).statut).toBe(303)
    expect((await admin.aller('/instance/identites')).texte).not.toContain('ines@fabrique.example')
    // Le pôle où l'on entre librement n'attendait que cela.
    const vue = await elle(pole)
    expect(vue.statut).toBe(200)
    expect(vue.texte).toContain('des salles')
    expect((await elle('/poles')).texte).not.toContain('attend un visa')
    expect((await lire('/cooperatives')).texte).toContain('href="/cooperatives/la-fabrique-du-lien"')
    await elle('/cooperative/annuaire', { description: '', publique: '' })
  })
  it('un SIREN inconnu ou faux se dit, et l’on remplit à la main', async () => {
    expect((await lire('/rejoindre?siren=552100554')).texte).toContain('ne connaissent pas ce SIREN')
    expect((await lire('/rejoindre?siren=12')).statut).toBe(422)
    expect((await lire('/rejoindre?a-la-main=oui')).texte).toContain('SIRET du siège')
  })
  it('un courriel qui a déjà un compte garde son mot de passe', async () => {
    await remplir('/rejoindre?siren=999000250', {
      nom: 'Numerik Commun',
      siret: '99900025000020',
      forme: 'scop',
      societe: 'SARL',
      prenom: 'Rosa',
      nomPersonne: 'Ba',
      courriel: admin.courriel,
      pole: '',
      cherche: '',
      propose: '',
    })
    const r = await poster(await lienVers(admin.courriel, /http\S+\/rejoindre\/\S+/), { motDePasse: '' })
    expect([r.statut, r.vers]).toEqual([303, '/connexion'])
    expect((await admin.aller('/poles')).statut).toBe(200)
  })
})

describe('la fiche d’annuaire', () => {
  it('préremplie, publiée, filtrée, exportée ; masquée, elle ne dit plus le siège', async () => {
    expect((await lire('/cooperatives')).texte).toContain('Aucune coopérative n’a encore publié sa fiche')
    const fiche = {
      description: 'Des langues pour de vrai, beaucoup d’évaluation <script>alert(1)</script>',
      themes: 'Langues, Interculturel',
      publics: 'salariés',
      departements: '75, 2a',
      nsf: '136',
      formacodes: '15254',
      qualiopi: 'AF',
      qualiopiSource: 'declaree',
      qualiopiLe: '01/11/2026',
      publique: 'on',
    }
    expect((await admin.aller('/cooperative/annuaire', { ...fiche, qualiopiSource: '' })).texte).toContain(
      'avec sa source',
    )
    expect((await admin.aller('/cooperative/annuaire', { ...fiche, nsf: '999' })).statut).toBe(422)
    expect((await admin.aller('/cooperative/annuaire', fiche)).statut).toBe(303)
    for (const filtre of [
      'q=langue',
      'q=evaluation',
      'q=LANGUES',
      'departement=2A',
      'theme=Langues',
      'code=136',
      'code=15254',
      'portee=AF',
      'q=interculturels&departement=75',
    ])
      expect((await lire(`/cooperatives?${filtre}`)).texte, filtre).toContain(
        'href="/cooperatives/langue-et-lien"',
      )
    for (const filtre of ['q=menuiserie', 'departement=13', 'portee=VAE', 'forme=cae', 'code=230'])
      expect((await lire(`/cooperatives?${filtre}`)).texte, filtre).not.toContain(
        'href="/cooperatives/langue-et-lien"',
      )
    const une = (await lire('/cooperatives/langue-et-lien')).texte
    expect(une).toContain('déclaré par la coopérative, le 1er\u00a0novembre 2026')
    expect(une).not.toContain('<script>alert')
    expect((await lire('/cooperatives?format=csv')).texte).toContain('Langues, Interculturel')
    expect((await lire('/chercher?q=langue')).texte).toContain('href="/cooperatives/langue-et-lien"')
    await admin.aller('/cooperative/annuaire', { ...fiche, publique: '' })
    expect((await lire('/cooperatives/langue-et-lien')).statut).toBe(404)
    expect((await lire('/cooperatives')).texte).not.toContain('langue-et-lien')
  })
})

describe('la lettre', () => {
  it('deux consentements, un envoi à chacun, un clic pour partir', async () => {
    const boite = 'abonnee@exemple.example'
    expect((await remplir('/lettre', { courriel: boite })).texte).toContain('Cochez pour dire')
    await remplir('/lettre', { courriel: boite, accord: 'on' })
    const confirmer = await lienVers(boite, /http\S+\/confirmer\/\S+/)
    const lettre = { objet: 'Des nouvelles', mot: 'Bonjour à toutes et à tous.' }
    expect((await admin.aller(`${pole}/lettre`, { ...lettre, geste: 'envoyer' })).statut).toBe(409)
    expect((await poster(confirmer, {})).texte).toContain('La prochaine lettre vous arrivera')
    expect((await admin.aller(`${pole}/lettre`, lettre)).texte).toContain('Bonjour à toutes et à tous.')
    expect((await admin.aller(`${pole}/lettre`, { ...lettre, geste: 'envoyer' })).statut).toBe(303)
    const id = (
      await base.maintenance((tx) => sql<{ id: string }>`select id from portail.lettre`.execute(tx))
    ).rows[0]?.id
    const fond = m.worker
    await envoyerLaLettre({ lettre: id ?? '' }, fond)
    await envoyerLaLettre({ lettre: id ?? '' }, fond)
    const recues = (await m.courriels()).filter((m) => m.a === boite && m.objet === 'Des nouvelles')
    expect(recues).toHaveLength(1)
    const fin = ((recues[0] as unknown as { desinscription?: string })?.desinscription ?? '').replace(
      m.origine,
      '',
    )
    expect(fin).toMatch(/^\/lettre\/fin\//)
    // La boîte aux lettres clique sans origine (RFC 8058).
    expect((await poster(fin, { 'List-Unsubscribe': 'One-Click' }, {})).statut).toBe(200)
    expect((await poster(fin.slice(0, -1), {}, {})).statut).toBe(404)
    const { rows } = await base.maintenance((tx) =>
      sql<{
        etat: string
        efface: boolean
      }>`select etat, chiffre is null as efface from portail.abonnement`.execute(tx),
    )
    expect(rows).toEqual([{ etat: 'fini', efface: true }])
  })
  it('les mentions se remplissent, et se lisent', async () => {
    expect((await lire('/mentions-legales')).texte).toContain('pas encore remplies')
    await admin.aller('/instance/union/mentions', {
      editeur: 'Union régionale, Paris',
      directeur: 'R. Ba',
      hebergeur: 'Nous',
      contact: '',
    })
    expect((await lire('/mentions-legales')).texte).toContain('Union régionale, Paris')
    expect(m.pannes).toEqual([])
  })
})
