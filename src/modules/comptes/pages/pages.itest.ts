// Long parce que toutes les pages des comptes s’y éprouvent sur les mêmes deux coopératives.
import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { newToken } from '#platform/auth/token.ts'
import { totpCode } from '#platform/auth/totp.ts'
import { keysFromSeed } from '#platform/keys/open-keys.ts'
import type { Services } from '#platform/services.ts'
import { readBody } from '#web/body.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { naviguer, pagesServies } from '../../../../test/monde/index.ts'
import { creerLien } from '../db/liens.ts'
import { comptes } from '../module.ts'
import { poserAdhesion, poserCompte } from '../test/comptes.ts'
import { poserOrganisme } from '../test/organismes.ts'
import { exigerConnexion, exigerRole } from '../web/visiteur.ts'

const base = await baseNeuve()
const keys = keysFromSeed('pages')
const admin = await base.client('admin')
const pannes: Panne[] = []
const essai = testServices(pannes)
const journal: [string, unknown][] = []
const services: Services = {
  ...essai,
  db: base.db,
  keys,
  log: { ...essai.log, info: (fait, champs) => void journal.push([fait, champs]) },
}
const origine = services.config.origine
const modules: Parameters<typeof pagesServies>[1] = [
  comptes,
  {
    nom: 'essai',
    routes(a) {
      a.get('/aujourdhui', exigerConnexion(), (c) =>
        c.text(`${c.get('visiteur')?.nom} ${c.get('visiteur')?.organisme?.nom}`),
      )
      a.get('/reserve', exigerRole('comptable'), (c) => c.text('ouvert'))
      a.post('/ecrire', exigerConnexion(), (c) => c.text('écrit'))
      a.post('/ecrire/long', exigerConnexion(), async (c) => {
        const corps = await readBody(c.req.raw)
        const champ = (nom: string) => (corps.ok ? corps.raw.champs.get(nom) : undefined)
        return c.json([
          c.get('visiteur')?.nom,
          c.req.query('d'),
          champ('texte'),
          champ('rangs'),
          champ('geste'),
        ])
      })
      // Ce que fera le module des émargements : sa route vient après, et ne reçoit que son usage.
      a.get('/l/:jeton', (c) => c.text('émargement'))
    },
  },
]
const { app } = pagesServies(services, modules)
const phrase = 'un tilleul devant la mairie'
const a = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const b = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))

let rang = 0
const unMembre = async (
  roles: readonly string[] = ['formateur'],
  traits: { instance?: boolean; motDePasse?: false; acceptee?: false; nulle?: true } = {},
) => {
  const courriel = `page${++rang}@exemple.example`
  const id = await base.maintenance(async (tx) => {
    const compte = await poserCompte(tx, keys, {
      courriel,
      prenom: 'Rosa',
      nom: 'Ba',
      administreInstance: traits.instance ?? false,
      ...(traits.motDePasse === false ? {} : { motDePasse: phrase }),
    })
    if (!traits.nulle)
      await poserAdhesion(tx, { organisme: a.organisme, compte, roles, acceptee: traits.acceptee ?? true })
    return compte
  })
  return { id, courriel }
}

const navigateur = (servie = app) => naviguer(servie, { origine })
const connecte = async (courriel: string) => {
  const n = navigateur()
  const r = await n.aller('/connexion', { courriel, motDePasse: phrase })
  expect(r.statut).toBe(303)
  return n
}
const unLien = async (lien: Parameters<typeof creerLien>[2]) => {
  const jeton = newToken()
  await base.worker.withoutTenant((tx) => creerLien(tx, jeton, lien))
  return jeton
}

beforeEach(async () => {
  // Toutes les demandes d'essai viennent de la même adresse réseau.
  await admin.query('delete from compte.echec')
})

describe('/connexion', () => {
  it('ouvre une session par un témoin que le script ne lit pas, et revient où l’on allait', async () => {
    const m = await unMembre()
    const n = navigateur()
    expect((await n.aller('/aujourdhui?jour=1')).vers).toBe('/connexion?suite=%2Faujourdhui%3Fjour%3D1')
    expect((await n.aller('/connexion?suite=%2Faujourdhui%3Fjour%3D1')).texte).toContain(
      'value="/aujourdhui?jour=1"',
    )
    const r = await n.aller('/connexion', {
      courriel: ` ${m.courriel.toUpperCase()} `,
      motDePasse: phrase,
      suite: '/aujourdhui?jour=1',
    })
    expect([r.statut, r.vers]).toEqual([303, '/aujourdhui?jour=1'])
    expect(r.entetes.getSetCookie().find((t) => t.startsWith('coforme='))).toMatch(/HttpOnly.*SameSite=Lax/i)
    expect((await n.aller('/aujourdhui')).texte).toBe('Rosa Ba Langue & Lien')
  })

  it('répond 422 et la même phrase, que le compte existe ou non ; le mot de passe ne revient pas', async () => {
    const m = await unMembre()
    const faux = await navigateur().aller('/connexion', {
      courriel: m.courriel,
      motDePasse: 'secret tapé de travers',
    })
    const inconnu = await navigateur().aller('/connexion', {
      courriel: 'inconnu@exemple.example',
      motDePasse: 'secret tapé de travers',
    })
    expect([faux.statut, inconnu.statut]).toEqual([422, 422])
    const net = (t: string) =>
      t
        .replaceAll(m.courriel, 'X')
        .replaceAll('inconnu@exemple.example', 'X')
        .replace(/name="_jeton" value="[^"]*"/g, '')
    expect(net(faux.texte)).toBe(net(inconnu.texte))
    expect(faux.texte).toContain('ne vont pas ensemble')
    expect(faux.texte).not.toContain('secret tapé')
  })

  it('une fois ralentie, dit combien attendre', async () => {
    const m = await unMembre()
    for (let i = 0; i < 6; i++)
      await navigateur().aller('/connexion', { courriel: m.courriel, motDePasse: 'non' })
    const r = await navigateur().aller('/connexion', { courriel: m.courriel, motDePasse: phrase })
    expect([r.statut, /Trop d’essais de suite/.test(r.texte)]).toEqual([422, true])
  })

  it('mène à l’inscription de sa coopérative qui venait pour un pôle sans avoir de compte, et elle seule', async () => {
    const page = async (suite: string) =>
      (await navigateur().aller(`/connexion?suite=${encodeURIComponent(suite)}`)).texte
    expect(await page('/poles/formation/rejoindre')).toContain('href="/rejoindre?pole=formation"')
    for (const suite of [
      '/aujourdhui',
      '/poles/"><b>/rejoindre',
      '/poles/a/b/rejoindre',
      '//poles/formation/rejoindre',
    ])
      expect(await page(suite), suite).not.toContain('href="/rejoindre')
  })
  it('ne renvoie jamais dehors', async () => {
    const m = await unMembre()
    for (const suite of [
      'https://voleur.example/',
      '//voleur.example',
      '/\\voleur.example',
      'javascript:alert(1)',
    ]) {
      const r = await navigateur().aller('/connexion', { courriel: m.courriel, motDePasse: phrase, suite })
      expect([r.statut, r.vers], suite).toEqual([303, '/aujourdhui'])
    }
  })

  it('refuse un envoi venu d’ailleurs', async () => {
    const r = await app.request(`${origine}/connexion`, {
      method: 'POST',
      headers: { origin: 'https://voleur.example', 'content-type': 'application/x-www-form-urlencoded' },
      body: 'courriel=a',
    })
    expect(r.status).toBe(403)
  })

  it('se déconnecter ferme la session elle-même, pas seulement le témoin', async () => {
    const n = await connecte((await unMembre()).courriel)
    const vole = n.temoins.get('coforme') ?? ''
    const sortie = await n.aller('/deconnexion', {})
    expect([sortie.vers, sortie.entetes.get('clear-site-data')]).toEqual(['/connexion', '"cache"'])
    n.temoins.set('coforme', vole)
    expect((await n.aller('/aujourdhui')).statut).toBe(303)
  })
})

describe('les gardes', () => {
  it('une page réservée dit non à qui n’a pas le rôle, et mène les autres à la connexion', async () => {
    expect((await navigateur().aller('/reserve')).statut).toBe(303)
    expect((await (await connecte((await unMembre()).courriel)).aller('/reserve')).statut).toBe(403)
    expect((await (await connecte((await unMembre(['comptable'])).courriel)).aller('/reserve')).texte).toBe(
      'ouvert',
    )
  })

  it('sans organisme, on en choisit un ; celui d’autrui est une page absente', async () => {
    const m = await unMembre([], { nulle: true })
    const n = await connecte(m.courriel)
    expect((await n.aller('/aujourdhui')).vers).toBe('/compte/organismes')
    expect((await n.aller('/compte/organismes')).texte).toContain('Aucune coopérative')
    expect((await n.aller('/compte/organismes', { organisme: b.organisme })).statut).toBe(404)
    await base.maintenance((tx) =>
      poserAdhesion(tx, { organisme: b.organisme, compte: m.id, roles: ['formateur'], acceptee: false }),
    )
    expect((await n.aller('/compte/organismes')).texte).toContain('Accepter et entrer dans Terre d’Appui')
    expect((await n.aller('/compte/organismes', { organisme: b.organisme })).statut).toBe(303)
    expect((await n.aller('/aujourdhui')).texte).toBe('Rosa Ba Terre d’Appui')
  })
})

describe('/l/:jeton', () => {
  it('ouvrir ne consomme pas ; choisir un mot de passe consomme ; après, la même page que pour un lien absent', async () => {
    const m = await unMembre()
    const jeton = await unLien({ usage: 'reinitialisation', compte: m.id })
    const n = navigateur()
    for (let i = 0; i < 3; i++) {
      const r = await n.aller(`/l/${jeton}`)
      expect([r.statut, r.entetes.get('referrer-policy'), r.entetes.get('cache-control')]).toEqual([
        200,
        'strict-origin',
        'private, no-store',
      ])
    }
    expect((await n.aller(`/l/${jeton}`, { motDePasse: 'azertyuiop12' })).statut).toBe(422)
    expect((await n.aller(`/l/${jeton}`, { motDePasse: 'iloveyou1234' })).texte).toContain('listes connues')
    expect((await n.aller(`/l/${jeton}`, { motDePasse: 'trois merles sous la pluie' })).vers).toBe(
      '/connexion',
    )
    const [mort, absent, mal] = [
      await n.aller(`/l/${jeton}`),
      await n.aller(`/l/${newToken()}`),
      await n.aller('/l/..%2f..%2fetc'),
    ]
    expect([mort.statut, absent.statut, mal.statut]).toEqual([404, 404, 404])
    expect(
      new Set(
        [mort.texte, absent.texte, mal.texte].map((t) =>
          /<main[\s\S]*<\/main>/.exec(t)?.[0].replace(/<p class="flash[\s\S]*?<\/p>/, ''),
        ),
      ).size,
    ).toBe(1)
    expect((await n.aller(`/l/${jeton}`, { motDePasse: 'quatre merles sous la pluie' })).statut).toBe(404)
  })

  it('une invitation fait entrer qui n’avait pas de compte', async () => {
    const m = await unMembre(['formateur'], { motDePasse: false, acceptee: false })
    const jeton = await unLien({ usage: 'invitation', compte: m.id, organisme: a.organisme })
    const n = navigateur()
    expect((await n.aller(`/l/${jeton}`)).texte).toContain('Rejoindre Langue &amp; Lien')
    expect((await n.aller(`/l/${jeton}`, { prenom: '', nom: 'Roy', motDePasse: phrase })).statut).toBe(422)
    // La page dit le mot de passe faible et le prénom qui manque.
    const deux = (await n.aller(`/l/${jeton}`, { prenom: '', nom: 'Roy', motDePasse: 'azertyuiop12' })).texte
    expect([deux.includes('Écrivez votre prénom'), deux.includes('des listes connues')]).toEqual([true, true])
    expect((await n.aller(`/l/${jeton}`, { prenom: 'Line', nom: 'Roy', motDePasse: phrase })).vers).toBe(
      '/connexion',
    )
    expect((await (await connecte(m.courriel)).aller('/aujourdhui')).texte).toBe('Line Roy Langue & Lien')
    // Les comptes d’essai se dérivent à bas prix ; un mot de passe choisi à l’écran, au plein tarif.
    const { rows } = await base.maintenance((tx) =>
      sql<{ parametres: string }>`select parametres from compte.compte where id = ${m.id}`.execute(tx),
    )
    expect(rows).toEqual([{ parametres: 'argon2id m=19456 t=2 p=1' }])
  })

  it('qui a déjà un compte accepte d’un bouton', async () => {
    const m = await unMembre(['formateur'], { acceptee: false })
    const jeton = await unLien({ usage: 'invitation', compte: m.id, organisme: a.organisme })
    const n = navigateur()
    expect((await n.aller(`/l/${jeton}`)).texte).not.toContain('type="password"')
    expect((await n.aller(`/l/${jeton}`, {})).vers).toBe('/connexion')
    expect((await (await connecte(m.courriel)).aller('/aujourdhui')).statut).toBe(200)
  })

  it('l’usage d’un autre module lui est laissé', async () => {
    const jeton = await unLien({
      usage: 'emargement',
      organisme: a.organisme,
      activite: a.activite,
      objet: a.organisme,
    })
    expect((await navigateur().aller(`/l/${jeton}`)).texte).toBe('émargement')
  })
})

it('/mot-de-passe-oublie répond la même page, que l’adresse ait un compte ou non', async () => {
  const m = await unMembre()
  const [connu, inconnu] = [
    await navigateur().aller('/mot-de-passe-oublie', { courriel: m.courriel }),
    await navigateur().aller('/mot-de-passe-oublie', { courriel: 'personne@exemple.example' }),
  ]
  expect([connu.statut, connu.texte]).toEqual([200, inconnu.texte])
  expect((await navigateur().aller('/mot-de-passe-oublie', { courriel: 'pas une adresse' })).statut).toBe(422)
})

describe('/compte', () => {
  it('change le nom, puis le mot de passe contre l’ancien', async () => {
    const m = await unMembre()
    const n = await connecte(m.courriel)
    expect((await n.aller('/compte')).texte).toContain('value="Rosa"')
    expect((await n.aller('/compte', { prenom: 'Zoé', nom: '<b>Ba</b>' })).statut).toBe(303)
    expect((await n.aller('/compte')).texte).toContain('&lt;b&gt;Ba&lt;/b&gt;')
    const changer = (ancien: string, motDePasse: string) =>
      n.aller('/compte/mot-de-passe', { ancien, motDePasse })
    expect((await changer('faux', 'trois merles sous la pluie')).texte).toContain(
      'mot de passe actuel. Rien n’a changé',
    )
    expect((await changer(phrase, 'trop court')).statut).toBe(422)
    const jetons = async () =>
      (
        await admin.query<{ jeton: Buffer }>(
          `select jeton from compte.session s join compte.compte c on c.id = s.compte_id where c.courriel = $1 and s.etat = 'ouverte'`,
          [m.courriel],
        )
      ).rows.map((r) => r.jeton.toString('hex'))
    const avant = await jetons()
    expect((await changer(phrase, 'trois merles sous la pluie')).vers).toBe('/compte')
    // La session continue, sous un autre secret : qui avait copié l’ancien reste dehors.
    expect((await n.aller('/compte')).statut).toBe(200)
    const apres = await jetons()
    expect([avant.length, apres.length, avant[0] === apres[0]]).toEqual([1, 1, false])
  })

  it('montre ses appareils et les déconnecte ; celui d’autrui est absent', async () => {
    const [m, autre] = [await unMembre(), await unMembre()]
    const [n, second, etranger] = [
      await connecte(m.courriel),
      await connecte(m.courriel),
      await connecte(autre.courriel),
    ]
    const id =
      /name="session"[^>]*value="([0-9a-f-]{36})"/.exec((await n.aller('/compte/sessions')).texte)?.[1] ?? ''
    const fermer = (qui: typeof n, session: string, motDePasse = phrase) =>
      qui.aller('/compte/sessions', { session, motDePasse })
    expect((await fermer(etranger, id)).statut).toBe(409)
    expect((await fermer(n, 'x')).statut).toBe(422)
    // Qui a pris un appareil laissé ouvert n’en ferme aucun autre.
    const sans = await fermer(n, id, 'trois merles sous la pluie')
    expect([sans.statut, sans.texte.includes('Ce n’est pas votre mot de passe')]).toEqual([422, true])
    expect((await second.aller('/compte')).statut).toBe(200)
    expect((await fermer(n, id)).statut).toBe(303)
    expect((await second.aller('/compte')).statut).toBe(303)
    await connecte(m.courriel)
    expect((await fermer(n, 'autres')).statut).toBe(303)
    expect((await n.aller('/compte')).statut).toBe(200)
  })

  it('active le second facteur, montre dix codes une fois, le demande à la connexion, et le retire', async () => {
    const m = await unMembre()
    const n = await connecte(m.courriel)
    const page = (await n.aller('/compte/second-facteur')).texte
    expect(page).toContain('src="data:image/svg+xml;base64,')
    const secret = /<code class="copiable">([A-Z2-7 ]+)<\/code>/.exec(page)?.[1]?.replaceAll(' ', '') ?? ''
    expect((await n.aller('/compte/second-facteur', { code: '000000', motDePasse: phrase })).statut).toBe(422)
    const code = totpCode(secret, new Date())
    expect((await n.aller('/compte/second-facteur', { code, motDePasse: 'faux' })).statut).toBe(422)
    const actif = await n.aller('/compte/second-facteur', {
      code,
      motDePasse: phrase,
    })
    const codes = [...actif.texte.matchAll(/<code class="copiable">([a-z2-9-]{29})<\/code>/g)].map(
      (x) => x[1] ?? '',
    )
    expect(codes).toHaveLength(10)
    expect((await n.aller('/compte/second-facteur')).texte).not.toContain(codes[0])

    const autre = navigateur()
    const r = await autre.aller('/connexion', { courriel: m.courriel, motDePasse: phrase, suite: '/compte' })
    const demi = r.entetes.getSetCookie().join()
    expect(r.vers).toBe('/connexion/code?suite=%2Fcompte')
    expect((await autre.aller('/compte')).statut).toBe(303)
    expect((await autre.aller('/connexion/code', { code: '123' })).statut).toBe(422)
    const entree = await autre.aller('/connexion/code', { code: codes[0] ?? '', suite: '/compte' })
    expect(entree.vers).toBe('/compte')
    // Réussi ou non, chaque essai d’entrer est au journal technique, sans l’adresse de la personne.
    const essais = journal.filter(([fait]) => fait === 'connexion').map(([, champs]) => champs)
    const qui = expect.stringMatching(/^[0-9a-f]{12}$/)
    expect(essais.slice(-3)).toEqual([
      { facteur: 'mot-de-passe', issue: 'second-facteur', qui },
      { facteur: 'code', issue: 'code', qui },
      { facteur: 'code', issue: 'ouverte', qui },
    ])
    expect(new Set(essais.slice(-3).map((e) => (e as { qui: string }).qui)).size).toBe(1)
    // Le témoin posé avant le code n’est pas celui qui ouvre après.
    const temoin = (t: string) => /coforme[^=]*=([\w-]{43})/.exec(t)?.[1]
    expect(temoin(demi)).toBeDefined()
    expect(temoin(entree.entetes.getSetCookie().join())).toBeDefined()
    expect(temoin(entree.entetes.getSetCookie().join())).not.toBe(temoin(demi))
    expect((await autre.aller('/compte')).statut).toBe(200)
    expect((await autre.aller('/compte/second-facteur', { motDePasse: phrase })).statut).toBe(422)
    expect(
      (await autre.aller('/compte/second-facteur', { motDePasse: 'faux', geste: 'retirer' })).statut,
    ).toBe(422)
    expect(
      (await autre.aller('/compte/second-facteur', { motDePasse: phrase, geste: 'retirer' })).statut,
    ).toBe(303)
    await connecte(m.courriel)
  })
})

describe('qui administre l’instance', () => {
  it('ne l’administre qu’avec un second facteur, la démonstration exceptée', async () => {
    const m = await unMembre([], { nulle: true, instance: true })
    const n = await connecte(m.courriel)
    expect((await n.aller('/instance/assistance')).statut).toBe(200)
    await admin.query('delete from plateforme.demonstration')
    const sans = await n.aller('/instance/assistance')
    expect([sans.statut, sans.texte.includes('entre avec un second facteur')]).toEqual([403, true])
    const motif = 'Feuille introuvable, ticket 12'
    expect((await n.aller('/instance/assistance', { code: a.code, motif, minutes: '5' })).statut).toBe(403)
    expect((await n.aller('/compte')).texte).toContain('vous n’administrez l’instance qu’avec lui')
    // La base le sait aussi : qui appelle la porte droit, avec le même jeton, n’ouvre rien.
    const jeton = (await admin.query('select jeton from compte.session where compte_id = $1', [m.id])).rows[0]
    const ouvrir = () =>
      base.db.withoutTenant((tx) =>
        sql<{
          r: string
        }>`select porte.ouvrir_assistance(${jeton.jeton}::bytea, ${a.code}, ${motif}, 5) as r`.execute(tx),
      )
    expect((await ouvrir()).rows[0]?.r).toBe('interdit')
    await admin.query(`update compte.compte set totp = '\\x01', totp_le = now() where id = $1`, [m.id])
    expect((await n.aller('/instance/assistance')).statut).toBe(200)
    await admin.query('insert into plateforme.demonstration default values')
  })
})

describe('un appareil neuf', () => {
  const taches = async (compte: string) =>
    (
      await base.worker.withoutTenant((tx) =>
        sql<{ payload: Record<string, string> }>`
          with prises as (delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
            where t.id = j.task_id and t.identifier = 'comptes.avertir-appareil' returning j.payload)
          select payload from prises`.execute(tx),
      )
    ).rows.filter((r) => r.payload.compte === compte)
  const compter = async () =>
    Number((await admin.query('select count(*)::int4 as n from plateforme.courriel')).rows[0].n)

  it('le premier ne dit rien, un autre fait partir un courriel à la personne, le même ne le refait pas', async () => {
    const m = await unMembre()
    const n = await connecte(m.courriel)
    expect(await taches(m.id)).toEqual([])
    await n.aller('/deconnexion', {})
    await n.aller('/connexion', { courriel: m.courriel, motDePasse: phrase })
    expect(await taches(m.id)).toEqual([])
    await connecte(m.courriel)
    const [tache] = await taches(m.id)
    expect(tache?.payload).toMatchObject({ compte: m.id })
    const avant = await compter()
    await comptes.systeme?.['comptes.avertir-appareil']?.(tache?.payload ?? {}, {
      ...services,
      db: base.worker,
    })
    expect(await compter()).toBe(avant + 1)
    // Un mot de passe faux n’en retient aucun.
    await navigateur().aller('/connexion', { courriel: m.courriel, motDePasse: 'faux' })
    expect(await taches(m.id)).toEqual([])
  })
})

describe('l’assistance', () => {
  it('n’existe que pour qui administre l’instance ; lit sans écrire ; chaque page est inscrite chez la coopérative', async () => {
    const [agente, membre] = [
      await unMembre([], { nulle: true, instance: true }),
      await unMembre(['administration']),
    ]
    const [n, chez] = [await connecte(agente.courriel), await connecte(membre.courriel)]
    expect((await chez.aller('/instance/assistance')).statut).toBe(404)
    const motif = 'Feuille introuvable, ticket 12'
    expect(
      (await n.aller('/instance/assistance', { code: a.code, motif: 'court', minutes: '5' })).statut,
    ).toBe(422)
    expect(
      (await n.aller('/instance/assistance', { code: 'inconnue', motif, minutes: '5' })).texte,
    ).toContain('Aucune coopérative ne porte')
    const sans = await n.aller('/instance/assistance', { code: a.code, motif, minutes: '5' })
    expect([sans.statut, sans.texte.includes('n’a pas accepté de visite')]).toEqual([422, true])
    const simple = await connecte((await unMembre()).courriel)
    expect((await simple.aller('/cooperative/assistance')).texte).not.toContain('name="heures"')
    for (const envoi of [{ heures: '24' }, {}])
      expect((await simple.aller('/cooperative/assistance', envoi)).statut).toBe(403)
    expect((await chez.aller('/cooperative/assistance', { heures: '400' })).statut).toBe(422)
    expect((await chez.aller('/cooperative/assistance', { heures: '24' })).statut).toBe(303)
    expect((await chez.aller('/cooperative/assistance')).texte).toContain('peut venir regarder jusqu’au')
    expect((await n.aller('/instance/assistance', { code: a.code, motif, minutes: '5' })).statut).toBe(303)
    expect((await n.aller('/aujourdhui')).texte).toBe('Rosa Ba Langue & Lien')
    expect((await n.aller('/reserve')).texte).toBe('ouvert')
    expect((await n.aller('/ecrire', {})).statut).toBe(403)
    await n.aller(`/l/${newToken()}`)
    await n.aller(`/piece/${newToken()}/fichier`)
    expect((await n.aller('/instance/assistance/terminer', {})).statut).toBe(303)
    expect((await n.aller('/aujourdhui')).vers).toBe('/compte/organismes')
    const lu = (await chez.aller('/cooperative/assistance')).texte
    expect(lu).toContain(motif)
    expect(lu).toContain('/aujourdhui, /reserve, /l/…, /piece/…/fichier')
    expect((await n.aller('/cooperative/assistance')).statut).toBe(303)
    expect((await chez.aller('/cooperative/assistance', { geste: 'refuser' })).statut).toBe(303)
    expect((await chez.aller('/cooperative/assistance')).texte).toContain('Personne ne peut venir regarder')
  })
})

describe('une session qui finit au milieu d’un long formulaire', () => {
  const long = `L’accueil, « à 9 h » ;\nla suite & fin. ${'mot '.repeat(5_000)}`
  const envoyerTropTard = async (n: ReturnType<typeof navigateur>) => {
    await admin.query(`update compte.session set vue_le = now() - interval '3 hours'`)
    const corps = new URLSearchParams([
      ['_organisme', a.organisme],
      ['texte', long],
      ['rangs', 'un'],
      ['rangs', 'deux'],
      ['geste', 'planifier'],
    ])
    const r = await app.request(`${origine}/ecrire/long?d=1`, {
      method: 'POST',
      headers: {
        cookie: [...n.temoins].map(([k, v]) => `${k}=${v}`).join('; '),
        origin: origine,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: corps.toString(),
    })
    const texte = await r.text()
    return { statut: r.status, texte, envoi: /name="envoi" value="([^"]+)"/.exec(texte)?.[1] ?? '' }
  }
  const attendu = ['Rosa Ba', '1', [long], ['un', 'deux'], ['planifier']]

  it('garde l’envoi scellé, demande le mot de passe sur place, puis le geste reprend tel qu’il était', async () => {
    const m = await unMembre()
    const n = await connecte(m.courriel)
    const garde = await envoyerTropTard(n)
    expect(garde.statut).toBe(409)
    expect(garde.texte).toContain('Ce que vous avez écrit est gardé')
    expect(garde.texte, 'rien ne s’en lit à l’écran').not.toContain('accueil, «')
    const faux = await n.aller('/connexion/reprendre', {
      courriel: m.courriel,
      motDePasse: 'pas le bon',
      envoi: garde.envoi,
    })
    expect([faux.statut, faux.texte.includes(garde.envoi)]).toEqual([422, true])
    const repris = await n.aller('/connexion/reprendre', {
      courriel: m.courriel,
      motDePasse: phrase,
      envoi: garde.envoi,
    })
    expect(repris.statut).toBe(200)
    expect(JSON.parse(repris.texte)).toEqual(attendu)
    expect((await n.aller('/aujourdhui')).texte).toBe('Rosa Ba Langue & Lien')
  })

  it('avec un second facteur, le code se demande aussi, et l’envoi suit', async () => {
    const m = await unMembre()
    const n = await connecte(m.courriel)
    const page = (await n.aller('/compte/second-facteur')).texte
    const secret = /<code class="copiable">([A-Z2-7 ]+)<\/code>/.exec(page)?.[1]?.replaceAll(' ', '') ?? ''
    const code = totpCode(secret, new Date())
    await n.aller('/compte/second-facteur', { code, motDePasse: phrase })
    const { envoi } = await envoyerTropTard(n)
    const etape = await n.aller('/connexion/reprendre', { courriel: m.courriel, motDePasse: phrase, envoi })
    expect(etape.texte).toContain('code du moment')
    expect((await n.aller('/connexion/reprendre/code', { code: '000000', envoi })).statut).toBe(422)
    // Celui du moment est employé : le suivant vaut déjà, à une période près.
    const suivant = totpCode(secret, new Date(Date.now() + 30_000))
    const repris = await n.aller('/connexion/reprendre/code', { code: suivant, envoi })
    expect(JSON.parse(repris.texte)).toEqual(attendu)
    expect((await n.aller('/aujourdhui')).texte).toBe('Rosa Ba Langue & Lien')
  })

  it('depuis un navigateur neuf, la reprise le retient comme une connexion', async () => {
    const m = await unMembre()
    const { envoi } = await envoyerTropTard(await connecte(m.courriel))
    const neuf = navigateur()
    const repris = await neuf.aller('/connexion/reprendre', {
      courriel: m.courriel,
      motDePasse: phrase,
      envoi,
    })
    expect(JSON.parse(repris.texte)).toEqual(attendu)
    const connus = async () =>
      (
        await admin.query<{ n: number }>(
          'select count(*)::int4 as n from compte.appareil where compte_id = $1',
          [m.id],
        )
      ).rows[0]?.n
    expect(await connus()).toBe(2)
    await neuf.aller('/connexion', { courriel: m.courriel, motDePasse: phrase })
    expect(await connus(), 'le même navigateur n’est pas un appareil de plus').toBe(2)
  })

  it('dans une coopérative qui demande désormais un code, rien ne part et rien ne se perd', async () => {
    const m = await unMembre()
    const { envoi } = await envoyerTropTard(await connecte(m.courriel))
    await admin.query(
      `insert into compte.exigence (organisme_id, second_facteur_du) values ($1, (clock_timestamp() at time zone 'Europe/Paris')::date - 1)`,
      [a.organisme],
    )
    try {
      const r = await navigateur().aller('/connexion/reprendre', {
        courriel: m.courriel,
        motDePasse: phrase,
        envoi,
      })
      expect([
        r.statut,
        r.texte.includes(envoi),
        r.texte.includes('Activez-le dans un autre onglet'),
      ]).toEqual([409, true, true])
    } finally {
      await admin.query('delete from compte.exigence where organisme_id = $1', [a.organisme])
    }
  })

  it('n’écrit pas dans une coopérative où l’on n’est pas, ni un envoi abîmé ou trop ancien', async () => {
    const m = await unMembre()
    const n = await connecte(m.courriel)
    const { envoi } = await envoyerTropTard(n)
    const ailleurs = await base.maintenance(async (tx) => {
      const compte = await poserCompte(tx, keys, {
        courriel: `ailleurs${++rang}@exemple.example`,
        prenom: 'Léo',
        nom: 'X',
        motDePasse: phrase,
      })
      await poserAdhesion(tx, { organisme: b.organisme, compte, roles: ['formateur'], acceptee: true })
      return `ailleurs${rang}@exemple.example`
    })
    const reprendre = (courriel: string, e: string) =>
      navigateur().aller('/connexion/reprendre', { courriel, motDePasse: phrase, envoi: e })
    const chezB = await reprendre(ailleurs, envoi)
    expect([chezB.statut, chezB.texte.includes('pas de la coopérative')]).toEqual([409, true])
    const abime = await reprendre(m.courriel, `${envoi.slice(0, -4)}AAAA`)
    expect([abime.statut, abime.texte.includes('ne se retrouve plus')]).toEqual([409, true])
  })
})

it('aucune de ces pages n’est tombée en panne', () => {
  expect(pannes).toEqual([])
})
