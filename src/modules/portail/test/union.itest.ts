import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { poleModule } from '#modules/pole/index.ts'
import { newId } from '#platform/db/index.ts'
import { loadPublic } from '#web/http/assets.ts'
import { monde, pagesDevant } from '../../../../test/monde/index.ts'
import { unPole } from '../../pole/test/batir.ts'
import { portail } from '../module.ts'

const m = await monde({
  modules: [poleModule, portail],
  coops: { langue: 'Langue & Lien' },
  gens: {
    anime: { roles: ['responsable'], union: true },
  },
})
const { base, anime } = m
const assets = await loadPublic({ dossier: 'src/web/public', ilots: 'src/web/islands' })
const { app: publique, lire } = pagesDevant(m.services, [portail], () => undefined, { assets })
const pieges = '<script>alert(1)</script>"\'&]]>'

describe('avant tout pôle', () => {
  it.each([
    ['/union', 'Chaque rencontre d’un pôle aura ici son retour'],
    ['/poles-metiers', 'Aucun pôle n’est encore ouvert ici'],
    ['/retours', 'Aucun retour n’est encore publié'],
    ['/agenda', 'Aucune rencontre n’est convoquée'],
  ])('%s dit comment cela se remplit', async (chemin, phrase) => {
    const { statut, texte } = await lire(chemin)
    expect([statut, texte.includes(phrase)]).toEqual([200, true])
  })
  it('les flux vides sont entiers', async () => {
    expect((await lire('/agenda.ics')).texte).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*END:VCALENDAR\r\n$/)
    expect((await lire('/retours.atom')).texte).toMatch(/<feed [\s\S]*<\/feed>\n$/)
  })
})

describe('un pôle public', () => {
  const adresse = '/retours/formation-1-2026-12-10'
  let pole = ''
  let reunion = ''
  const convoquer = async (jour: string, titre: string) =>
    (
      await anime.aller(`${pole}/reunions/nouvelle`, {
        titre,
        format: 'demi-journee',
        jour,
        de: '14 h',
        a: '17 h',
        zone: 'Europe/Paris',
        hote: `Hôte ${pieges}`,
        lieu: '12 rue du Chapeau-Rouge',
        acces: `Plain-pied ${pieges}`,
        visio: 'https://visio.example/secret',
      })
    ).vers
  // Après les essais de l'instance vide : le pôle naît ici.
  beforeAll(async () => {
    pole = await unPole(anime, {
      entree: 'visa',
      courriel: 'pole@exemple.example',
      raison: `Mettre en commun ${pieges}`,
    })
    reunion = await convoquer('10/12/2026', `Première ${pieges}`)
  })

  it('son agenda se lit et s’abonne, sans la visio ni le nom de qui vient', async () => {
    await anime.aller(`${reunion}/reponse`, { dit: 'oui' })
    for (const chemin of ['/union', '/agenda', '/agenda.ics', '/poles-metiers']) {
      const { statut, texte } = await lire(chemin)
      expect(statut).toBe(200)
      expect(texte, chemin).not.toContain('visio.example')
      expect(texte, chemin).not.toContain('Rosa')
      // Un agenda est du texte, et se dit tel : aucune balise n’y a de sens.
      if (!chemin.endsWith('.ics')) expect(texte, chemin).not.toMatch(/<script>alert/)
    }
    const { texte, type } = await lire('/agenda.ics')
    expect(type).toContain('text/calendar')
    expect(texte).toContain('DTSTART:20261210T130000Z')
    // D'un seul pôle : le sien y est, un code inventé n'en montre aucun.
    const dUn = (await lire('/agenda.ics?pole=formation')).texte
    expect([
      dUn.match(/BEGIN:VEVENT/g)?.length,
      dUn.includes('X-WR-CALNAME:Rencontres du pôle Formation'),
    ]).toEqual([1, true])
    for (const code of ['inconnu', '%27%00', '../x'])
      expect((await lire(`/agenda.ics?pole=${code}`)).texte, code).not.toContain('VEVENT')
    expect((await lire('/union')).texte).toContain('viennent 1\u00a0coopérative')
    expect((await lire('/agenda')).texte).toContain('"@type":"Event"')
  })
  it('d’un seul pôle, tout y est, quand un autre remplirait l’agenda entier', async () => {
    const id = /[0-9a-f-]{36}/.exec(pole)?.[0] ?? ''
    await base.maintenance(async (tx) => {
      const occupe = newId()
      await sql`insert into pole.pole (pole_id, organisme_id, code, genre, nom, etat, public, cree_le)
        select ${occupe}, organisme_id, 'occupe', 'metier', 'Pôle occupé', 'actif', true, now() from pole.pole where pole_id = ${id}`.execute(
        tx,
      )
      await sql`insert into pole.reunion (pole_id, id, organisme_id, rang, titre, format, etat, debut, fin, lieu, cree_le)
        select p.pole_id, gen_random_uuid(), p.organisme_id, n, 'Séance ' || n, 'visio', 'convoquee',
          '2026-12-01T09:00:00Z'::timestamptz + n * interval '1 minute', '2026-12-01T12:00:00Z'::timestamptz + n * interval '1 minute', 'Brest', now()
          from pole.pole p, generate_series(1, 210) n where p.pole_id = ${occupe}`.execute(tx)
    })
    const dUn = (await lire('/agenda.ics?pole=formation')).texte
    expect(dUn.match(/BEGIN:VEVENT/g)).toHaveLength(1)
    expect((await lire('/agenda.ics')).texte).toContain('Pôle occupé')
    await base.maintenance((tx) => sql`update pole.pole set public = false where code = 'occupe'`.execute(tx))
  })
  it('un report et une annulation se voient dans l’agenda', async () => {
    const autre = await convoquer('15/01/2027', 'Deuxième')
    await anime.aller(`${autre}/annuler`, { motif: 'La salle est prise.' })
    expect((await lire('/agenda.ics')).texte).toContain('STATUS:CANCELLED')
    expect((await lire('/agenda')).texte).toMatch(/\s: annulée/)
  })
  it('rien n’est en ligne avant la publication ; le retour dit ensuite ce que la rencontre disait', async () => {
    expect((await lire(adresse)).statut).toBe(404)
    expect((await lire('/chercher?q=hote')).texte).toContain('Rien ne répond')
    m.regler('2026-12-10T18:00:00Z')
    await anime.aller(`${reunion}/etat`, {})
    await anime.aller(`${reunion}/recit`, {
      recit: `## Le matin\n\n**Gras** ${pieges} [x](javascript:alert(1))`,
    })
    await anime.aller(`${reunion}/engagements`, {
      quoi: `Envoyer ${pieges}`,
      qui: 'Rosa',
      pour: '01/03/2027',
    })
    await anime.aller(`${reunion}/compte-rendu`, { geste: 'amendement' })
    m.regler('2026-12-18T18:00:00Z')
    await anime.aller(`${reunion}/compte-rendu`, { geste: 'valide' })
    await anime.aller(`${reunion}/retour`, {})
    const { statut, texte } = await lire(adresse)
    expect(statut).toBe(200)
    // Il se cherche par son récit et par son hôte, sans accent.
    for (const q of ['matin', 'hote', 'PREMIERE+rencontres'])
      expect((await lire(`/chercher?q=${q}`)).texte, q).toContain(`href="${adresse}"`)
    for (const t of [
      '<h2>Le matin</h2>',
      '<strong>Gras</strong>',
      'pour le 1er\u00a0mars 2027',
      'href="/poles/formation/rejoindre"',
      'href="mailto:pole@exemple.example"',
      `<link rel="canonical" href="${m.origine}${adresse}"/>`,
    ])
      expect(texte).toContain(t)
    expect(texte).not.toMatch(/<script>alert|href="javascript/)
    // L’îlot du cadre et le bloc de données, rien d’autre.
    expect(texte.match(/<script/gi)).toHaveLength(2)
    expect(texte).not.toContain('Rosa')
    expect(m.pannes).toEqual([])
  })
  it('le retour est dans la liste, le flux et le plan ; publié de nouveau, il n’y est qu’une fois', async () => {
    await anime.aller(`${reunion}/retour`, {})
    for (const chemin of ['/retours', '/retours.atom', '/sitemap.xml', '/union'])
      expect((await lire(chemin)).texte, chemin).toContain(adresse)
    expect((await lire('/retours.atom')).texte.match(/<entry>/g)).toHaveLength(1)
    expect((await lire('/retours.atom')).texte).not.toContain('<script>')
  })
  it('la lettre s’en remplit sans rien retaper ; une adresse inventée n’y met rien', async () => {
    const lettre = async (retour: string) => (await anime.aller(`${pole}/lettre?retour=${retour}`)).texte
    const pleine = await lettre(adresse.replace('/retours/', ''))
    expect(pleine).toContain('value="Retour sur\u00a0: La première rencontre du pôle Formation"')
    expect(pleine).toContain(`${m.origine}${adresse}`)
    for (const vide of ['inconnue', '..%2F', '%00'])
      expect(await lettre(vide), vide).toContain('Des nouvelles des pôles')
  })
  it('une adresse inventée ou hostile est un 404', async () => {
    for (const a of ['inconnue', '..%2F..', '%00', "'; drop", 'A'.repeat(500)])
      expect((await lire(`/retours/${encodeURIComponent(a)}`)).statut).toBe(404)
  })
  it('caché, le pôle quitte l’agenda et les listes ; son retour publié reste', async () => {
    await anime.aller(`${pole}/reglages`, {
      nom: 'Pôle Formation',
      raison: 'Mettre en commun entre nous.',
      entree: 'visa',
      etat: 'actif',
    })
    expect((await lire('/poles-metiers')).texte).not.toContain('Mettre en commun')
    expect((await lire('/agenda.ics')).texte).not.toContain('BEGIN:VEVENT')
    expect((await lire(adresse)).statut).toBe(200)
    await anime.aller(`${pole}/reglages`, {
      nom: 'Pôle Formation',
      raison: 'Mettre en commun entre nous.',
      entree: 'visa',
      public: 'on',
    })
  })

  it.each([
    ...[
      ['/union'],
      ['/retours'],
      [adresse],
      ['/agenda'],
      ['/poles-metiers'],
      ['/cooperatives'],
      ['/livrables'],
    ],
  ])('%s : la première charge tient en 60 Ko et huit requêtes, polices comprises', async (chemin) => {
    const peser = async (a: string) => {
      const r = await publique.request(`${m.origine}${a}`, { headers: { 'accept-encoding': 'gzip, br' } })
      expect(r.status, a).toBe(200)
      return (await r.arrayBuffer()).byteLength
    }
    const { texte } = await lire(chemin)
    const liees = [...texte.matchAll(/(?:href|src)="(\/public\/[^"]+)"/g)].map((m) => m[1] ?? '')
    const css = liees.find((a) => a.endsWith('.css')) ?? ''
    const polices = [
      ...(await lire(css)).texte.matchAll(/url\("(\/public\/polices\/[a-z]+-latin\.[^"]+)"\)/g),
    ].map((m) => m[1] ?? '')
    const adresses = [...new Set([chemin, ...liees, ...polices])]
    const octets = (await Promise.all(adresses.map(peser))).reduce((a, b) => a + b, 0)
    expect(adresses.length).toBeLessThanOrEqual(8)
    expect(octets).toBeGreaterThan(30_000)
    expect(octets).toBeLessThanOrEqual(60_000)
    // Rien ne vient d’ailleurs.
    expect(texte).not.toMatch(/(?:src|href)="https?:\/\/(?!localhost)[^"]*\.(?:js|css|woff2?|png)/)
  })
})
