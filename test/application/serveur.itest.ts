// Le serveur construit, sur une base embarquée et une démonstration à lui.
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { listeDesComptes, motDePasseDemo } from '#app/demo/comptes.ts'
import { arreter, demarrer, donneesNeuves, type Serveur, visiter } from './outils.ts'

const donnees = donneesNeuves()
let serveur: Serveur
beforeAll(async () => {
  serveur = await demarrer({ COFORME_DONNEES: donnees.dossier })
})
afterAll(async () => {
  await arreter(serveur)
  await donnees.defaire()
})
const lire = (chemin: string, init: RequestInit = {}) =>
  fetch(`${serveur.origine}${chemin}`, { redirect: 'manual', ...init })

/** Octets reçus, tels qu'ils passent sur la ligne : `fetch` les aurait décompressés. */
const peser = (chemin: string): Promise<number> =>
  new Promise((rendre, refuser) => {
    request(`${serveur.origine}${chemin}`, { headers: { 'accept-encoding': 'gzip, br' } }, (reponse) => {
      expect(reponse.statusCode, chemin).toBe(200)
      let poids = 0
      reponse.on('data', (bout: Buffer) => {
        poids += bout.length
      })
      reponse.on('end', () => rendre(poids))
    })
      .on('error', refuser)
      .end()
  })

describe('Le serveur construit', () => {
  test('dit sa santé, version et base', async () => {
    // Chaque partie s’annonce d’elle-même : sur une machine chargée, la dernière peut n’avoir encore rien dit.
    const sante = await vi.waitFor(
      async () => {
        const r = await lire('/sante')
        expect(r.status).toBe(200)
        return r
      },
      { timeout: 120_000, interval: 500 },
    )
    expect(await sante.json()).toMatchObject({
      statut: 'ok',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      base: 'ok',
      parties: { taches: 'ok', courrier: 'ok', disque: expect.any(String), sauvegarde: 'ok' },
      details: { taches: { etat: 'ok', mortes: 0 }, courrier: { envoi: 'aucun' } },
    })
    // D'ailleurs, l'état des parties sans leurs chiffres ; et de quoi dire qu'il vit, qu'il est prêt.
    const dehors = await (await lire('/sante', { headers: { 'x-forwarded-for': '203.0.113.5' } })).json()
    expect(dehors).toMatchObject({ statut: 'ok', parties: { taches: 'ok' } })
    expect(dehors).not.toHaveProperty('details')
    for (const sonde of ['/sante/vit', '/sante/pret']) expect((await lire(sonde)).status).toBe(200)
    expect(await (await lire('/metriques')).text()).toMatch(
      /coforme_sante\{partie="taches",mesure="mortes"\} 0/,
    )
  })

  test.each(['/', '/connexion', '/aide', '/accessibilite', '/donnees-personnelles'])(
    'sert %s sans compte, avec ses en-têtes et sans rien demander au dehors',
    async (chemin) => {
      const reponse = await lire(chemin)
      const html = await reponse.text()
      expect(reponse.status).toBe(200)
      expect(reponse.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(reponse.headers.get('x-frame-options')).toBe('DENY')
      expect(html).toMatch(/<h1\b/)
      // Son adresse de référence est la sienne.
      const sien = html.replaceAll(`href="${serveur.origine}/`, 'href="/')
      expect(sien).not.toMatch(/(?:src|href)="(?:https?:)?\/\//)
    },
  )

  test('pèse moins de 60 Ko à la première visite, polices comprises', async () => {
    const html = await (await lire('/')).text()
    const liens = [...html.matchAll(/(?:src|href)="(\/public\/[^"]+)"/g)].flatMap((m) => m[1] ?? [])
    const feuille = liens.find((l) => l.endsWith('.css')) ?? ''
    const css = await (await lire(feuille)).text()
    const polices = [...css.matchAll(/url\("([^"]+latin[^"]+\.woff2)"\)/g)].flatMap((m) => m[1] ?? [])
    expect(polices.length).toBeGreaterThanOrEqual(2)
    const pieces = [...new Set([...liens, ...polices])]
    const poids = await Promise.all(['/', ...pieces].map(peser))
    expect(poids.reduce((a, b) => a + b, 0)).toBeLessThan(60_000)
  })

  test('dit d’une même page 404 ce qui est absent et ce qui est à d’autres', async () => {
    const absente = await lire('/nulle-part')
    expect(absente.status).toBe(404)
    expect(await absente.text()).toContain('Page introuvable')
    // Sans compte, une pièce d'ici, d'ailleurs ou de nulle part mène à la même connexion.
    const piece = await lire('/documents/018f4a00-0000-7000-8000-000000000001')
    expect([piece.status, piece.headers.get('location')?.split('?')[0]]).toEqual([303, '/connexion'])
  })

  test('refuse un envoi venu d’ailleurs, et un envoi sans origine', async () => {
    const corps = new URLSearchParams({ courriel: 'a@b.example', motDePasse: 'x' })
    for (const headers of [{ origin: 'https://ailleurs.example' }, {}])
      expect((await lire('/connexion', { method: 'POST', headers, body: corps })).status).toBe(403)
  })

  /** Le statut d’une demande que `fetch` ne sait pas faire : sous un autre nom, ou d’une méthode qu’il s’interdit. */
  const statutBrut = (method: string, chemin: string, host?: string) =>
    new Promise<number>((rendre, rater) =>
      request(
        {
          port: new URL(serveur.origine).port,
          host: '127.0.0.1',
          method,
          path: chemin,
          ...(host ? { headers: { host } } : {}),
        },
        (r) => rendre(r.resume().statusCode ?? 0),
      )
        .on('error', rater)
        .end(),
    )
  test('ne répond à aucun TRACE', async () => {
    expect(await statutBrut('TRACE', '/')).toBeGreaterThanOrEqual(400)
  })

  test('ne dit ses mesures sous aucun nom d’ailleurs, que l’on ferait pointer ici', async () => {
    expect(await statutBrut('GET', '/metriques')).toBe(200)
    for (const nom of ['pirate.example', 'localhost.pirate.example:3000', '127.0.0.1.pirate.example'])
      for (const page of ['/metriques', '/courriels'])
        expect(await statutBrut('GET', page, nom), nom).toBe(404)
  })

  test('refuse un mauvais mot de passe par une phrase', async () => {
    const reponse = await visiter().envoyer(serveur.origine, '/connexion', {
      courriel: 'maiwenn@langue-et-lien.example',
      motDePasse: 'pas-le-bon-du-tout',
    })
    expect(reponse.status).toBe(422)
    expect(await reponse.text()).toContain('ne vont pas ensemble')
  })

  test('annonce les comptes de démonstration avant l’adresse, et chacun ouvre sa journée', async () => {
    const { sortie } = serveur.vu
    expect(sortie.indexOf(motDePasseDemo)).toBeLessThan(sortie.indexOf('Coforme est prêt'))
    for (const { courriel, nomOrganisme } of listeDesComptes()) {
      expect(sortie).toContain(courriel)
      const navigateur = visiter()
      const entree = await navigateur.envoyer(serveur.origine, '/connexion', {
        courriel,
        motDePasse: motDePasseDemo,
      })
      expect(entree.status, courriel).toBe(303)
      const html = await (await navigateur.lire(serveur.origine, '/aujourdhui')).text()
      expect(html).toContain(nomOrganisme.replace('&', '&amp;'))
      expect(html).toContain('En formation')
    }
  })

  test('cherche par un début de mot, et demande deux signes', async () => {
    const navigateur = visiter()
    await navigateur.envoyer(serveur.origine, '/connexion', {
      courriel: 'nadia@langue-et-lien.example',
      motDePasse: motDePasseDemo,
    })
    const chercher = async (q: string) =>
      (await navigateur.lire(serveur.origine, `/recherche?${new URLSearchParams({ q })}`)).text()
    expect(await chercher('a')).toContain('au moins deux signes')
    expect(await chercher('%_\0\\')).toContain('Rien ne répond')
    const neuve = await navigateur.envoyer(serveur.origine, '/personnes/nouvelle', {
      prenom: 'Élodie',
      nom: 'Œuvrard',
    })
    expect(neuve.status).toBe(303)
    expect(await chercher('oeuvr')).toContain('Élodie Œuvrard')
    expect(await chercher('uvrard')).not.toContain('Élodie Œuvrard')
  })

  test('ne montre la boîte d’essai et les mesures qu’à la machine elle-même', async () => {
    expect((await lire('/courriels')).status).toBe(200)
    expect(await (await lire('/metriques')).text()).toContain('coforme_http_secondes')
    const headers = { 'x-forwarded-for': '203.0.113.5' }
    expect((await lire('/courriels', { headers })).status).toBe(404)
    expect((await lire('/metriques', { headers })).status).toBe(404)
  })

  test('compte les requêtes sous leur motif, jamais sous leur adresse', async () => {
    await lire('/courriels/secret-a-ne-pas-compter')
    const mesures = await (await lire('/metriques')).text()
    expect(mesures).toContain('route="/courriels/:numero"')
    expect(mesures).not.toContain('secret-a-ne-pas-compter')
  })
})
