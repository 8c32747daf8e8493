import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import { loadPublic } from '#web/http/assets.ts'
import { type Panne, testServices } from '#web/test/services.ts'
import { baseNeuve } from '../../../../test/base/index.ts'
import { pagesDevant } from '../../../../test/monde/index.ts'
import { contenuComplet, contenuSimple } from '../../catalogue/test/contenus.ts'
import { publierUneOffre } from '../../catalogue/test/publier.ts'
import { poserOrganisme } from '../../comptes/test/organismes.ts'
import { portail } from '../module.ts'

const base = await baseNeuve()
const pannes: Panne[] = []
const essai = testServices(pannes)
const services: Services = { ...essai, config: { ...essai.config, demo: false }, db: base.db }
const assets = await loadPublic({ dossier: 'src/web/public', ilots: 'src/web/islands' })
const { app } = pagesDevant(services, [portail], () => undefined, { assets })
const { origine } = services.config
const coop = await base.maintenance((tx) => poserOrganisme(tx, 'Langue & Lien'))
const sansNumero = await base.maintenance((tx) => poserOrganisme(tx, 'Terre d’Appui'))
await base.maintenance(async (tx) => {
  await sql`update organisme.organisme set nda = '84389914238', ville = 'Grenoble', site = 'https://langue.example'
    where organisme_id = ${coop.organisme}`.execute(tx)
  await sql`update organisme.organisme set nda = null where organisme_id = ${sansNumero.organisme}`.execute(
    tx,
  )
})

const lire = async (chemin: string, entetes: Record<string, string> = {}) => {
  const r = await app.request(`${origine}${chemin}`, { headers: entetes })
  return { statut: r.status, texte: await r.text(), entetes: r.headers }
}
const donneesDe = (html: string): Record<string, unknown> => {
  const blocs = [...html.matchAll(/<script type="application\/ld\+json">([\s\S]*?)<\/script>/g)]
  expect(blocs).toHaveLength(1)
  return JSON.parse(blocs[0]?.[1] ?? '')
}
const certifiante = await publierUneOffre(base.enTantQue, coop, contenuComplet)
const simple = await publierUneOffre(base.enTantQue, sansNumero, {
  ...contenuSimple,
  intitule: 'Élaguer en hauteur',
  nsf: ['214'],
})
const brouillon = await publierUneOffre(
  base.enTantQue,
  coop,
  { ...contenuSimple, intitule: 'Jamais parue' },
  { publie: false },
)

describe('/formations', () => {
  it('montre ce que toutes les coopératives ont publié, et rien d’autre', async () => {
    const { statut, texte } = await lire('/formations')
    expect(statut).toBe(200)
    for (const t of [contenuComplet.intitule, 'Élaguer en hauteur', 'Langue &amp; Lien', 'Terre d’Appui'])
      expect(texte).toContain(t)
    expect(texte).not.toContain('Jamais parue')
  })
  it.each([
    ['?q=ELAGUER', 'Élaguer', 'Conduire'],
    ['?q=entretien langue', 'Conduire', 'Élaguer'],
    ['?q=travail+social', 'Conduire', 'Élaguer'],
    ['?modalite=mixte', 'Conduire', 'Élaguer'],
    ['?nsf=214', 'Élaguer', 'Conduire'],
    ['?certifiante=oui', 'Conduire', 'Élaguer'],
  ])('%s trouve « %s » et pas « %s »', async (q, oui, non) => {
    const { texte } = await lire(`/formations${q}`)
    expect(texte).toContain(`>${oui}`)
    expect(texte).not.toContain(`>${non}`)
  })
  it('une recherche sans réponse le dit ; une adresse hostile ne casse rien', async () => {
    expect((await lire('/formations?q=zzz')).texte).toContain('Aucune formation publiée ne répond')
    for (const q of [
      '?q=%00%ff%25_',
      '?nature=toString',
      '?nsf=__proto__',
      '?apres=%00',
      `?apres=${Buffer.from('018f4a00-0000-7000-8000-000000000001 \0').toString('base64url')}`,
      `?q=${encodeURIComponent("'); drop table x; --")}`,
    ])
      expect((await lire(`/formations${q}`)).statut, q).toBe(200)
    expect(pannes).toEqual([])
  })
  it('au-delà de trente, la suite ne perd ni ne répète rien', async () => {
    for (let i = 0; i < 35; i += 1)
      await publierUneOffre(base.enTantQue, coop, {
        ...contenuSimple,
        intitule: `Feuillet ${String(i % 7)}`,
      })
    const vus: string[] = []
    let chemin: string | undefined = '/formations?q=feuillet'
    while (chemin) {
      const { texte } = await lire(chemin)
      vus.push(...[...texte.matchAll(/href="\/formations\/([0-9a-f-]{36})"/g)].map((m) => m[1] ?? ''))
      chemin = /href="([^"]+)" rel="next"/.exec(texte)?.[1]?.replaceAll('&amp;', '&')
    }
    expect([vus.length, new Set(vus).size]).toEqual([35, 35])
  })
})

describe('/formations/:offre', () => {
  it('montre chaque rubrique de la version en ligne, et la mention de l’article L. 6352-12', async () => {
    const { statut, texte } = await lire(`/formations/${certifiante}`)
    expect(statut).toBe(200)
    const lisible = texte.replaceAll('&amp;', '&').replaceAll('&#39;', "'")
    const ecrits = Object.entries(contenuComplet).filter(
      ([cle]) =>
        ![
          'formacodes',
          'rome',
          'modalite',
          'duree',
          'prix',
          'f3',
          'niveauF3',
          'nsf',
          'certDu',
          'certAu',
        ].includes(cle),
    )
    for (const [cle, v] of ecrits)
      for (const t of [v].flat()) if (typeof t === 'string') expect(lisible, cle).toContain(t)
    for (const t of [
      '21\u00a0h',
      '1\u202f400,00\u00a0€',
      '22\u00a0mars 2025',
      '21\u00a0mars 2030',
      'Travail social',
    ])
      expect(texte, t).toContain(t)
    expect(texte).toContain(
      'Enregistrée sous le numéro 84\u00a038\u00a099142\u00a038. Cet enregistrement ne vaut pas agrément de l’État.',
    )
    expect(texte).toContain('href="mailto:accueil@langue-et-lien.example"')
    expect(texte).toContain(`<link rel="canonical" href="${origine}/formations/${certifiante}"/>`)
  })
  it('sans numéro de déclaration, rien n’en est dit', async () =>
    expect((await lire(`/formations/${simple}`)).texte).not.toContain('agrément'))
  it('un brouillon, une offre adoptée non publiée, un inconnu sont le même 404', async () => {
    for (const id of [brouillon, '018f4a00-0000-7000-8000-0000000000ee', 'pas-un-uuid'])
      expect((await lire(`/formations/${id}`)).statut).toBe(404)
  })
  it('ses données disent la même chose, en schema.org', async () => {
    expect(donneesDe((await lire(`/formations/${certifiante}`)).texte)).toMatchObject({
      '@type': 'Course',
      name: contenuComplet.intitule,
      teaches: contenuComplet.objectifs,
      timeRequired: 'PT21H',
      provider: { name: 'Langue & Lien', identifier: '84389914238', url: 'https://langue.example' },
      offers: { '@type': 'Offer', price: '1400.00', priceCurrency: 'EUR', category: 'Paid' },
      hasCourseInstance: { '@type': 'CourseInstance', courseMode: 'Blended', courseWorkload: 'PT21H' },
      educationalCredentialAwarded: { identifier: 'RNCP40344', name: contenuComplet.certLibelle },
    })
  })
  it('l’adresse du siège que la coopérative ne montre pas n’y est nulle part, ni au texte, ni aux données', async () => {
    await base.maintenance(async (tx) => {
      await sql`update organisme.organisme set adresse = '3 rue du Four', code_postal = '38000', ville = 'Saint-Martin'
        where organisme_id = ${coop.organisme}`.execute(tx)
      await sql`insert into portail.fiche (organisme_id, modifiee_le) values (${coop.organisme}, now())`.execute(
        tx,
      )
    })
    const masquer = (oui: boolean) =>
      base.maintenance((tx) =>
        sql`update portail.fiche set siege_masque = ${oui} where organisme_id = ${coop.organisme}`.execute(
          tx,
        ),
      )
    const dits = async () => {
      const { texte } = await lire(`/formations/${certifiante}`)
      return ['3 rue du Four', '38000', 'Saint-Martin'].filter((t) => texte.includes(t))
    }
    expect(await dits()).toHaveLength(3)
    await masquer(true)
    expect(await dits()).toEqual([])
    await masquer(false)
    expect(await dits()).toHaveLength(3)
  })
  it('quoi qu’on écrive dans une offre, rien ne sort du bloc de données ni de la page', async () => {
    const piege = fc.oneof(
      fc.constantFrom(
        '</script><script>alert(1)</script>',
        '<!--<script>',
        ']]>',
        '\u2028\u2029',
        '"\\u003c/script>',
        '</SCRIPT >',
        '&lt;/script&gt;',
      ),
      fc.string({ unit: 'grapheme' }),
      fc.string({ unit: 'binary' }),
    )
    // Le formulaire et l’import ôtent le caractère nul avant que la base ne le refuse.
    const phrase = fc
      .tuple(piege, piege, piege)
      .map((t) => `x${t.join('')}x`.replaceAll('\0', '').toWellFormed())
    await fc.assert(
      fc.asyncProperty(phrase, phrase, phrase, async (a, b, c) => {
        const id = await publierUneOffre(base.enTantQue, coop, {
          ...contenuSimple,
          intitule: a.slice(0, 100).toWellFormed(),
          objectif: b,
          objectifs: [c],
          prerequis: a,
          publicVise: b,
          accessibilite: c,
        })
        const { statut, texte } = await lire(`/formations/${id}`)
        expect(statut).toBe(200)
        const donnees = donneesDe(texte)
        expect(donnees['@type']).toBe('Course')
        // Deux scripts en tout : l’îlot du cadre et le bloc de données.
        expect(texte.match(/<script/gi)).toHaveLength(2)
        expect(texte.match(/<\/script/gi)).toHaveLength(2)
      }),
      { numRuns: 40 },
    )
    expect(pannes).toEqual([])
  })
})

describe('les résultats publiés', () => {
  it('se lisent sur la fiche avec leur formule et leurs dates, lus de la même instruction ; retirés, ils n’y sont plus', async () => {
    const poser = (mesure: string, libelle: string, retiree: string | null) =>
      base.maintenance((tx) =>
        sql`insert into questionnaires.publication (organisme_id, id, activite_id, offre_id, mesure, libelle, formule, du, au,
            valeur_milliemes, numerateur, denominateur, interroges, repondants, publiee_le, retiree_le)
          select o.organisme_id, ${newId()}, o.activite_id, o.id, ${mesure}, ${libelle}, 'Réponses 4 et 5 sur les réponses.',
            '2026-01-01', '2026-06-30', 900, 9, 10, 12, 10, '2026-07-02T09:00:00Z', ${retiree}
          from catalogue.offre o where o.id = ${certifiante}`.execute(tx),
      )
    await poser('satisfaction', 'Satisfaction à chaud', null)
    await poser('retour', 'Un chiffre retiré', '2026-07-03T09:00:00Z')
    const { statut, texte } = await lire(`/formations/${certifiante}`)
    expect(statut).toBe(200)
    for (const t of [
      'Satisfaction à chaud',
      'Réponses 4 et 5 sur les réponses.',
      '10 réponses pour 12 personnes sollicitées',
      '1er\u00a0janvier 2026',
      'Publié le 2\u00a0juillet 2026',
    ])
      expect(texte, t).toContain(t)
    expect(texte).not.toContain('Un chiffre retiré')
    expect(pannes).toEqual([])
  })
})

describe('le plan du site', () => {
  it('/sitemap.xml nomme les fiches en ligne, elles seules ; robots.txt y mène', async () => {
    const { texte, entetes } = await lire('/sitemap.xml')
    expect(entetes.get('content-type')).toContain('application/xml')
    expect(texte).toContain(`<loc>${origine}/formations/${certifiante}</loc>`)
    expect(texte).not.toContain(brouillon)
    expect((await lire('/robots.txt')).texte).toContain(`Sitemap: ${origine}/sitemap.xml`)
  })
})

/** Ce qu’un navigateur demande à la première visite : la page, la feuille, les îlots, l’icône, les polices latines. */
const premiereCharge = async (chemin: string): Promise<{ requetes: number; octets: number }> => {
  const peser = async (adresse: string) => {
    const r = await app.request(`${origine}${adresse}`, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(r.status, adresse).toBe(200)
    return new Uint8Array(await r.arrayBuffer()).length
  }
  const { texte } = await lire(chemin)
  const liees = [...texte.matchAll(/(?:href|src)="(\/public\/[^"]+)"/g)].map((m) => m[1] ?? '')
  const css = liees.find((a) => a.endsWith('.css')) ?? ''
  const polices = [
    ...(await lire(css)).texte.matchAll(/url\("(\/public\/polices\/[a-z]+-latin\.[^"]+)"\)/g),
  ].map((m) => m[1] ?? '')
  const adresses = [...new Set([chemin, ...liees, ...polices])]
  const octets = await Promise.all(adresses.map(peser))
  return { requetes: adresses.length, octets: octets.reduce((a, b) => a + b, 0) }
}

describe('la première charge', () => {
  it.each([['/formations'], [`/formations/${certifiante}`]])(
    '%s tient en 60 Ko et huit requêtes, polices comprises',
    async (chemin) => {
      const { requetes, octets } = await premiereCharge(chemin)
      expect(requetes).toBeLessThanOrEqual(8)
      expect(requetes).toBeGreaterThanOrEqual(5)
      expect(octets).toBeLessThanOrEqual(60_000)
      expect(octets).toBeGreaterThan(30_000)
    },
  )
})
