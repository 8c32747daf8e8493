import { sql } from 'kysely'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { refuser } from '#kernel/refus.ts'
import { ok } from '#kernel/result.ts'
import { poleModule } from '#modules/pole/index.ts'
import { accueilUrl } from '#web/links.ts'
import type { CoformeModule } from '#web/module.ts'
import { codeSql } from '../../../../test/base/index.ts'
import { monde, pagesDevant } from '../../../../test/monde/index.ts'
import { unPole } from '../../pole/test/batir.ts'
import { listerActualites } from '../db/actualites.ts'
import { compteDesParutions } from '../db/parutions.ts'
import { portail } from '../module.ts'
import { importerPage } from '../pages/importer.page.tsx'

let distant = ''
/** L'import d'une adresse, sans réseau : le récupérateur est donné. */
const importDEssai: CoformeModule = {
  nom: 'import-d-essai',
  routes(app, services) {
    app.route(
      '/',
      importerPage(services, async (url) =>
        url.includes('prive')
          ? refuser('privee', 'Cette adresse mène à un réseau privé : elle n’est pas lue.')
          : ok({ octets: Buffer.from(distant), type: 'text/xml', url }),
      ),
    )
  },
}
/** La porte d’entrée est composée par l’application : ici, une page qui dit combien de fois on l’a composée. */
let composee = 0
const accueil: CoformeModule = {
  nom: 'accueil',
  routes(app) {
    app.get(accueilUrl(), (c) => {
      composee += 1
      return c.html(`<p>${composee}</p>`)
    })
  },
}
const m = await monde({
  modules: [poleModule, importDEssai, portail],
  coops: { langue: 'Langue & Lien' },
  gens: {
    anime: { roles: ['responsable'], union: true },
  },
})
const { base, anime } = m
/** Deux processus de plus, sur la même base : ils ne se parlent pas. */
const autres = [
  pagesDevant(m.services, [portail], () => undefined).app,
  pagesDevant(m.services, [portail], () => undefined).app,
] as const
const lire = async (
  chemin: string,
  app: { request: typeof m.app.request } = autres[0],
  entetes: Record<string, string> = {},
) => {
  const r = await app.request(`${m.origine}${chemin}`, { headers: entetes })
  return { statut: r.status, texte: await r.text(), entetes: r.headers }
}
const pieges = '<script>alert(1)</script>"\'&]]>'

let pole = ''
beforeAll(async () => {
  pole = await unPole(anime)
})
const ecrire = async (traits: Record<string, string>, vers = `${pole}/actualites/nouvelle`) =>
  anime.aller(vers, { titre: 'Une nouvelle', chapo: '', corps: '', vue: '0', ...traits })
/** Avec un fichier : le formulaire part en plusieurs parts. */
const envoyer = async (
  vers: string,
  champs: Record<string, string>,
  fichier?: readonly [nom: string, octets: Buffer, champ?: string],
) => {
  const corps = new FormData()
  for (const [n, v] of Object.entries(champs)) corps.set(n, v)
  if (fichier) corps.set(fichier[2] ?? 'photo', new File([new Uint8Array(fichier[1])], fichier[0]))
  return anime.poster(vers, corps)
}

describe('écrire et faire paraître', () => {
  it('un brouillon ne se voit pas ; paru, il se lit, dans la liste, les flux, le plan et l’accueil', async () => {
    const { vers, statut } = await ecrire({
      titre: `Grille qualité ${pieges}`,
      chapo: `Trente-trois indicateurs ${pieges}`,
      corps: `## Le matin\n\n**Gras** ${pieges} [x](javascript:alert(1))`,
      etiquettes: 'Qualité, qualite, Outils',
    })
    expect(statut).toBe(303)
    const adresse = '/actualites/grille-qualite-script-alert-1-script-et'
    expect((await lire('/actualites')).texte).toContain('Aucune actualité n’a encore paru')
    await anime.aller(`${vers}/paraitre`, {})
    const { statut: vu, texte } = await lire(adresse)
    expect(vu).toBe(200)
    expect(texte).toContain('<h2>Le matin</h2>')
    expect(texte).toContain('<strong>Gras</strong>')
    expect(texte).not.toMatch(/<script>alert|href="javascript/)
    for (const chemin of [
      '/actualites',
      '/actualites.atom',
      '/actualites.rss',
      '/actualites.json',
      '/sitemap.xml',
      '/union',
    ]) {
      const lu = await lire(chemin)
      expect(lu.texte, chemin).toContain(adresse)
      if (!chemin.endsWith('.json')) expect(lu.texte, chemin).not.toContain('<script>alert')
    }
    expect(JSON.parse((await lire('/actualites.json')).texte).items).toHaveLength(1)
    expect((await lire('/actualites?etiquette=Outils')).texte).toContain(adresse)
    expect((await lire('/actualites?etiquette=Rien')).texte).not.toContain(adresse)
    expect((await lire('/actualites?annee=2019')).texte).not.toContain(adresse)
    // Changée, elle ne change pas pour le public tant qu'elle n'a pas reparu.
    await ecrire({ titre: 'Grille reprise', vue: '1' }, vers)
    expect((await lire(adresse)).texte).not.toContain('Grille reprise')
    await anime.aller(`${vers}/paraitre`, {})
    expect((await lire(adresse)).texte).toContain('Grille reprise')
    await anime.aller(`${vers}/retirer`, {})
    expect((await lire(adresse)).statut).toBe(404)
  })
  it('de l’Union elle-même, elle porte son nom : qui administre l’instance le dit, personne d’autre, et une version d’après non plus', async () => {
    const { vers } = await ecrire({ titre: 'Ce que dit l’Union' })
    const signee = async () =>
      /class="sur">L’Union</.test((await lire('/actualites/ce-que-dit-l-union')).texte)
    const administrer = (oui: boolean) =>
      base.maintenance((tx) =>
        sql`update compte.compte set administre_instance = ${oui} where id = ${anime.personne}`.execute(tx),
      )
    await administrer(false)
    expect((await anime.aller(`${vers}/paraitre`, { union: 'on' })).statut).toBe(422)
    expect([await signee(), (await anime.aller(vers)).texte.includes('Au nom de l’Union')]).toEqual([
      false,
      false,
    ])
    await administrer(true)
    expect((await anime.aller(vers)).texte).toContain('Au nom de l’Union')
    await anime.aller(`${vers}/paraitre`, { union: 'on' })
    expect(await signee()).toBe(true)
    // La case redit ce que le site dit : corriger une faute n’ôte pas la signature.
    expect((await anime.aller(vers)).texte).toMatch(/<input[^>]*name="union"[^>]*checked/)
    await anime.aller(`${vers}/paraitre`, {})
    expect(await signee()).toBe(false)
    await anime.aller(`${vers}/retirer`, {})
  })
  it('programmée, elle paraît à son heure et pas avant', async () => {
    const { vers } = await ecrire({ titre: 'Pour plus tard' })
    m.regler('2026-11-25T08:00:00Z')
    await anime.aller(`${vers}/paraitre`, { jour: '26/11/2026', a: '9 h' })
    expect((await lire('/actualites/pour-plus-tard')).statut).toBe(404)
    expect((await lire('/actualites')).texte).not.toContain('Pour plus tard')
    m.regler('2026-11-26T08:00:00Z')
    expect((await lire('/actualites/pour-plus-tard')).statut).toBe(200)
    expect((await lire('/actualites')).texte).toContain('Pour plus tard')
  })
  it('deux personnes ne s’effacent pas ; chaque version se retrouve', async () => {
    const { vers } = await ecrire({ titre: 'À deux mains', corps: 'un' })
    await ecrire({ titre: 'À deux mains', corps: 'deux', vue: '1' }, vers)
    const tard = await ecrire({ titre: 'À deux mains', corps: 'trois', vue: '1' }, vers)
    expect([
      tard.statut,
      tard.texte.includes('Une autre personne l’a changée'),
      tard.texte.includes('trois'),
    ]).toEqual([409, true, true])
    const page = (await anime.aller(`${vers}?version=1`)).texte
    expect(page).toContain('>un</textarea>')
    expect(page.match(/Reprendre de là/g)).toHaveLength(2)
  })
  it('la barre ajoute un exemple, et « Relire » montre la page sans rien garder', async () => {
    const r = await ecrire({ titre: 'À relire', corps: 'Bonjour', geste: 'ajout-titre' })
    expect([r.statut, r.texte.includes('Bonjour\n\n## Un intertitre')]).toEqual([200, true])
    expect((await ecrire({ titre: 'À relire', corps: '## Vu', geste: 'apercu' })).texte).toContain(
      '<h3>Vu</h3>',
    )
    expect((await anime.aller(`${pole}/actualites`)).texte).not.toContain('À relire')
  })
  it('deux titres pareils ont deux adresses ; la précédente et la suivante se suivent', async () => {
    for (const _ of [1, 2]) {
      const { vers } = await ecrire({ titre: 'Même titre' })
      await anime.aller(`${vers}/paraitre`, {})
    }
    expect((await lire('/actualites/meme-titre')).texte).toContain('href="/actualites/meme-titre-2"')
    expect((await lire('/actualites/meme-titre-2')).texte).toContain('href="/actualites/meme-titre"')
  })
})

describe('une image', () => {
  const photo = sharp({ create: { width: 900, height: 600, channels: 3, background: '#175' } })
  it('ne se garde pas sans son texte ; parue, tout le monde la lit ; avant, qui anime et personne d’autre', async () => {
    const jpeg = await photo.jpeg().toBuffer()
    const sans = await envoyer(`${pole}/actualites/nouvelle`, { titre: 'Avec image', vue: '0' }, [
      'p.jpg',
      jpeg,
    ])
    expect([sans.statut, sans.texte.includes('Dites ce que montre l’image')]).toEqual([422, true])
    const image = /name="image" value="([0-9a-f-]{36})"/.exec(sans.texte)?.[1] ?? ''
    expect(image).not.toBe('')
    const src = `/actualites/illustrations/${image}/petite`
    expect((await lire(src)).statut).toBe(404)
    expect((await anime.aller(src)).statut).toBe(200)
    const { vers } = await envoyer(`${pole}/actualites/nouvelle`, {
      titre: 'Avec image',
      vue: '0',
      image,
      imageAlt: 'Un carré vert',
    })
    await anime.aller(`${vers}/paraitre`, {})
    const lue = await lire(src)
    expect([lue.statut, lue.entetes.get('content-type')]).toEqual([200, 'image/webp'])
    const page = (await lire('/actualites/avec-image')).texte
    expect(page).toContain('alt="Un carré vert"')
    expect(page).toContain('loading="lazy"')
  })
  it.each([
    [
      'un SVG à script',
      'x.svg',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['un SVG sage', 'x.svg', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['un faux JPEG', 'x.jpg', Buffer.from('ffd8ff00', 'hex')],
  ])('%s est refusé par une phrase', async (_n, nom, octets) => {
    const r = await envoyer(`${pole}/actualites/nouvelle`, { titre: 'Refusée', vue: '0' }, [nom, octets])
    expect(r.statut).toBe(422)
    expect(r.texte).toMatch(/Ce fichier n’est pas reçu ici|Cette image ne se lit pas/)
  })
  it('se met dans le texte avec ce qu’elle montre, et ne se lit sans compte qu’une fois parue', async () => {
    const jpeg = await photo.jpeg().toBuffer()
    const mettre = (champs: Record<string, string>) =>
      envoyer(
        `${pole}/actualites/nouvelle`,
        { titre: 'Images du texte', vue: '0', geste: 'ajout-image', ...champs },
        ['p.jpg', jpeg, 'photoTexte'],
      )
    const muette = await mettre({ corps: 'Avant.', altTexte: '' })
    expect([muette.statut, muette.texte.includes('Dites ce que montre l’image')]).toEqual([422, true])
    const mise = await mettre({ corps: 'Avant.', altTexte: 'Une table [ronde] <b>' })
    const marque = /!\[Une table ronde &lt;b&gt;\]\(image:([0-9a-f-]{36})\)/.exec(mise.texte)
    expect(mise.statut).toBe(200)
    const id = marque?.[1] ?? ''
    expect(id).not.toBe('')
    const src = `/actualites/illustrations/${id}/grande`
    expect((await lire(src)).statut).toBe(404)
    const corps = `Avant.\n\n![Une table ronde <b>](image:${id})\n\n![Une autre](image:018f4a00-7000-7000-8000-000000000099)`
    const { vers } = await ecrire({ titre: 'Images du texte', corps })
    await anime.aller(`${vers}/paraitre`, {})
    expect((await lire(src)).statut).toBe(200)
    const page = (await lire('/actualites/images-du-texte')).texte
    expect(page).toContain('alt="Une table ronde &lt;b&gt;" width="900" height="600"')
    // Un identifiant qui n'est pas d'une image de ce pôle ne laisse que ses mots.
    expect(page).toContain('Une autre')
    expect(page).not.toContain('000000000099')
    expect((await lire(`/chercher?q=${id.slice(0, 8)}`)).texte).not.toContain('Images du texte')
    await anime.aller(`${vers}/retirer`, {})
    expect((await lire(src)).statut).toBe(404)
  })
  it('de cinquante mégapixels est refusée par une phrase', async () => {
    const bombe = await sharp({ create: { width: 10_000, height: 5_000, channels: 3, background: '#fff' } })
      .png()
      .toBuffer()
    const r = await envoyer(`${pole}/actualites/nouvelle`, { titre: 'Trop', vue: '0' }, ['x.png', bombe])
    expect([r.statut, r.texte.includes('millions de pixels')]).toEqual([422, true])
  })
})

describe('qui n’anime pas', () => {
  it('ne lit ni n’écrit les brouillons : la page le refuse, la base ne montre rien', async () => {
    const { organisme } = await m.fonder('Les Tisserands')
    const membre = await m.entrer(organisme, { roles: ['responsable'] })
    const { vers } = await ecrire({ titre: 'Entre nous' })
    expect((await membre.aller(`${pole}/actualites`)).statut).toBe(404)
    await membre.aller('/poles/formation/rejoindre', { cherche: '', propose: '' })
    expect((await membre.aller(`${pole}/actualites`)).statut).toBe(403)
    expect((await membre.aller(vers)).statut).toBe(403)
    expect((await membre.aller(`${vers}/paraitre`, {})).statut).toBe(403)
    const id = pole.split('/')[2] as never
    expect(
      await base.enTantQue(organisme, { personne: membre.personne }, (tx) => listerActualites(tx, id)),
    ).toEqual([])
    expect(
      await codeSql(() =>
        base.enTantQue(organisme, { personne: membre.personne }, (tx) =>
          sql`insert into portail.actualite (pole_id, id, titre, cree_le, modifiee_le)
            values (${id}, ${id}, 'x', now(), now())`.execute(tx),
        ),
      ),
    ).toBe('42501')
  })
})

describe('importer', () => {
  const fichier = (titres: readonly string[]) =>
    `<rss version="2.0"><channel>${titres.map((t, i) => `<item><title>${t}</title><guid>g${i}</guid><pubDate>Thu, 31 Jan 2019 09:0${i}:00 GMT</pubDate><description>R</description></item>`).join('')}</channel></rss>`
  it('un fichier, deux fois : rien ne se double, et ce qu’on y a repris reste', async () => {
    const octets = Buffer.from(fichier(['Archive un', 'Archive deux']))
    const un = await envoyer(`${pole}/actualites/importer`, { paraitre: 'on' }, ['f.xml', octets, 'fichier'])
    expect(un.statut).toBe(303)
    expect((await anime.aller(un.vers)).texte).toContain('2\u00a0actualités prises')
    expect((await lire('/actualites/archive-un')).texte).toContain('31\u00a0janvier 2019')
    expect((await lire('/actualites?annee=2019')).texte).toContain('Archive deux')
    const deux = await envoyer(`${pole}/actualites/importer`, { paraitre: 'on' }, [
      'f.xml',
      octets,
      'fichier',
    ])
    expect((await anime.aller(deux.vers)).texte).toContain('rien de neuf')
    expect((await anime.aller(`${un.vers}?format=csv`)).type).toContain('text/csv')
  })
  it('une adresse : ce qu’elle donne est pris ; une adresse privée, un flux illisible sont refusés', async () => {
    distant = fichier(['x', 'y', 'Venue de loin'])
    const r = await envoyer(`${pole}/actualites/importer`, { adresse: 'https://exemple.fr/feed' })
    expect((await anime.aller(r.vers)).texte).toContain('Venue de loin')
    expect(
      (await envoyer(`${pole}/actualites/importer`, { adresse: 'https://prive.exemple.fr' })).texte,
    ).toContain('réseau privé')
    distant = '<html>'
    expect((await envoyer(`${pole}/actualites/importer`, { adresse: 'https://exemple.fr/' })).statut).toBe(
      422,
    )
    expect((await envoyer(`${pole}/actualites/importer`, {})).texte).toContain('Donnez l’adresse d’un flux')
  })
})

describe('la mémoire des pages', () => {
  it('deux processus disent la même chose aussitôt après une parution, et un retour ne pèse rien', async () => {
    const { vers } = await ecrire({ titre: 'Vue des deux' })
    for (const app of autres) expect((await lire('/actualites', app)).texte).not.toContain('Vue des deux')
    await anime.aller(`${vers}/paraitre`, {})
    for (const app of autres) expect((await lire('/actualites', app)).texte).toContain('Vue des deux')
    const { entetes } = await lire('/actualites')
    const encore = await lire('/actualites', autres[0], { 'if-none-match': entetes.get('etag') ?? '' })
    expect([encore.statut, encore.texte]).toEqual([304, ''])
    // La porte d’entrée aussi, que l’application compose sur la même mémoire.
    const { app: porte } = pagesDevant(m.services, [portail, accueil], () => undefined)
    expect([(await lire('/', porte)).texte, (await lire('/', porte)).texte]).toEqual(['<p>1</p>', '<p>1</p>'])
    await anime.aller(`${vers}/retirer`, {})
    for (const app of autres) expect((await lire('/actualites', app)).texte).not.toContain('Vue des deux')
    expect((await lire('/', porte)).texte).toBe('<p>2</p>')
  })
  it('compressée, elle dit les mêmes mots ; connectée, elle n’est pas celle de tout le monde', async () => {
    const nue = (await lire('/union')).texte
    for (const forme of ['gzip', 'br']) {
      const r = await autres[0].request(`${m.origine}/union`, { headers: { 'accept-encoding': forme } })
      expect(r.headers.get('content-encoding')).toBe(forme)
      const flux = forme === 'gzip' ? 'gunzipSync' : 'brotliDecompressSync'
      expect((await import('node:zlib'))[flux](Buffer.from(await r.arrayBuffer())).toString()).toBe(nue)
    }
    const { texte } = await anime.aller('/union')
    expect(texte).toContain('Aujourd’hui')
    expect((await lire('/union', m.app)).texte).not.toContain('Aujourd’hui')
  })
  it('une page que personne n’avait ouverte part vite compressée, puis au plus serré', async () => {
    const forme = async () =>
      (
        await autres[0].request(`${m.origine}/actualites?etiquette=jamais-lue`, {
          headers: { 'accept-encoding': 'gzip, br' },
        })
      ).headers.get('content-encoding')
    expect([await forme(), await forme()]).toEqual(['gzip', 'br'])
  })
  it('la carte, que deux motifs gardent, n’est compressée qu’une fois, et reste enfermée', async () => {
    const zlib = await import('node:zlib')
    for (const depart of ['', '?departement=35'])
      for (const app of [autres[0], autres[0], autres[1]]) {
        const r = await app.request(`${m.origine}/cooperatives/carte.svg${depart}`, {
          headers: { 'accept-encoding': 'gzip, br' },
        })
        const corps = Buffer.from(await r.arrayBuffer())
        const lue =
          r.headers.get('content-encoding') === 'br'
            ? zlib.brotliDecompressSync(corps)
            : zlib.gunzipSync(corps)
        expect(lue.toString()).toMatch(/^<svg [\s\S]+<\/svg>$/)
        expect(r.headers.get('content-security-policy')).toContain('sandbox')
      }
  })
  it('une transaction qui change dix choses pousse le compte d’un cran, une lecture d’aucun', async () => {
    const compte = () => base.db.withoutTenant(compteDesParutions)
    const avant = Number(await compte())
    await anime.aller(`${pole}/actualites`)
    expect(Number(await compte())).toBe(avant)
    await envoyer(`${pole}/actualites/importer`, { paraitre: 'on' }, [
      'g.csv',
      Buffer.from(
        `titre;date;id\n${Array.from({ length: 10 }, (_, i) => `Ligne ${i};01/02/2020;n${i}`).join('\n')}`,
      ),
      'fichier',
    ])
    expect(Number(await compte())).toBe(avant + 1)
    expect(m.pannes).toEqual([])
  })
})
