import { describe, expect, it } from 'vitest'
import { DepotInjoignable } from '#platform/storage/storage.ts'
import { createApp } from '#web/app.ts'
import { dansVotreBoite } from '#web/components.tsx'
import { mountComposants } from '#web/composants.page.tsx'
import type { NavigationEntry, Visiteur } from '#web/env.ts'
import { resolveClientIp } from '#web/http/client-ip.ts'
import { isTrustedWrite } from '#web/http/csrf.ts'
import { decodeFlash, encodeFlash } from '#web/http/flash.ts'
import { link, safeReturn, withQuery } from '#web/links.ts'
import { cutPage, decodeCursor, encodeCursor, readPage } from '#web/pagination.ts'
import { type Panne, testServices, unSommaire, unVisiteur } from '#web/test/services.ts'

const origine = { origin: 'http://localhost:3000' }
const urlencoded = { 'content-type': 'application/x-www-form-urlencoded' }

const monter = (
  visiteur?: Visiteur,
  pannes: Panne[] = [],
  navigation: readonly NavigationEntry[] = unSommaire,
) =>
  createApp(testServices(pannes), {
    ...(visiteur
      ? {
          identify: async (c, next) => {
            c.set('visiteur', visiteur)
            await next()
          },
        }
      : {}),
    modules: [
      {
        nom: 'essai',
        navigation,
        routes(app) {
          mountComposants(app)
          app.get('/panne', () => {
            throw new Error('secret de la base')
          })
          app.get('/plein', () => {
            throw Object.assign(new Error('No space left on device'), { code: '53100' })
          })
          app.get('/depot', () => {
            throw new DepotInjoignable('muet')
          })
          app.post('/brut', (c) => c.text('reçu'))
        },
      },
    ],
  })

describe('ce qui entoure chaque page', () => {
  it('porte les en-têtes de sécurité, sans script ni style dans la page', async () => {
    const r = await monter().request('/composants')
    const csp = r.headers.get('content-security-policy') ?? ''
    expect(csp).toContain("frame-ancestors 'none'")
    expect(csp).not.toContain('unsafe')
    expect(r.headers.get('x-content-type-options')).toBe('nosniff')
    expect(r.headers.get('cache-control')).toBe('private, no-store')
    const html = await r.text()
    expect(html).not.toMatch(/\sstyle=|<style|\son[a-z]+=|<script(?![^>]*src=)/)
    expect(html.startsWith('<!doctype html>')).toBe(true)
  })
  it('en https, ne se demande plus qu’en https, sous-domaines compris, pour un an ; en http, ne dit rien de tel', async () => {
    const services = testServices()
    const app = createApp(
      { ...services, config: { ...services.config, origine: 'https://coforme.exemple.fr' } },
      { modules: [] },
    )
    expect((await app.request('/robots.txt')).headers.get('strict-transport-security')).toBe(
      'max-age=31536000; includeSubDomains',
    )
    expect((await monter().request('/composants')).headers.has('strict-transport-security')).toBe(false)
  })
  it('ne dit à personne d’où l’on vient, de quelque réponse que ce soit', async () => {
    for (const adresse of ['/composants', '/robots.txt', '/nulle-part', '/panne', '/public/rien.css'])
      expect((await monter().request(adresse)).headers.get('referrer-policy'), adresse).toBe('same-origin')
  })
  it('ne sert ni dossier, ni fichier du dépôt, ni ce qui est au-dessus', async () => {
    for (const adresse of [
      '/.git/config',
      '/.env',
      '/package.json',
      '/public',
      '/public/../package.json',
      '/public/%2e%2e/package.json',
      '/public/..%2fpackage.json',
      '/src/app/main.ts',
    ])
      expect((await monter().request(adresse)).status, adresse).toBe(404)
  })
  it('ne répond pas à une méthode qu’aucune page ne demande', async () => {
    for (const methode of ['PROPFIND', 'DEBUG'])
      expect(
        (await monter().request('/composants', { method: methode, headers: origine })).status,
        methode,
      ).toBeGreaterThanOrEqual(400)
  })
  it('absent se dit d’une page 404, avec ou sans compte', async () => {
    const r = await monter(unVisiteur()).request('/nulle-part')
    expect(r.status).toBe(404)
    expect(await r.text()).toContain('Page introuvable')
  })
  it('une panne se journalise sous le numéro que la page montre, sans rien dire de plus', async () => {
    const pannes: Panne[] = []
    const r = await monter(undefined, pannes).request('/panne')
    const html = await r.text()
    expect(r.status).toBe(500)
    expect(html).not.toContain('secret')
    const numero = r.headers.get('x-request-id') ?? 'absent'
    expect(html).toContain(numero)
    expect(pannes[0]?.champs).toMatchObject({ requestId: numero })
  })
  it('HEAD répond comme GET, sans corps', async () => {
    const r = await monter().request('/composants', { method: 'HEAD' })
    expect([r.status, await r.text()]).toEqual([200, ''])
  })
  it('une barre finale renvoie chez nous, jamais ailleurs', async () => {
    const r = await monter().request('/composants/?a=1')
    expect([r.status, r.headers.get('location')]).toEqual([308, '/composants?a=1'])
    const dehors = await monter().request('http://localhost:3000//ailleurs.example/')
    expect(dehors.headers.get('location')).toBe('/ailleurs.example')
  })
  it('une démonstration ne s’indexe pas', async () => {
    expect(await (await monter().request('/robots.txt')).text()).toContain('Disallow: /\n')
  })
  it('dit à qui signaler une faille, et jusqu’à quand cela vaut', async () => {
    const r = await monter().request('/.well-known/security.txt')
    expect(r.headers.get('content-type')).toContain('text/plain')
    expect(await r.text()).toMatch(
      /^Contact: http\S+\/mentions-legales\nExpires: \d{4}-\d\d-\d\dT[\d:]{8}Z\n/m,
    )
  })
  it('la page du visiteur nomme sa coopérative, son entrée et sa personne', async () => {
    const html = await (await monter(unVisiteur({ nom: '<b>Maïwenn</b>' })).request('/composants')).text()
    expect(html).toContain('Langue &amp; Lien')
    expect(html).toContain('&lt;b&gt;Maïwenn')
    expect(html).toMatch(/aria-current="page">Sessions/)
  })
  it('le sommaire tient en huit entrées ; chacune ouvre la première page que l’on voit, et ne se montre pas vide', async () => {
    const entree = (
      libelle: string,
      groupe: NavigationEntry['groupe'],
      href = `/${libelle.toLowerCase()}`,
    ): NavigationEntry => ({ libelle, href, rang: 10, groupe })
    const lire = async (navigation: readonly NavigationEntry[]) => {
      const html = await (await monter(unVisiteur(), [], navigation).request('/composants')).text()
      return /<nav class="side".*?<\/nav>/s.exec(html)?.[0] ?? ''
    }
    const nav = await lire([
      entree('Pole', 'commun'),
      entree('Journal', 'cooperative'),
      entree('Liste', 'sessions', '/composants'),
      entree('Planning', 'sessions'),
      entree('Documents', 'papiers'),
    ])
    const texte = nav.replace(/<[^>]+>/g, '|').replace(/\|+/g, '|')
    expect(texte).toContain('|Sessions|Liste|Planning|Papiers|Coopérative|En commun|')
    expect(texte).not.toMatch(/Argent|Qualité/)
    expect(nav).toMatch(/<li class="ici"><a href="\/composants" aria-current="true">Sessions/)
    expect(nav).toContain('<a href="/composants" aria-current="page">Liste')
    expect(nav).toContain('<a href="/documents">Papiers</a>')
  })
})

describe('d’où vient un envoi', () => {
  const poster = (headers: Record<string, string>) =>
    monter().request('/brut', { method: 'POST', headers, body: '' })
  it.each([
    ['la nôtre', origine, 200],
    ['la même machine sous un autre nom', { origin: 'http://127.0.0.1:3000' }, 200],
    ['un navigateur qui dit « même origine »', { 'sec-fetch-site': 'same-origin' }, 200],
    ['une autre', { origin: 'https://ailleurs.example' }, 403],
    ['un autre port', { origin: 'http://localhost:4000' }, 403],
    ['« null »', { origin: 'null' }, 403],
    ['aucune', {}, 403],
    ['la nôtre, mais dite d’un autre site', { ...origine, 'sec-fetch-site': 'cross-site' }, 403],
    [
      'une origine forgée sous « même origine »',
      { origin: 'http://pirate.example:3000', 'sec-fetch-site': 'same-origin' },
      403,
    ],
  ])('%s', async (_, headers, statut) => {
    expect((await poster(headers)).status).toBe(statut)
  })
  it('hors de la machine, seule l’origine exacte vaut', () => {
    const h = (o: string) => new Headers({ origin: o })
    expect(isTrustedWrite(h('https://coforme.example'), 'https://coforme.example')).toBe(true)
    expect(isTrustedWrite(h('http://coforme.example'), 'https://coforme.example')).toBe(false)
    expect(isTrustedWrite(h('https://coforme.example.pirate.example'), 'https://coforme.example')).toBe(false)
  })
})

describe('deux onglets, deux coopératives', () => {
  const envoyer = (visiteur: Visiteur | undefined, corps: string) =>
    monter(visiteur).request('/brut', { method: 'POST', headers: { ...origine, ...urlencoded }, body: corps })
  const ici = unVisiteur()
  it('le formulaire de l’autre coopérative est refusé par une phrase', async () => {
    const r = await envoyer(ici, '_organisme=018f4a00-0000-7000-8000-0000000000bb')
    expect(r.status).toBe(409)
    expect(await r.text()).toContain('autre coopérative')
  })
  it('le sien passe', async () => {
    expect((await envoyer(ici, `_organisme=${ici.organisme?.id}`)).status).toBe(200)
  })
  it('celui d’un compte fermé entre-temps ne passe pas', async () => {
    expect((await envoyer(undefined, `_organisme=${ici.organisme?.id}`)).status).toBe(409)
  })
  it('un corps trop lourd est refusé avant toute page', async () => {
    expect((await envoyer(undefined, `a=${'x'.repeat(1_100_000)}`)).status).toBe(413)
  })
})

describe('la feuille de composants', () => {
  const app = monter(unVisiteur())
  const poster = (champs: Record<string, string>) =>
    app.request('/composants/session', {
      method: 'POST',
      headers: { ...origine, ...urlencoded },
      body: new URLSearchParams(champs).toString(),
    })
  const juste = {
    offre: 'anglais',
    intitule: 'Anglais du 22 mars',
    modalite: 'salle',
    publics: 'salaries',
    'seances[0].date': '22/03/2027',
    'seances[0].debut': '9 h',
    'seances[0].fin': '12 h 30',
    mini: '3',
    capacite: '6',
    atteste: 'on',
  }
  it('rend les fautes, reliées à leur champ, et tout ce qui a été écrit', async () => {
    const r = await poster({ ...juste, mini: '8', intitule: '"><script>' })
    const html = await r.text()
    expect(r.status).toBe(422)
    expect(html).toContain('href="#c-mini"')
    expect(html).toMatch(/id="c-mini"[^>]*aria-invalid="true"[^>]*aria-describedby="c-mini-e"/)
    expect(html).toContain('value="&quot;&gt;&lt;script&gt;"')
    expect(html).toContain('value="9 h"')
  })
  it('rend un refus du métier avec ce qui a été écrit', async () => {
    const r = await poster({ ...juste, 'seances[0].fin': '16 h' })
    expect(r.status).toBe(409)
    const html = await r.text()
    expect(html).toContain('ne traverse pas midi')
    expect(html).toContain('Anglais du 22 mars')
  })
  it('renvoie après l’écriture, avec un message montré une seule fois', async () => {
    const r = await poster(juste)
    expect([r.status, r.headers.get('location')]).toEqual([303, '/composants'])
    const temoin = (r.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
    const suite = await app.request('/composants', { headers: { cookie: temoin } })
    expect(await suite.text()).toContain('Session ouverte.')
    expect(suite.headers.get('set-cookie')).toContain('Max-Age=0')
  })
  it('ajoute un rang sans script', async () => {
    const html = await (await poster({ ...juste, ajouter: 'seances' })).text()
    expect(html).toContain('name="seances[1].date"')
    expect(html).toContain('value="seances[1]"')
  })
  it('feuillette la liste dans les deux sens', async () => {
    const lire = async (url: string) => (await app.request(url)).text()
    const un = await lire('/composants')
    const suivante = /href="([^"]+)" rel="next"/.exec(un)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const deux = await lire(suivante)
    expect(deux).toContain('7 à 12 sur 31')
    const precedente = /href="([^"]+)" rel="prev"/.exec(deux)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(await lire(precedente)).toContain('1 à 6 sur 31')
  })
})

describe('ce qui manque dehors se dit', () => {
  it('un dépôt de fichiers muet : 503, une phrase, et quand redemander', async () => {
    const r = await monter(unVisiteur()).request('/depot')
    expect([r.status, r.headers.get('retry-after')]).toEqual([503, '30'])
    expect(await r.text()).toContain('Le dépôt des fichiers ne répond pas')
  })
  it('un disque plein : 503, une phrase qui dit quoi faire, et la ligne au journal', async () => {
    const pannes: Panne[] = []
    const r = await monter(unVisiteur(), pannes).request('/plein')
    expect([r.status, pannes.length]).toEqual([503, 1])
    expect(await r.text()).toContain('La machine n’a plus de place')
  })
  it('sans serveur d’envoi, chaque page dit qu’aucun courriel ne part ; la démonstration a sa boîte d’essai', async () => {
    const services = testServices()
    const page = async (config: Partial<typeof services.config>) => {
      const app = createApp(
        { ...services, config: { ...services.config, ...config } },
        {
          identify: (c, next) => {
            c.set('visiteur', unVisiteur())
            return next()
          },
          modules: [
            {
              nom: 'essai',
              routes(a) {
                a.get('/boite', (c) => c.text(dansVotreBoite('Un lien vient d’y partir.').title))
              },
            },
          ],
        },
      )
      const boite = await (await app.request('/boite')).text()
      return `${boite} ${await (await app.request('/nulle-part')).text()}`
    }
    expect(await page({ demo: false })).toMatch(/^Aucun courriel ne part d’ici/)
    expect(await page({ demo: false })).toContain('<strong>Aucun courriel ne part d’ici')
    expect(await page({ demo: true })).toMatch(/^Regardez la boîte d’essai/)
    expect(await page({ demo: false, smtpUrl: 'smtps://a.fr' })).toMatch(/^Regardez votre boîte/)
    expect(await page({ demo: true })).not.toContain('Aucun courriel ne part d’ici')
    expect(await page({ demo: false, smtpUrl: 'smtps://a.fr' })).not.toContain('Aucun courriel ne part d’ici')
  })
})

describe('les petites pièces', () => {
  it('un message de passage forgé ou abîmé ne se montre pas', () => {
    const { keys } = testServices()
    const bon = encodeFlash(keys, { genre: 'fait', fort: 'Fait.' })
    expect(decodeFlash(keys, bon)?.fort).toBe('Fait.')
    expect(decodeFlash(keys, `${bon}a`)).toBeUndefined()
    expect(decodeFlash(testServices().keys, bon)).toBeUndefined()
  })
  it.each([
    // Personne n'a dit le mandataire : un voisin proche est cru d'un pas, un inconnu ne l'est pas.
    ['10.0.0.9', '6.6.6.6, 203.0.113.5', [], '203.0.113.5'],
    ['127.0.0.1', '203.0.113.5', [], '203.0.113.5'],
    ['198.51.100.7', '203.0.113.5', [], '198.51.100.7'],
    ['127.0.0.1', '', [], '127.0.0.1'],
    ['127.0.0.1', 'n’importe quoi', [], '127.0.0.1'],
    ['10.0.0.9', '6.6.6.6, 203.0.113.5', ['10.0.0.9'], '203.0.113.5'],
    ['10.0.0.9', '6.6.6.6, 203.0.113.5, 10.0.0.8', ['10.0.0.0/24'], '203.0.113.5'],
    ['::ffff:10.0.0.9', '203.0.113.5', ['10.0.0.9'], '203.0.113.5'],
    ['10.0.0.9', 'n’importe quoi', ['10.0.0.9'], '10.0.0.9'],
    [undefined, '203.0.113.5', ['10.0.0.9'], '0.0.0.0'],
  ])('pair %s, transmis « %s » : %s donne %s', (pair, transmis, mandataires, attendu) => {
    expect(resolveClientIp(pair, transmis, mandataires)).toBe(attendu)
  })
  it('sans mandataire dit, qui épuise ses essais derrière lui n’arrête pas son voisin', () => {
    const vu = (transmis: string) => resolveClientIp('127.0.0.1', transmis, [])
    expect(vu('6.6.6.6')).not.toBe(vu('203.0.113.5'))
    // S’écrire une autre adresse ne sert à rien : celle que le mandataire ajoute compte.
    expect(vu('203.0.113.5, 6.6.6.6')).toBe(vu('6.6.6.6'))
  })
  it('un repère de page revient tel quel, ou pas du tout', () => {
    expect(decodeCursor(encodeCursor(['2026-11-24', 'é', 3]), 3)).toEqual(['2026-11-24', 'é', 3])
    for (const faux of [
      '',
      'zzz',
      encodeCursor([1]),
      Buffer.from('[null,{}]').toString('base64url'),
      encodeCursor(['a\0', 1]),
    ])
      expect(decodeCursor(faux, 2)).toBeUndefined()
    expect(readPage((n) => (n === 'avant' ? encodeCursor([4]) : undefined), 1).sens).toBe('avant')
    expect(cutPage([1, 2, 3], 2, { sens: 'apres', cle: undefined }, (n) => [n])).toEqual({
      lignes: [1, 2],
      apres: encodeCursor([2]),
    })
  })
  it('une adresse encode ses paramètres, et un retour reste chez nous', () => {
    expect(link('/sessions/:session/seances/:seance')({ session: 'a/b', seance: 2 })).toBe(
      '/sessions/a%2Fb/seances/2',
    )
    expect(withQuery('/s?q=1', { apres: 'é', vide: '' })).toBe('/s?q=1&apres=%C3%A9')
    for (const dehors of ['//x.example', '/\\x.example', 'https://x.example', '/a\nb', undefined])
      expect(safeReturn(dehors, '/')).toBe('/')
    expect(safeReturn('/sessions?a=1', '/')).toBe('/sessions?a=1')
  })
})
