// Ce que l'Union ouvre : les livrables sous licence libre, le logo des coopératives, la lettre qui ne dit que ce qui concerne.
import { sql } from 'kysely'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '#platform/db/index.ts'
import { monde } from '../../../../test/monde/index.ts'
import { poleModule } from '../../pole/index.ts'
import { unPole } from '../../pole/test/batir.ts'
import { envoyerLaLettre } from '../jobs/lettre.job.ts'
import { portail } from '../module.ts'

const m = await monde({
  modules: [poleModule, portail],
  coops: { langue: 'Langue & Lien' },
  gens: {
    anime: { roles: ['responsable', 'administration'], union: true },
    relit: { roles: ['responsable'] },
  },
})
const { base, worker, anime, relit } = m
let pole = ''
let groupe = ''
const { lire } = m.sansCompte
const texteDe = async (chemin: string) => (await lire(chemin)).texte
const deposer = async (
  chemin: string,
  champs: Record<string, string>,
  f?: readonly [string, Uint8Array, string, string],
) => {
  const corps = new FormData()
  for (const [n, v] of Object.entries(champs)) corps.append(n, v)
  if (f) corps.append(f[0], new File([new Uint8Array(f[1])], f[2], { type: f[3] }))
  return anime.poster(chemin, corps)
}
beforeAll(async () => {
  pole = await unPole(anime)
  groupe = (
    await anime.aller(`${pole}/groupes/nouveau`, { nom: 'Qualité', mandat: 'Lire ensemble le référentiel.' })
  ).vers
  await anime.aller(`${groupe}/gens`, {})
})

describe('les livrables', () => {
  const relire = (livrable: string, version: string) =>
    relit.aller(`${livrable}/relire`, { vue: version, avis: 'bon', mot: '' })
  const livrer = async (titre: string, licence: string, plus: Record<string, string> = {}) => {
    const l = await livrerSansRelire(titre, licence, plus)
    await relire(l, '1')
    return l
  }
  const livrerSansRelire = async (titre: string, licence: string, plus: Record<string, string> = {}) =>
    (
      await deposer(
        `${groupe}/livrer`,
        { titre, licence, dateLe: '20/11/2026', note: `Note de ${titre}`, ...plus },
        ['fichier', Buffer.from(`Texte de ${titre}\n`), `${titre}.txt`, 'text/plain'],
      )
    ).vers
  it('sous licence libre, ils se lisent et se prennent sans compte ; les autres n’existent pas', async () => {
    const libre = (await livrer('La grille commentée', 'cc-by-sa')).split('/').at(-1) ?? ''
    const interne = (await livrer('Le carnet interne', 'pole')).split('/').at(-1) ?? ''
    const liste = await texteDe('/livrables')
    expect(liste).toContain('La grille commentée')
    expect(liste).not.toContain('Le carnet interne')
    const page = await texteDe(`/livrables/${libre}`)
    for (const dit of [
      'CC BY-SA 4.0',
      'creativecommons.org/licenses/by-sa/4.0',
      'version":1',
      '1\u00a0relecture',
    ])
      expect(page, dit).toContain(dit)
    // La personne qui l'a livré n'y est pas nommée.
    expect(page).not.toContain('Rosa Ba')
    const f = await lire(`/livrables/${libre}/1/fichier`)
    expect([f.statut, f.octets.toString(), f.entetes.get('content-security-policy')]).toEqual([
      200,
      'Texte de La grille commentée\n',
      expect.stringContaining('sandbox'),
    ])
    expect(f.entetes.get('content-disposition')).toContain('attachment')
    for (const a of [
      `/livrables/${interne}`,
      `/livrables/${interne}/1/fichier`,
      `/livrables/${newId()}`,
      '/livrables/x',
      `/livrables/${libre}/2/fichier`,
    ])
      expect((await lire(a)).statut, a).toBe(404)
    expect(await texteDe('/sitemap.xml')).toContain(`/livrables/${libre}`)
    // Du titre et de la note, sans accent, au pluriel ou non ; l'interne ne se trouve pas.
    for (const q of ['COMMENTEE', 'grilles', 'note+grille'])
      expect(await texteDe(`/chercher?q=${q}`), q).toContain(`href="/livrables/${libre}"`)
    expect(await texteDe('/chercher?q=carnet')).toContain('Rien ne répond')
    const recueil = (await livrer('Le recueil des œuvres', 'cc-by')).split('/').at(-1) ?? ''
    for (const q of ['œuvre', 'OEUVRES'])
      expect(await texteDe(`/chercher?q=${q}`), q).toContain(`href="/livrables/${recueil}"`)
  })
  it('personne ne l’a encore relu : il n’est à personne d’autre ; à reprendre, non plus', async () => {
    const brut = await livrerSansRelire('L’essai tout neuf', 'cc-by')
    const public_ = `/livrables/${brut.split('/').at(-1)}`
    const cache = async () => [
      (await lire(public_)).statut,
      (await lire(`${public_}/1/fichier`)).statut,
      (await texteDe('/livrables')).includes('L’essai tout neuf'),
      (await texteDe('/chercher?q=essai')).includes(public_),
    ]
    expect(await cache()).toEqual([404, 404, false, false])
    await relit.aller(`${brut}/relire`, { vue: '1', avis: 'a-reprendre', mot: 'Il manque la source.' })
    expect(await cache()).toEqual([404, 404, false, false])
    const autre = await livrerSansRelire('Le second essai', 'cc-by')
    await relire(autre, '1')
    expect((await lire(`/livrables/${autre.split('/').at(-1)}`)).statut).toBe(200)
  })
  it('une version fermée n’y est pas, celles d’avant y restent ; un dossier fermé n’ouvre rien', async () => {
    const l = await livrer('Le modèle', 'cc-by')
    const public_ = `/livrables/${l.split('/').at(-1)}`
    await deposer(
      `${l}/versions`,
      { vue: '1', licence: 'reserve', dateLe: '21/11/2026', note: 'La suite, réservée' },
      ['fichier', Buffer.from('v2'), 'v2.txt', 'text/plain'],
    )
    const page = await texteDe(public_)
    expect(page).toContain('Note de Le modèle')
    expect(page).not.toContain('La suite, réservée')
    expect((await lire(`${public_}/2/fichier`)).statut).toBe(404)
    const dossier =
      (await anime.aller(`${groupe}/dossiers`, { nom: 'Lot 3', objet: '' })).vers.split('/').at(-1) ?? ''
    await livrer('La réponse au lot 3', 'cc-by', { dossier })
    expect(await texteDe('/livrables')).not.toContain('La réponse au lot 3')
  })
  it('un pôle qui se cache les cache', async () => {
    const regler = (corps: Record<string, string>) =>
      anime.aller(`${pole}/reglages`, {
        nom: 'Pôle Formation',
        raison: 'Mettre en commun ce qui coûte trop à chacune.',
        entree: 'libre',
        etat: 'actif',
        ...corps,
      })
    await regler({})
    expect(await texteDe('/livrables')).not.toContain('La grille commentée')
    await regler({ public: 'on' })
    expect(await texteDe('/livrables')).toContain('La grille commentée')
  })
})

describe('le logo', () => {
  const fiche = { description: 'Des langues.', themes: 'langues', departements: '35' }
  const image = (largeur: number, hauteur: number) =>
    sharp({ create: { width: largeur, height: hauteur, channels: 3, background: '#0f4c49' } })
  it('est réduit, sans métadonnée, et ne se lit sans compte qu’une fois la fiche publiée', async () => {
    const recu = await image(1600, 800)
      .jpeg()
      .withExif({ IFD0: { Copyright: 'Soraya' } })
      .toBuffer()
    expect(
      (await deposer('/cooperative/annuaire', fiche, ['logo', recu, 'l.jpg', 'image/jpeg'])).statut,
    ).toBe(303)
    const chez = (await anime.aller('/cooperative/annuaire')).texte
    const adresse = /src="(\/cooperatives\/[a-z0-9-]+\/logo\/[0-9a-f]{16})"/.exec(chez)?.[1] ?? ''
    expect(adresse).not.toBe('')
    expect((await lire(adresse)).statut).toBe(404)
    expect((await anime.aller(adresse)).statut).toBe(200)
    await deposer('/cooperative/annuaire', { ...fiche, publique: 'on' })
    const l = await lire(adresse)
    expect([l.statut, l.entetes.get('content-type'), l.octets.subarray(8, 12).toString()]).toEqual([
      200,
      'image/webp',
      'WEBP',
    ])
    expect(l.octets.includes('Soraya')).toBe(false)
    expect(l.octets.length).toBeLessThanOrEqual(61_440)
    expect(await texteDe('/cooperatives')).toContain(adresse)
    expect((await lire(adresse.replace(/.$/, (c) => (c === '0' ? '1' : '0')))).statut).toBe(404)
    await deposer('/cooperative/annuaire', { ...fiche, publique: 'on', sansLogo: 'on' })
    expect((await lire(adresse)).statut).toBe(404)
    expect(await texteDe('/cooperatives')).not.toContain('/logo/')
  })
  it('de cinquante mégapixels, ou en SVG, il est refusé par une phrase', async () => {
    const bombe = await image(10_000, 5_000).png({ compressionLevel: 9 }).toBuffer()
    const trop = await deposer('/cooperative/annuaire', fiche, ['logo', bombe, 'b.png', 'image/png'])
    expect([trop.statut, trop.texte.includes('millions de pixels')]).toEqual([422, true])
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    const trace = await deposer('/cooperative/annuaire', fiche, ['logo', svg, 's.svg', 'image/png'])
    expect(trace.statut).toBe(422)
    expect(m.pannes).toEqual([])
  })
})

describe('la lettre', () => {
  let instant = Date.parse('2026-11-24T10:40:00Z')
  const abonner = async (courriel: string, choix: Record<string, string>): Promise<void> => {
    const page = await texteDe('/lettre')
    const ouvert = /name="ouvert" value="([^"]+)"/.exec(page)?.[1] ?? ''
    instant += 10_000
    m.regler(new Date(instant).toISOString())
    const envoi = await m.app.request(`${m.origine}/lettre`, {
      method: 'POST',
      body: new URLSearchParams({ ouvert, site_web: '', courriel, accord: 'on', ...choix }),
      headers: { origin: m.origine },
    })
    expect(envoi.status).toBe(200)
    const lien = /http\S+\/confirmer\/\S+/.exec(
      (await m.courriels()).findLast((m) => m.a === courriel)?.texte ?? '',
    )?.[0]
    if (lien) await m.app.request(lien, { method: 'POST', headers: { origin: m.origine } })
  }
  const recus = async (objet: string) =>
    (await m.courriels())
      .filter((m) => m.objet === objet)
      .map((m) => m.a)
      .toSorted()
  const envoyer = async (objet: string, plus: Record<string, string>): Promise<void> => {
    const id = newId()
    const r = await anime.aller(`${pole}/lettre`, {
      _jeton: id,
      geste: 'envoyer',
      objet,
      mot: 'Bonjour.',
      departements: '',
      themes: '',
      ...plus,
    })
    expect(r.statut, r.texte.slice(-800)).toBe(303)
    await envoyerLaLettre({ lettre: id }, worker)
  }
  it('part à qui elle concerne ; ce qu’on n’a pas précisé, on le reçoit', async () => {
    const { vers } = await anime.aller(`${pole}/actualites/nouvelle`, {
      titre: 'Une nouvelle',
      chapo: 'C',
      corps: 'T',
      etiquettes: 'qualité, terrain',
      vue: '0',
    })
    await anime.aller(`${vers}/paraitre`, {})
    await abonner('tout@exemple.example', {})
    await abonner('rennes@exemple.example', { departement: '35' })
    await abonner('paris@exemple.example', { departement: '75', poles: 'formation' })
    await abonner('terrain@exemple.example', { themes: 'terrain', poles: 'un-pole-invente' })
    await envoyer('À tous', {})
    expect(await recus('À tous')).toHaveLength(4)
    await envoyer('En Bretagne', { departements: '35, 56' })
    expect(await recus('En Bretagne')).toEqual([
      'rennes@exemple.example',
      'terrain@exemple.example',
      'tout@exemple.example',
    ])
    await envoyer('Qualité', { themes: 'qualité' })
    expect(await recus('Qualité')).toEqual([
      'paris@exemple.example',
      'rennes@exemple.example',
      'tout@exemple.example',
    ])
    // Personne n'est concerné : la page le dit, rien ne part.
    const rien = await anime.aller(`${pole}/lettre`, {
      geste: 'envoyer',
      objet: 'Nulle part',
      mot: 'x',
      departements: 'Atlantide',
      themes: '',
    })
    expect([rien.statut, rien.texte.includes('Aucun département n’est reconnu')]).toEqual([422, true])
    // Plus que la base n'en garde : la page le dit encore.
    const trop = await anime.aller(`${pole}/lettre`, {
      geste: 'envoyer',
      objet: 'Presque partout',
      mot: 'x',
      departements: Array.from({ length: 21 }, (_, i) => `${21 + i}`).join(','),
      themes: '',
    })
    expect([trop.statut, trop.texte.includes('20 départements au plus')]).toEqual([422, true])
  })
  it('chaque lettre mène à ses choix ; la redemander n’en change rien, et le dit à la boîte', async () => {
    const courriel = 'rennes@exemple.example'
    const lettre = (await m.courriels()).findLast((m) => m.a === courriel)?.texte ?? ''
    const choix = /http\S+\/choix\/\S+/.exec(lettre)?.[0]?.replace(m.origine, '') ?? ''
    expect(await texteDe(choix)).toContain('value="35" selected')
    expect((await lire(`${choix}x`)).statut).toBe(404)
    const r = await m.app.request(`${m.origine}${choix}`, {
      method: 'POST',
      body: new URLSearchParams({ departement: '29' }),
      headers: { origin: m.origine },
    })
    expect(r.status).toBe(200)
    await envoyer('En Ille-et-Vilaine', { departements: '35' })
    expect(await recus('En Ille-et-Vilaine')).not.toContain(courriel)
    await abonner(courriel, { departement: '35' })
    expect((await m.courriels()).findLast((m) => m.a === courriel)?.objet).toBe('Vous recevez déjà la lettre')
    expect(await texteDe(choix)).toContain('value="29" selected')
    // Un envoi fabriqué, plus long que ce qui se garde : borné, et sans panne.
    const fabrique = new URLSearchParams()
    for (let i = 21; i < 60; i += 1) fabrique.append('departement', String(i))
    for (let i = 0; i < 30; i += 1) fabrique.append('themes', 'terrain')
    expect(
      (
        await m.app.request(`${m.origine}${choix}`, {
          method: 'POST',
          body: fabrique,
          headers: { origin: m.origine },
        })
      ).status,
    ).toBe(200)
    expect(m.pannes).toEqual([])
  })
})

it('une lecture sans transaction, sur une connexion qui vient de servir une coopérative, n’est à personne', async () => {
  await Promise.all(Array.from({ length: 20 }, () => anime.aller(pole)))
  const lues = await Promise.all(
    Array.from({ length: 20 }, () =>
      base.db.lire(
        async (tx) => (await sql<{ o: string | null }>`select app.organisme() as o`.execute(tx)).rows[0]?.o,
      ),
    ),
  )
  expect(new Set(lues)).toEqual(new Set([null]))
})
